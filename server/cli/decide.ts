/** `tracker decide ID mine|theirs|value TEXT|record COLUMN=VALUE…`: ends a conflict. */
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import type { Push } from '../../shared/protocol/push.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import { type ColumnType, columnOf, tabOf } from '../../shared/tracker/schema.ts';
import type { Choice, Conflict } from '../../shared/values/change.ts';
import { typedValue } from '../../shared/values/typed.ts';
import { pushed } from './confirmed.ts';
import { record } from './disagreement.ts';
import { EXIT, UsageError } from './failure.ts';
import { count } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';
import { undecided } from './undecided.ts';

interface Options extends RemoteOptions {
  readonly acceptRemovals?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

export function addDecide(program: Command, terminal: Terminal): void {
  withService(program.command('decide'))
    .description('decide a conflict: keep mine, take theirs, give a third value, or record the disagreement')
    .argument('<ID>', "the conflict's id, as `tracker conflicts` shows it; several with commas between")
    .addArgument(new Argument('<CHOICE>', 'which side').choices(['mine', 'theirs', 'value', 'record']))
    .argument(
      '[TEXT...]',
      'for value: the third value, nothing for blank; for record: COLUMN=VALUE of the dissensus row',
    )
    .option('--accept-removals', 'remove the row, where that is what "mine" comes to')
    .option('--reason <TEXT>', 'why, for the history')
    .option('--json', 'print one JSON document')
    .action(async (named: string, choose: Choice | 'record', texts: string[], options: Options) => {
      const [text, more] = texts;
      if (choose !== 'record' && choose !== 'value' && text !== undefined) {
        throw new UsageError(
          `"${choose}" takes no value. To give one, type: tracker decide ${named} value TEXT`,
        );
      }
      if (choose === 'value' && more !== undefined) {
        throw new UsageError('A value is one text. Put one of several words between quotes.');
      }
      const service = remote(options, terminal);
      const [schema, known] = await Promise.all([service.schema(), service.conflicts({})]);
      const conflicts = conflictsOf(named, known.conflicts);
      if (choose === 'record') return record(service, schema, conflicts, texts, options, terminal);
      const { tracker, fingerprint, revision, hash } = schema;
      const answer = await pushed(service, options.acceptRemovals === true, {
        request: randomUUID(),
        tracker,
        workbook: conflicts[0]?.workbook ?? null,
        base: { revision, hash },
        fingerprint,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        changes: conflicts.flatMap((conflict): Push['changes'] => {
          const { id, theirsRevision: seen } = conflict;
          const value = choose === 'value' ? { value: typedValue(typeOf(conflict, schema), text ?? '') } : {};
          return id === null ? [] : [{ op: 'decide', conflict: id, choose, seen, ...value }];
        }),
      });
      if (options.json) terminal.printJson(answer);
      else {
        for (const outcome of answer.outcomes) {
          const ref = conflicts.length > 1 ? `${conflicts[outcome.index]?.ref}: ` : '';
          terminal.print(`${ref}${undecided(outcome, schema)}`);
        }
        if (answer.applied > 0) {
          const what = conflicts.length > 1 ? `${count(answer.applied, 'conflict')} decided` : 'Decided';
          terminal.print(
            `${what} in revision ${answer.revision}. The workbook shows it after its next sync.`,
          );
        } else if (answer.outcomes.length === 0) {
          terminal.print('It was decided like that before: nothing to do.');
        }
      }
      if (answer.outcomes.length > 0) terminal.exitCode = EXIT.findings;
    });
}

/** The conflicts that were named. @throws UsageError */
function conflictsOf(named: string, known: readonly Conflict[]): Conflict[] {
  const ids = [...new Set(named.split(',').map((id) => id.trim()))].filter((id) => id !== '');
  const conflicts = ids.map((id) => {
    const found = known.find((each) => each.id === id);
    if (!found) throw new UsageError(`There is no conflict ${id}. tracker conflicts lists them.`);
    return found;
  });
  if (conflicts.length === 0) throw new UsageError('Name a conflict. tracker conflicts lists them.');
  if (new Set(conflicts.map(({ workbook }) => workbook)).size > 1) {
    throw new UsageError('These conflicts are of several workbooks. Decide those of each by themselves.');
  }
  return conflicts;
}

/** The type of the column in conflict; undefined where nobody knows it. */
function typeOf({ tab, column }: Conflict, schema: SchemaAnswer): ColumnType | undefined {
  const known = tabOf(schema, tab);
  return known && column !== null ? columnOf(known, column)?.type : undefined;
}
