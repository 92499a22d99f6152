/** `tracker decide ID record COLUMN=VALUE…`: theirs is taken, and a row of the dissensus register cites both sides. */
import { randomUUID } from 'node:crypto';
import type { Push, PushAnswer } from '../../shared/protocol/push.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { message } from '../../shared/rules/message.ts';
import { DISSENSUS, disagreementCells } from '../../shared/sync/disagreement.ts';
import { columnOf, REF, type Tab, tabOf } from '../../shared/tracker/schema.ts';
import type { Conflict, Op } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import { typedValue } from '../../shared/values/typed.ts';
import type { Value } from '../../shared/values/value.ts';
import { EXIT, UsageError } from './failure.ts';
import type { Terminal } from './terminal.ts';
import { undecided } from './undecided.ts';

const NEW = 'new:1';

/**
 * Puts a disagreement on record, with what was given for the row over what the conflict tells; nothing is done where
 * the row would have errors. Throws as the service does, and `UsageError`.
 */
export async function record(
  service: Service,
  schema: SchemaAnswer,
  conflicts: readonly Conflict[],
  given: readonly string[],
  { reason, json }: { readonly reason?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const [conflict, ...others] = conflicts;
  if (conflict?.id == null || others.length > 0) {
    throw new UsageError('Record disagreements one by one: each has a row of its own.');
  }
  if (conflict.state !== 'open') {
    throw new UsageError(
      `This conflict has ended before (${conflict.state}). tracker conflicts --all shows how.`,
    );
  }
  const { tracker, fingerprint, revision, hash } = schema;
  const push: Push = {
    request: randomUUID(),
    tracker,
    // Signed with its workbook, the row would be looked for among those that this has typed.
    workbook: null,
    base: { revision, hash },
    fingerprint,
    ...(reason === undefined ? {} : { reason }),
    changes: [
      { op: 'decide', conflict: conflict.id, choose: 'theirs', seen: conflict.theirsRevision },
      await rowOp(service, schema, conflict, given),
    ],
  };
  // Neither goes without the other: what would stop one of them is known beforehand.
  const tried = await service.push({ ...push, dryRun: true });
  const answer = tried.outcomes.length > 0 ? tried : await service.push(push);
  if (json) terminal.printJson(answer);
  else {
    for (const line of whyNot(answer, schema)) terminal.print(line);
    if (answer.outcomes.length === 0) {
      terminal.print(
        `Theirs was taken, and the disagreement recorded as ${answer.refs[NEW]}, in revision ${answer.revision}. The workbook shows both after its next sync.`,
      );
    }
  }
  if (answer.outcomes.length > 0) terminal.exitCode = EXIT.findings;
}

/** The row that cites both sides. */
async function rowOp(
  service: Service,
  schema: SchemaAnswer,
  conflict: Conflict,
  given: readonly string[],
): Promise<Op> {
  const register = tabOf(schema, DISSENSUS);
  if (!register) {
    throw new UsageError(
      'This tracker has no dissensus register to record the disagreement in. Decide "theirs", and write it down elsewhere.',
    );
  }
  const typed = given.map((each) => readCell(register, each));
  const { rows } = await service.rows(conflict.tab);
  const row = rows.find(({ ref }) => normalRef(ref) === normalRef(conflict.ref));
  const tab = tabOf(schema, conflict.tab);
  const column = conflict.column === null ? undefined : tab && columnOf(tab, conflict.column);
  const heading = column?.heading ?? conflict.column;
  const cells = {
    ...disagreementCells(schema, conflict, heading, row?.cells ?? {}, schema.today),
    ...Object.fromEntries(typed),
  };
  const filled = Object.entries(cells).filter(([, value]) => value !== null);
  return { op: 'add', tab: DISSENSUS, ref: NEW, cells: Object.fromEntries(filled) };
}

/** A line for each of the two that stands in the way, and what to give for the row. */
function whyNot({ outcomes }: PushAnswer, schema: SchemaAnswer): string[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.index === 0 || outcome.outcome !== 'held') return [undecided(outcome, schema)];
    const why = outcome.findings.map((finding) => message(finding, schema)).join(' ');
    const columns = new Set(outcome.findings.flatMap(({ column }) => column ?? []));
    const give = [...columns].map((column) => `${column}=…`).join(' ');
    return [`Nothing was done, since the row on record would have errors. ${why}`, `Give with it: ${give}`];
  });
}

function readCell(register: Tab, given: string): [string, Value] {
  const cut = given.indexOf('=');
  const columns = register.columns.filter(({ column, computed }) => !computed && column !== REF);
  const named = plain(given.slice(0, Math.max(cut, 0)));
  const column = columns.find((each) => [each.column, each.heading].map(plain).includes(named));
  if (column) return [column.column, typedValue(column.type, given.slice(cut + 1))];
  const keys = columns.map((each) => each.column).join(', ');
  throw new UsageError(`"${given}" is not COLUMN=VALUE. The columns of the ${register.title}: ${keys}.`);
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}
