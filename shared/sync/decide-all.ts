/** Deciding several conflicts at once: one push, and the sync that brings the cells in line with it. */

import { Problem } from '../protocol/problem.ts';
import type { Push, PushAnswer } from '../protocol/push.ts';
import type { SchemaAnswer } from '../protocol/schema.ts';
import type { Choice, Conflict } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import type { Value } from '../values/value.ts';
import type { SyncOptions } from './options.ts';
import { busyMessage, stopped } from './outcome.ts';
import type { Busy, SyncResult } from './preview.ts';
import { send } from './send.ts';
import { readState, type State } from './state.ts';
import { syncInTurn } from './sync.ts';
import { type Turn, withTurn } from './turn.ts';

/** What a person decided of one conflict, as it was shown to them. */
export interface Decided {
  readonly conflict: Conflict;
  readonly choose: Choice;
  /** For `value`. */
  readonly value?: Value;
}

export interface DecideAllOptions extends SyncOptions {
  readonly decisions: readonly Decided[];
}

export interface Decisions {
  /** How many ended as decided, by this call or alike before. */
  readonly decided: number;
  /** Those whose other side changed since they were shown, as they are now: look again. */
  readonly movedOn: readonly Conflict[];
  /** How many stay open because the decision would bring in an error. */
  readonly held: number;
  /** A person would not confirm what goes with it: nothing was decided. */
  readonly cancelled: boolean;
  /** The sync that followed; with `busy`, nothing was done, since a co-author is syncing. */
  readonly result: SyncResult;
}

/**
 * Decides conflicts of this workbook and syncs, both in one turn: co-authors wait, or are waited for. Throws as `sync`,
 * `StateDamaged`, and an Error for a conflict that was never recorded or a workbook that was never synced: there is
 * nothing to decide yet.
 */
export async function decideAll(options: DecideAllOptions): Promise<Decisions> {
  const schema = options.schema ?? (await options.service.schema());
  const { decisions } = await withTurn(options, (turn) => decideInTurn(options, schema, turn));
  return decisions;
}

async function decideInTurn(
  options: DecideAllOptions,
  known: SchemaAnswer,
  turn: Turn,
): Promise<{ readonly decisions: Decisions; readonly state: State | null }> {
  const { copy, busy } = await begun(options, turn);
  if (busy !== null) {
    const result = { ...stopped([busyMessage(busy)], null, copy), busy };
    return { decisions: { ...NOTHING, result }, state: null };
  }
  const { first, later } = oncePlace(options.decisions);
  const sent = await pushed({ ...options, decisions: first }, known, copy);
  if (sent === 'unknown-base') {
    // The sync says so, and what its nearest revision is; then the conflicts are looked at again.
    const { result, state } = await syncInTurn(options, known, turn);
    const movedOn = options.decisions.map(({ conflict }) => conflict);
    return { decisions: { ...NOTHING, movedOn, result }, state };
  }
  const [schema, answer] = sent;
  if (answer !== null && answer.applied > 0) options.own?.add(answer.revision);
  const { result, state } = await syncInTurn({ ...options, schema }, schema, turn);
  if (answer === null) return { decisions: { ...NOTHING, cancelled: true, result }, state };
  const { applied, agreed, outcomes } = answer;
  const decisions: Decisions = {
    decided: applied + agreed,
    movedOn: [
      ...outcomes.flatMap((each) => (each.outcome === 'conflict' ? [each.conflict] : [])),
      ...later.map(({ conflict }) => conflict),
    ],
    held: outcomes.filter(({ outcome }) => outcome === 'held').length,
    cancelled: false,
    result,
  };
  return { decisions, state };
}

const NOTHING = { decided: 0, movedOn: [], held: 0, cancelled: false } as const;

/** The copy in its turn; without AutoSave nobody else writes into it. `busy`: who has the turn. */
async function begun(
  { workbook }: SyncOptions,
  turn: Turn,
): Promise<{ readonly copy: State; readonly busy: Busy | null }> {
  for (;;) {
    const reading = await workbook.read([]);
    const copy = readState(reading.state);
    if (copy === null) throw new Error('This workbook was not synced yet. Sync first, then decide.');
    const start = reading.autoSave ? await turn.begin(copy) : 'go';
    if (start !== 'again') return { copy, busy: start === 'go' ? null : start };
  }
}

/**
 * The answer, null where a person would not confirm; and the schema that it was pushed under. `unknown-base`: the ledger
 * was restored from a backup since the copy was synced.
 */
async function pushed(
  options: DecideAllOptions,
  schema: SchemaAnswer,
  copy: State,
): Promise<[SchemaAnswer, PushAnswer | null] | 'unknown-base'> {
  const body = (under: SchemaAnswer): Push => ({
    request: options.uuid(),
    tracker: under.tracker,
    workbook: copy.workbook,
    base: copy.base,
    fingerprint: under.fingerprint,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    changes: options.decisions.map(opOf),
  });
  try {
    return [schema, await send(options.service, body(schema), options.confirm)];
  } catch (error) {
    if (error instanceof Problem && error.type === 'resync') return 'unknown-base';
    if (!(error instanceof Problem && error.type === 'schema-changed')) throw error;
    const now = await options.service.schema();
    return [now, await send(options.service, body(now), options.confirm)];
  }
}

/**
 * Of several conflicts of one cell (of copies made by Save As), or of one row as a whole, the first is decided; that
 * changes the other side of the others, which are looked at again.
 */
function oncePlace(decisions: readonly Decided[]): { first: Decided[]; later: Decided[] } {
  const first: Decided[] = [];
  const later: Decided[] = [];
  for (const each of decisions) {
    const isTaken = first.some(({ conflict }) => isSamePlace(conflict, each.conflict));
    (isTaken ? later : first).push(each);
  }
  return { first, later };
}

function isSamePlace(one: Conflict, other: Conflict): boolean {
  if (one.tab !== other.tab || normalRef(one.ref) !== normalRef(other.ref)) return false;
  return one.column === null || other.column === null || one.column === other.column;
}

function opOf({ conflict, choose, value }: Decided): Push['changes'][number] {
  if (conflict.id === null) throw new Error('This conflict is not recorded yet. Sync first, then decide it.');
  return {
    op: 'decide',
    conflict: conflict.id,
    choose,
    ...(choose === 'value' ? { value: value ?? null } : {}),
    seen: conflict.theirsRevision,
  };
}
