/** `tracker conflicts`: what waits for a decision. */
import type { Command } from 'commander';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import { valueText } from '../../shared/sync/describe.ts';
import { columnOf, type Tab, tabOf } from '../../shared/tracker/schema.ts';
import type { Conflict } from '../../shared/values/change.ts';
import { EXIT } from './failure.ts';
import { count, instant } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';

interface Options extends RemoteOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addConflicts(program: Command, terminal: Terminal): void {
  withService(program.command('conflicts'))
    .description('list the conflicts that wait for a decision')
    .option('--all', 'also those that have ended')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const service = remote(options, terminal);
      const { conflicts } = await service.conflicts(options.all ? {} : { state: 'open' });
      const open = conflicts.filter(({ state }) => state === 'open').length;
      if (options.json) terminal.printJson({ conflicts });
      else {
        const schema = conflicts.length === 0 ? null : await service.schema();
        for (const conflict of conflicts) if (schema !== null) printConflict(terminal, conflict, schema);
        if (open === 0) terminal.print('No conflict waits for a decision.');
        else {
          terminal.print(
            `${count(open, 'conflict')} to decide. Type: tracker decide ID mine|theirs|value TEXT|record`,
          );
        }
      }
      if (open > 0) terminal.exitCode = EXIT.findings;
    });
}

/** What kind of conflict it is, as a person would say it. */
const KINDS: Readonly<Record<Conflict['kind'], string>> = {
  cell: 'both sides changed the cell',
  'removed-edited': 'mine removed the row, theirs edited it',
  'edited-removed': 'mine edited the row, theirs removed it',
  added: 'two rows were added under one ref',
  renumbered: 'the row cannot have that ref',
};

function printConflict(terminal: Terminal, conflict: Conflict, schema: SchemaAnswer): void {
  const { id, ref, kind, state, base, mine, theirs, author, at, theirsAuthor, theirsAt, decided } = conflict;
  const tab = tabOf(schema, conflict.tab);
  const column = conflict.column === null ? null : tab && columnOf(tab, conflict.column);
  const heading = conflict.column === null ? '' : `, ${column?.heading ?? conflict.column}`;
  const name = terminal.styled('bold', `${tab?.title ?? conflict.tab} ${ref}${heading}`);
  terminal.print(`${name}: ${KINDS[kind]}${state === 'open' ? '' : ` (${state})`}`);
  terminal.print(`  mine    ${side(mine, tab)}  (${author}, ${instant(at)})`);
  const by = theirsAuthor === null || theirsAt === null ? '' : `  (${theirsAuthor}, ${instant(theirsAt)})`;
  terminal.print(`  theirs  ${side(theirs, tab)}${by}`);
  terminal.print(`  before  ${side(base, tab)}`);
  if (decided !== null) {
    const what = decided.choose === 'value' ? side(decided.value, tab) : decided.choose;
    terminal.print(`  decided ${what}  (${decided.author}, ${instant(decided.at)})`);
  }
  terminal.print(terminal.styled('dim', `  ID ${id ?? ''}`));
  terminal.print();
}

/** A value, or a row's cells under their headings in the order of the tab. */
function side(value: Conflict['mine'], tab: Tab | undefined): string {
  if (typeof value !== 'object' || value === null) return valueText(value);
  const order = (column: string) => {
    const at = tab?.columns.findIndex((each) => each.column === column) ?? -1;
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  const cells = Object.entries(value)
    .sort(([a], [b]) => order(a) - order(b))
    .map(([key, each]) => `${(tab && columnOf(tab, key)?.heading) ?? key}: ${valueText(each)}`);
  return cells.length === 0 ? '(blank)' : cells.join('; ');
}
