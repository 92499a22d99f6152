/**
 * One sync, step by step. Whatever breaks in between, the state still says what the copy's cells were last
 * reconciled with, and the next sync finds out the rest.
 */

import { Problem } from '../protocol/problem.ts';
import type { SchemaAnswer } from '../protocol/schema.ts';
import { ValueRefused } from '../values/canonical.ts';
import type { Conflict } from '../values/change.ts';
import { canonicalJson } from '../values/hash.ts';
import { normalRef } from '../values/ref.ts';
import { withoutBase } from './copy.ts';
import { RowFates } from './fates.ts';
import { finish } from './finish.ts';
import { opsOf, type PlannedOp, type PlannedOps } from './ops.ts';
import type { SyncOptions } from './options.ts';
import type { RowPlan, TabPlan } from './plan.ts';
import { mergeAll, type Prepared, prepare } from './prepare.ts';
import type { ConflictItem, Preview, SyncChoices, SyncResult, WayOn } from './preview.ts';
import { NOTHING_PUSHED, push } from './push.ts';
import { conflictItems, heldOf, pushedOf, takenOf } from './show.ts';
import { readState, type State, StateDamaged, stateRows } from './state.ts';
import { type View, viewOf } from './view.ts';
import { STATE_SHEET } from './workbook.ts';

/**
 * Syncs a copy with the ledger. Throws `Problem` where the service refuses and `Unreachable` where it is away,
 * and what the host throws; the state then stays as it was, and the next session goes on from there.
 */
export async function sync(options: SyncOptions): Promise<SyncResult> {
  const known = options.schema ?? (await options.service.schema());
  try {
    return await attempt(options, known);
  } catch (error) {
    if (!(error instanceof Problem && error.type === 'schema-changed')) throw error;
    return attempt(options, await options.service.schema());
  }
}

async function attempt(options: SyncOptions, schema: SchemaAnswer): Promise<SyncResult> {
  options.progress?.('read', 0, 1);
  try {
    const reading = await options.workbook.read();
    const state = readState(reading.state);
    if (!reading.canKeepState) return stopped([PROTECTED], null);
    const isOurs = state?.tracker === schema.tracker;
    if (state && !isOurs && !options.join) return stopped([OTHER_TRACKER], 'join');
    const copy = copyOf(options, schema.tracker, state);
    const view = viewOf(schema, reading, copy.map);
    if (view.tabs.size === 0) return stopped([NOTHING_RECOGNISED], null, state ?? undefined);
    options.progress?.('pull', 0, 1);
    const prepared = await prepare({ options, schema, view, copy, isNew: !isOurs });
    return prepared === null ? unchanged(copy) : await run(prepared);
  } catch (error) {
    if (error instanceof StateDamaged) return stopped([error.message], 'forget');
    if (error instanceof ValueRefused) return stopped([error.message], null);
    if (error instanceof Problem && error.type === 'resync') return stopped([UNKNOWN_BASE], 'without-base');
    throw error;
  }
}

/** The copy's state: its own, or a new one. Without a base it keeps its lineage, joined from elsewhere it does not. */
function copyOf({ uuid, map, withoutBase: anew }: SyncOptions, tracker: string, state: State | null): State {
  const isOurs = state?.tracker === tracker;
  if (isOurs && !anew) return { ...state, map: map ?? state.map };
  return withoutBase(tracker, isOurs ? state.workbook : uuid(), map ?? state?.map);
}

const PROTECTED =
  `The structure of this workbook is protected, so the hidden sheet "${STATE_SHEET}" that sync needs can't be made. ` +
  'Nothing was synced. Take the protection off (Review, Protect Workbook), sync, and protect it again.';
const NOTHING_RECOGNISED =
  'No sheet of this workbook was recognised as one of the registers (each needs its headings, that of the ref among them), ' +
  'so nothing was synced. Check the headings, or choose which sheet is which register.';
const OTHER_TRACKER =
  'This workbook was synced with another tracker. Nothing was synced. If its rows belong here, join it to this tracker: ' +
  'equal rows then agree, rows that differ become conflicts, and nothing is removed.';
const UNKNOWN_BASE =
  'The ledger does not know the revision that this workbook was last synced with (the ledger was restored, or the workbook ' +
  'is from elsewhere). Nothing was synced. You can merge without a base: equal rows agree, rows that differ become conflicts, ' +
  'and nothing is removed.';

/** One session, from the merge on. */
async function run(prepared: Prepared): Promise<SyncResult> {
  const { session, conflicts } = prepared;
  const { options, copy } = session;
  const open = conflicts.filter(({ state }) => state === 'open');
  let choices: SyncChoices = { removals: [], reversals: [] };
  for (;;) {
    const plans = mergeAll(prepared, choices.pairs ?? {});
    const stops = plans.flatMap((plan) => plan.stops);
    if (stops.length > 0) return stopped(stops, null, copy);
    const ops = opsOf(plans);
    const preview = await previewOf(prepared, plans, ops, open);
    if (isWorthShowing(preview, ops)) {
      const answer = await options.preview(preview);
      if (answer === null) return result('cancelled', copy, preview.conflicts);
      if (preview.pairings.some(({ rows }) => rows.some(({ id }) => answer.pairs?.[id] === undefined))) {
        return stopped([UNPAIRED], null, copy);
      }
      choices = { ...answer, pairs: { ...choices.pairs, ...answer.pairs } };
      // Once the rows are paired, the merge is another one and is shown again.
      if (preview.pairings.length > 0) continue;
    }
    return pushAndFinish(prepared, plans, ops, choices, open);
  }
}

const UNPAIRED =
  'Some rows without a ref may be rows that this workbook added before. Nothing was synced: say for each of them which row it is, or that it is a new one.';

/** What would happen, by a dry run where something would be pushed. */
async function previewOf(
  prepared: Prepared,
  plans: readonly TabPlan[],
  ops: PlannedOps,
  open: readonly Conflict[],
): Promise<Preview> {
  const { session } = prepared;
  const dry = ops.plain.some(({ item }) => item !== null)
    ? await push(session, ops.plain, true, () => Promise.resolve(true))
    : NOTHING_PUSHED;
  const dryFates = dry?.fates ?? NOTHING_PUSHED.fates;
  const fates = new RowFates(dryFates, []);
  const answered = [...dryFates.values()].flatMap((fate) =>
    fate.kind === 'conflict' ? [fate.conflict] : [],
  );
  const ending = new Set(
    ops.plain.flatMap(({ op }) =>
      op.op === 'decide' ? [op.conflict] : op.op === 'set' && op.replaces ? [op.replaces] : [],
    ),
  );
  const fresh = distinct(answered.filter((one) => !open.some((other) => isSame(one, other))));
  const remaining = open.filter(({ id }) => id === null || !ending.has(id));
  return {
    push: pushedOf(dryFates),
    take: takenOf(plans),
    removals: ops.removals.flatMap(({ item }) => item ?? []),
    reversals: ops.reversals.flatMap(({ item }) => item ?? []),
    held: heldOf(plans, fates, ops.unnameable),
    conflicts: conflictItems([...remaining, ...fresh], plans, session.copy.pins),
    pairings: plans.flatMap(({ identified }) => identified.pairing ?? []),
    stops: [],
  };
}

function isWorthShowing(preview: Preview, ops: PlannedOps): boolean {
  const { push: pushes, take, removals, reversals, held, pairings } = preview;
  const isConflicting = ops.plain.some(({ item }) => item !== null);
  return isConflicting || [pushes, take, removals, reversals, held, pairings].some((list) => list.length > 0);
}

async function pushAndFinish(
  prepared: Prepared,
  plans: readonly TabPlan[],
  ops: PlannedOps,
  choices: SyncChoices,
  open: readonly Conflict[],
): Promise<SyncResult> {
  const { session, pulled } = prepared;
  const { options, copy, isNew } = session;
  const accepted = (list: readonly PlannedOp[], ids: readonly string[]) =>
    list.filter(({ item }) => item !== null && ids.includes(item.id));
  const removals = accepted(ops.removals, choices.removals);
  const reversals = accepted(ops.reversals, choices.reversals);
  const declined = [...ops.removals, ...ops.reversals].filter(
    (op) => !removals.includes(op) && !reversals.includes(op),
  );
  const all = [...ops.plain, ...removals, ...reversals];
  // The copy's uuid must outlive a crash, or what was pushed under it is doubled.
  if (isNew && all.length > 0) await options.workbook.writeState(stateRows(copy));
  options.progress?.('push', 0, all.length);
  const pushed = all.length > 0 ? await push(session, all, false, options.confirm) : NOTHING_PUSHED;
  if (pushed === null) return result('cancelled', copy, conflictItems(open, plans, copy.pins));

  const fates = new RowFates(pushed.fates, declined);
  const { state, taken, view } = await finish(prepared, plans, { fates, given: pushed.given });
  const stillOpen = pushed.conflicts?.filter((each) => each.state === 'open') ?? open;
  const done = [...pushed.fates].filter(([{ item }, fate]) => item !== null && fate.kind === 'done').length;
  const held = heldOf(plans, fates, ops.unnameable);
  const nothing = done + taken + held.length === 0 && pulled.revision === copy.base.revision;
  return {
    ...result(nothing ? 'unchanged' : 'done', state, conflictItems(stillOpen, plans, state.pins)),
    pushed: done,
    taken,
    refs: refsOf(pushed.given, view),
    held,
  };
}

/** The refs given, with the rows that show them now. */
function refsOf(given: ReadonlyMap<RowPlan, string>, view: View): SyncResult['refs'] {
  return [...given].flatMap(([{ tab }, ref]) => {
    const key = normalRef(ref);
    const row = view.tabs.get(tab.tab)?.rows.find((each) => each.ref !== null && normalRef(each.ref) === key);
    return row ? [{ tab: tab.tab, ref, sheet: row.at.sheet, row: row.at.row + 1 }] : [];
  });
}

/** Whether two conflicts are the same to a person: of one cell or row, with one "mine". */
function isSame(one: Conflict, other: Conflict): boolean {
  const name = ({ kind, tab, ref, column, mine }: Conflict) =>
    canonicalJson([kind, tab, normalRef(ref), column, mine]);
  return name(one) === name(other);
}

/** Several ops can answer one conflict: the cells of a removed row. */
function distinct(conflicts: readonly Conflict[]): Conflict[] {
  return conflicts.filter((one, index) => conflicts.findIndex((other) => isSame(one, other)) === index);
}

function unchanged(copy: State): SyncResult {
  return result('unchanged', copy, []);
}

function result(
  status: SyncResult['status'],
  { base, pins }: State,
  conflicts: readonly ConflictItem[],
): SyncResult {
  const nothing = { pushed: 0, taken: 0, refs: [], held: [], stops: [], wayOn: null };
  return { status, revision: base.revision, ...nothing, conflicts, pins };
}

function stopped(stops: readonly string[], wayOn: WayOn | null, copy?: State): SyncResult {
  const { revision, pins } = { revision: copy?.base.revision ?? 0, pins: copy?.pins ?? [] };
  return {
    status: 'stopped',
    revision,
    pushed: 0,
    taken: 0,
    refs: [],
    held: [],
    conflicts: [],
    pins,
    stops,
    wayOn,
  };
}
