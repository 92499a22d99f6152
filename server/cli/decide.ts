/** `tracker decide ID mine|theirs|value TEXT`: ends a conflict. */
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Outcome, Push, PushAnswer } from '../../shared/protocol/push.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { message } from '../../shared/rules/message.ts';
import { columnOf, tabOf } from '../../shared/tracker/schema.ts';
import type { Choice, Conflict } from '../../shared/values/change.ts';
import { readDate } from '../../shared/values/date.ts';
import type { Value } from '../../shared/values/value.ts';
import { EXIT, UsageError } from './failure.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';

interface Options extends RemoteOptions {
  readonly acceptRemovals?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

export function addDecide(program: Command, terminal: Terminal): void {
  withService(program.command('decide'))
    .description('decide a conflict: keep mine, take theirs, or give a third value')
    .argument('<ID>', "the conflict's id, as `tracker conflicts` shows it")
    .addArgument(new Argument('<CHOICE>', 'which side').choices(['mine', 'theirs', 'value']))
    .argument('[TEXT]', 'the third value; nothing for blank')
    .option('--accept-removals', 'remove the row, where that is what "mine" comes to')
    .option('--reason <TEXT>', 'why, for the history')
    .option('--json', 'print one JSON document')
    .action(async (id: string, choose: Choice, text: string | undefined, options: Options) => {
      if (choose !== 'value' && text !== undefined) {
        throw new UsageError(
          `"${choose}" takes no value. To give one, type: tracker decide ${id} value TEXT`,
        );
      }
      const service = remote(options, terminal);
      const [schema, { conflicts }] = await Promise.all([service.schema(), service.conflicts({})]);
      const conflict = conflicts.find((each) => each.id === id);
      if (!conflict) throw new UsageError(`There is no conflict ${id}. tracker conflicts lists them.`);
      const { tracker, fingerprint, revision, hash } = schema;
      const value = choose === 'value' ? { value: typedValue(text, conflict, schema) } : {};
      const answer = await pushed(service, options.acceptRemovals === true, {
        request: randomUUID(),
        tracker,
        workbook: conflict.workbook,
        base: { revision, hash },
        fingerprint,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        changes: [{ op: 'decide', conflict: id, choose, seen: conflict.theirsRevision, ...value }],
      });
      const [outcome] = answer.outcomes;
      if (options.json) terminal.printJson(answer);
      else if (outcome !== undefined) terminal.print(undecided(outcome, schema));
      else if (answer.applied === 0) terminal.print('It was decided like that before: nothing to do.');
      else {
        terminal.print(`Decided in revision ${answer.revision}. The workbook shows it after its next sync.`);
      }
      if (outcome !== undefined) terminal.exitCode = EXIT.findings;
    });
}

async function pushed(service: Service, acceptRemovals: boolean, push: Push): Promise<PushAnswer> {
  try {
    return await service.push(push);
  } catch (error) {
    if (!(error instanceof Problem) || error.body.confirm === undefined) throw error;
    if (acceptRemovals) return service.push({ ...push, confirm: error.body.confirm });
    const rows = (error.body.removals ?? []).map(({ ref }) => ref).join(', ');
    throw new Problem(
      'confirm-needed',
      `Not decided: this removes ${rows}. To remove it, add --accept-removals; it can be restored later.`,
      error.body,
    );
  }
}

function undecided(outcome: Outcome, schema: SchemaAnswer): string {
  if (outcome.outcome === 'held') {
    const why = outcome.findings.map((finding) => message(finding, schema)).join(' ');
    return `Not decided, since the row would then have an error. ${why}`;
  }
  return outcome.conflict.state === 'open'
    ? "Not decided: the ledger's side has changed since. tracker conflicts shows both sides as they are now."
    : `Not decided: the conflict has ended before (${outcome.conflict.state}). tracker conflicts --all shows how.`;
}

/** A value as it is typed, as what its column holds. What can't be read stays text, and the rules speak of it. */
function typedValue(text: string | undefined, { tab, column }: Conflict, schema: SchemaAnswer): Value {
  if (text === undefined || text.trim() === '') return null;
  const known = tabOf(schema, tab);
  const type = known && column !== null ? columnOf(known, column)?.type : undefined;
  const typed = text.trim();
  if (type === 'date') {
    const read = readDate(typed);
    if (read?.certain) return read.date;
  }
  if ((type === 'number' || type === 'score') && Number.isFinite(Number(typed))) return Number(typed);
  if (type === 'flag' && /^(true|false)$/i.test(typed)) return typed.toLowerCase() === 'true';
  return text;
}
