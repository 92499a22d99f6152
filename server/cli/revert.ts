/** `tracker revert N`: takes one revision back, by a push of its inverse. What was changed again since stays. */
import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import type { Outcome } from '../../shared/protocol/push.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { message } from '../../shared/rules/message.ts';
import { valueText } from '../../shared/sync/describe.ts';
import { invert } from '../../shared/sync/invert.ts';
import { columnOf, tabOf } from '../../shared/tracker/schema.ts';
import type { Op } from '../../shared/values/change.ts';
import { changeText } from './change.ts';
import { pushed } from './confirmed.ts';
import { EXIT, UsageError } from './failure.ts';
import { count, instant } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import type { Terminal } from './terminal.ts';

interface Options extends RemoteOptions {
  readonly dryRun?: boolean;
  readonly acceptRemovals?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

export function addRevert(program: Command, terminal: Terminal): void {
  withService(program.command('revert'))
    .description('take one revision back: what was changed again since then stays and is listed')
    .argument('<N>', 'the revision, as `tracker history` shows it', readRevision)
    .option('--dry-run', 'show what would happen, and do nothing')
    .option('--accept-removals', 'remove the rows that the revision added')
    .option('--reason <TEXT>', 'why, for the history')
    .option('--json', 'print one JSON document')
    .action(async (revision: number, options: Options) => {
      const service = remote(options, terminal);
      const schema = await service.schema();
      const record = await revisionOf(service, schema, revision);
      const changes = invert(record);
      if (changes.length === 0) {
        throw new UsageError(
          `Revision ${revision} only decided conflicts and changed nothing that could be taken back.`,
        );
      }
      const { tracker, fingerprint } = schema;
      const answer = await pushed(service, options.acceptRemovals === true, {
        request: randomUUID(),
        tracker,
        workbook: null,
        // The refs are those that the rows had then.
        base: { revision, hash: record.hash },
        fingerprint,
        reason: options.reason ?? `Takes back revision ${revision}`,
        ...(options.dryRun ? { dryRun: true } : {}),
        changes,
      });
      if (options.json) terminal.printJson(answer);
      else {
        terminal.print(`Revision ${revision}  ${instant(record.at)}  ${record.author}`);
        for (const change of record.changes) terminal.print(`  ${changeText(change, schema)}`);
        for (const outcome of answer.outcomes) {
          const op = changes[outcome.index];
          if (op) terminal.print(`Not taken back: ${outcomeLine(op, outcome, schema)}`);
        }
        terminal.print(resultLine(answer, options.dryRun === true));
      }
      if (answer.outcomes.length > 0) terminal.exitCode = EXIT.findings;
    });
}

function readRevision(text: string): number {
  const revision = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(revision) && revision > 0) return revision;
  throw new InvalidArgumentError('Write the number of a revision, such as 12.');
}

async function revisionOf(
  service: Service,
  { revision: head }: SchemaAnswer,
  revision: number,
): Promise<RevisionRecord> {
  if (revision > head) {
    throw new UsageError(`There is no revision ${revision}: the newest one is ${head}.`);
  }
  const { revisions } = await service.changes({ since: revision - 1, limit: 1 });
  const [record] = revisions;
  if (record?.revision === revision) return record;
  throw new UsageError(`There is no revision ${revision}.`);
}

function resultLine(
  { applied, agreed, revision }: { applied: number; agreed: number; revision: number },
  dryRun: boolean,
): string {
  if (applied === 0)
    return agreed > 0 ? 'It was taken back before: nothing to do.' : 'Nothing was taken back.';
  if (dryRun) return `A dry run: ${count(applied, 'change')} would be taken back, and nothing was.`;
  return `${count(applied, 'change')} taken back in revision ${revision}. Workbooks show it after their next sync.`;
}

/** Why one change stays as it is. */
function outcomeLine(op: Op, outcome: Outcome, schema: SchemaAnswer): string {
  if (outcome.outcome === 'held') {
    const why = outcome.findings.map((finding) => message(finding, schema)).join(' ');
    return `${placeOf(op, schema)} would then have an error. ${why}`;
  }
  const { kind, theirs, theirsAuthor, theirsAt } = outcome.conflict;
  const by = theirsAuthor === null || theirsAt === null ? '' : ` by ${theirsAuthor}, ${instant(theirsAt)}`;
  if (kind === 'renumbered') return `${placeOf(op, schema)} can't have that ref back.`;
  if (kind === 'cell' && (typeof theirs !== 'object' || theirs === null)) {
    return `${placeOf(op, schema)} was changed again${by}, and says ${valueText(theirs)} now.`;
  }
  return `${placeOf(op, schema)} was changed or removed since${by}.`;
}

function placeOf(op: Op, schema: SchemaAnswer): string {
  if (op.op === 'decide') return 'A decision';
  const tab = tabOf(schema, op.tab);
  const column = op.op === 'set' ? `, ${(tab && columnOf(tab, op.column)?.heading) ?? op.column}` : '';
  return `${tab?.title ?? op.tab} ${op.ref}${column}`;
}
