/**
 * One sync, step by step. Whatever breaks in between, the state still says what the copy's cells were last
 * reconciled with, and the next sync finds out the rest.
 */

import { Problem } from '../protocol/problem.ts';
import type { SchemaAnswer } from '../protocol/schema.ts';
import type { Choices } from '../sheet/region.ts';
import { ValueRefused } from '../values/canonical.ts';
import type { Conflict } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import { both, splitRenumberings, underNewRefs } from './accepted.ts';
import { RefTaken } from './align.ts';
import { NO_CHOICES, withBase, withoutBase } from './copy.ts';
import { tabsElsewhere } from './elsewhere.ts';
import { RowFates } from './fates.ts';
import { finish, keepHeadings } from './finish.ts';
import { isWorthShowing, previewOf } from './look.ts';
import { findBase } from './lost-base.ts';
import { opsOf } from './ops.ts';
import type { SyncOptions } from './options.ts';
import {
  type Attempt,
  busyMessage,
  ended,
  MANY_RENUMBERED,
  manyRenumbered,
  NO_BASE,
  NOTHING_RECOGNISED,
  OTHER_TRACKER,
  PROTECTED,
  proposalMessage,
  result,
  stopped,
  UNKNOWN_BASE,
  UNPAIRED,
  unchanged,
  WITHOUT_BASE,
} from './outcome.ts';
import type { RowPlan, TabElsewhere, TabPlan } from './plan.ts';
import type { PlannedOp, PlannedOps } from './planned-op.ts';
import { mergeAll, type Prepared, prepare, type Session } from './prepare.ts';
import type { SyncChoices, SyncResult } from './preview.ts';
import { recordOf } from './pull.ts';
import { NOTHING_PUSHED, push } from './push.ts';
import { referenceOps } from './renumberings.ts';
import { conflictItems, heldOf } from './show.ts';
import { readChoices, readState, type State, StateDamaged, stateRows } from './state.ts';
import { type Turn, type TurnStart, withTurn } from './turn.ts';
import { type View, viewOf } from './view.ts';

/**
 * Syncs a copy with the ledger. Throws `Problem` where the service refuses and `Unreachable` where it is away,
 * and what the host throws; the state then stays as it was, and the next session goes on from there.
 */
export async function sync(options: SyncOptions): Promise<SyncResult> {
  const schema = options.schema ?? (await options.service.schema());
  const { result } = await withTurn(options, (turn) => syncInTurn(options, schema, turn));
  return result;
}

/** A sync that is part of more, in a turn of its caller's that may have begun. Throws as `sync`. */
export async function syncInTurn(options: SyncOptions, schema: SchemaAnswer, turn: Turn): Promise<Attempt> {
  try {
    return await attempts(options, schema, turn);
  } catch (error) {
    if (!(error instanceof Problem && error.type === 'schema-changed')) throw error;
    return attempts(options, await options.service.schema(), turn);
  }
}

/** Starts over where others were waited for: the cells may be other ones now. */
async function attempts(options: SyncOptions, schema: SchemaAnswer, turn: Turn): Promise<Attempt> {
  for (;;) {
    const done = await attempt(options, schema, turn);
    if (done !== 'again') return done;
  }
}

async function attempt(options: SyncOptions, schema: SchemaAnswer, turn: Turn): Promise<Attempt | 'again'> {
  options.progress?.('read', 0, 1);
  try {
    const reading = await options.workbook.read();
    const edits = options.edits?.() ?? null;
    const state = readState(reading.state);
    if (!reading.canKeepState) return ended(stopped([PROTECTED], null));
    const isOurs = state?.tracker === schema.tracker;
    if (state && !isOurs && !options.join) return ended(stopped([OTHER_TRACKER], 'join'));
    const anew = copyOf(
      options,
      schema.tracker,
      state,
      state?.map ?? readChoices(reading.state) ?? undefined,
    );
    const view = viewOf(schema, reading, anew.map);
    if (view.tabs.size === 0) return ended(stopped([NOTHING_RECOGNISED], null, state ?? undefined));
    const isLost = state === null && options.base === undefined && !options.withoutBase;
    const lost = isLost ? await searched(options, view, NO_BASE, true) : null;
    if (lost) return ended(lost);
    const copy = options.base === undefined ? anew : await basedOn(options.base, options, anew, view);
    // Once the base was lost, the revisions of these numbers are others' by now.
    if (options.base !== undefined || options.withoutBase) options.own?.clear();
    options.progress?.('pull', 0, 1);
    const session = { options, schema, view, copy, edits, isNew: !isOurs, shared: reading.autoSave, turn };
    const prepared = await prepare(session);
    if (prepared !== null) return await run(prepared);
    // Where others may be syncing just now, it waits for a sync that takes its turn.
    if (!reading.autoSave) await keepHeadings(options.workbook, schema, copy, view);
    return ended(unchanged(copy));
  } catch (error) {
    if (error instanceof StateDamaged) return ended(stopped([error.message], 'forget'));
    if (error instanceof RefTaken) return ended(stopped([error.message], null));
    if (error instanceof ValueRefused) return ended(stopped([error.message], null));
    if (error instanceof Problem && error.type === 'resync') {
      return ended(await unknownBase(options, schema));
    }
    throw error;
  }
}

/** The copy with the base that a person confirmed. */
async function basedOn(revision: number, { service }: SyncOptions, copy: State, view: View): Promise<State> {
  const { hash } = await recordOf(service, revision);
  return withBase(copy, { revision, hash }, view.tabs.values());
}

/** Stops with the nearest revision; null where there is none, or where `unlessEqual` and nothing differs from the head. */
async function searched(
  { service }: SyncOptions,
  view: View,
  why: string,
  unlessEqual: boolean,
): Promise<SyncResult | null> {
  const { revision: head } = await service.schema();
  const proposal = head === 0 ? null : await findBase(service, view, head);
  if (!proposal || (unlessEqual && proposal.differing === 0 && proposal.revision === head)) return null;
  return { ...stopped([`${why} ${proposalMessage(proposal)}`], 'base'), proposal };
}

async function unknownBase(options: SyncOptions, schema: SchemaAnswer): Promise<SyncResult> {
  const reading = await options.workbook.read();
  const view = viewOf(schema, reading, options.map ?? readChoices(reading.state) ?? NO_CHOICES);
  const found = await searched(options, view, UNKNOWN_BASE, false);
  return found ?? stopped([`${UNKNOWN_BASE} ${WITHOUT_BASE}`], 'without-base');
}

/** The copy's state: its own, or a new one. Without a base it keeps its lineage, joined from elsewhere it does not. */
function copyOf(
  { uuid, map, withoutBase: anew }: SyncOptions,
  tracker: string,
  state: State | null,
  chosen: Choices | undefined,
): State {
  const isOurs = state?.tracker === tracker;
  if (isOurs && !anew) return { ...state, map: map ?? state.map };
  return withoutBase(tracker, isOurs ? state.workbook : uuid(), map ?? chosen);
}

/** One session, from the merge on. */
async function run(prepared: Prepared): Promise<Attempt | 'again'> {
  const { session, conflicts } = prepared;
  const { options, copy } = session;
  const open = conflicts.filter(({ state }) => state === 'open');
  let choices: SyncChoices = { removals: [], reversals: [] };
  let elsewhere: readonly TabElsewhere[] | null = null;
  for (;;) {
    const plans = mergeAll(prepared, choices.pairs ?? {});
    let ops = opsOf(plans, elsewhere ?? []);
    if (ops.renumberings.length > 0 && prepared.untouched.size > 0) {
      // Any tab may name the rows that were renumbered.
      const whole = await prepare(session, true);
      if (whole) return run(whole);
    }
    if (ops.renumberings.length >= MANY_RENUMBERED && !options.acceptRenumbering) {
      return ended(stopped([manyRenumbered(ops.renumberings)], 'renumber', copy));
    }
    if (ops.renumberings.length > 0 && elsewhere === null) {
      elsewhere = await tabsElsewhere(prepared);
      ops = opsOf(plans, elsewhere);
    }
    const preview = await previewOf(prepared, plans, ops, open);
    if (isWorthShowing(preview, ops)) {
      const answer = await options.preview(preview);
      if (answer === null) return ended(result('cancelled', copy, preview.conflicts));
      if (preview.pairings.some(({ rows }) => rows.some(({ id }) => answer.pairs?.[id] === undefined))) {
        return ended(stopped([UNPAIRED], null, copy));
      }
      choices = { ...answer, pairs: { ...choices.pairs, ...answer.pairs } };
      // Once the rows are paired, the merge is another one and is shown again.
      if (preview.pairings.length > 0) continue;
    }
    const start = await begin(session);
    if (start === 'again') return start;
    if (start !== 'go') return ended({ ...stopped([busyMessage(start)], null, copy), busy: start });
    return pushAndFinish(prepared, plans, ops, choices, open);
  }
}

/** Our turn? A copy without a state is known to nobody else, unless a co-author has given it one meanwhile. */
async function begin({ options, copy, isNew, shared, turn }: Session): Promise<TurnStart> {
  if (!isNew) return shared ? turn.begin(copy) : 'go';
  const state = readState((await options.workbook.read([])).state);
  return state?.tracker === copy.tracker ? 'again' : 'go';
}

async function pushAndFinish(
  prepared: Prepared,
  plans: readonly TabPlan[],
  ops: PlannedOps,
  choices: SyncChoices,
  open: readonly Conflict[],
): Promise<Attempt | 'again'> {
  const { session, pulled } = prepared;
  const { options, copy, isNew } = session;
  const accepted = (list: readonly PlannedOp[], ids: readonly string[]) =>
    list.filter(({ item }) => item !== null && ids.includes(item.id));
  const ticked = new Set(choices.renumberings ?? []);
  const renumberings = ops.renumberings.filter(({ item }) => ticked.has(item.id));
  // A removed row keeps its ref for ever, so nothing is removed to make room for a renumbering.
  const wanted = new Set(
    renumberings.map(({ row, item }) => `${row.tab.tab}\0${normalRef(String(item.to))}`),
  );
  const removals = accepted(ops.removals, choices.removals).filter(
    ({ row }) => !wanted.has(`${row?.tab.tab}\0${row?.key}`),
  );
  const reversals = [
    ...accepted(ops.reversals, choices.reversals),
    ...accepted(ops.unsure, choices.unsure ?? []),
  ];
  const [together, alone] = splitRenumberings(plans, renumberings);
  const moves = [...together.map(({ op }) => op), ...referenceOps(plans, together, removals, true)];
  const asked = [...ops.removals, ...ops.reversals, ...ops.unsure, ...ops.renumberings.map(({ op }) => op)];
  const declined = asked.filter(
    (op) => !removals.includes(op) && !reversals.includes(op) && !renumberings.some((each) => each.op === op),
  );
  const all = [...moves, ...underNewRefs([...ops.plain, ...removals, ...reversals], together)];
  // The copy's uuid must outlive a crash, or what was pushed under it is doubled.
  if (isNew && all.length > 0) await options.workbook.writeState(stateRows(startOf(copy, options)));
  options.progress?.('push', 0, all.length);
  const before =
    alone.length > 0
      ? await push(
          session,
          alone.map(({ op }) => op),
          false,
          options.confirm,
        )
      : NOTHING_PUSHED;
  const after = all.length > 0 ? await push(session, all, false, options.confirm) : NOTHING_PUSHED;
  // Rows that no op of that push could name, and those whose removal was refused, are named from the head that was pulled.
  const made = together.filter(({ op }) => after?.fates.get(op)?.kind === 'done');
  const stayed = removals.filter((op) => after !== null && after.fates.get(op)?.kind !== 'done');
  const late = referenceOps(plans, made, removals, false, stayed);
  const head = { revision: pulled.revision, hash: pulled.hash };
  const last =
    late.length > 0
      ? await push({ ...session, copy: { ...copy, base: head } }, late, false, options.confirm)
      : NOTHING_PUSHED;
  const pushed = before && after && last ? both(both(before, after), last) : null;
  if (pushed === null) return ended(result('cancelled', copy, conflictItems(open, plans, copy.pins)));

  const fates = new RowFates(pushed.fates, declined);
  const finished = await finish(prepared, plans, { fates, given: pushed.given, head: pushed.head });
  if (finished === null) {
    // The revisions of these numbers are others' by now, or will be.
    options.own?.clear();
    return 'again';
  }
  const { state, taken, view } = finished;
  const refused = [...pushed.fates.values()].flatMap((fate) =>
    fate.kind === 'conflict' && fate.conflict.kind === 'renumbered' ? [fate.conflict] : [],
  );
  const stillOpen = [...(pushed.conflicts?.filter((each) => each.state === 'open') ?? open), ...refused];
  const done = [...pushed.fates].filter(([{ item }, fate]) => item !== null && fate.kind === 'done').length;
  const held = heldOf(plans, fates, ops.unnameable);
  const nothing = done + taken + held.length === 0 && pulled.revision === copy.base.revision;
  const outcome = {
    ...result(nothing ? 'unchanged' : 'done', state, conflictItems(stillOpen, plans, state.pins)),
    pushed: done,
    taken,
    refs: refsOf(pushed.given, view),
    held,
  };
  return { result: outcome, state };
}

/** What a crash may leave behind: a base that was confirmed counts only once its cells were listed. */
function startOf(copy: State, { base }: SyncOptions): State {
  return base === undefined ? copy : withoutBase(copy.tracker, copy.workbook, copy.map);
}

/** The refs given, with the rows that show them now. */
function refsOf(given: ReadonlyMap<RowPlan, string>, view: View): SyncResult['refs'] {
  return [...given].flatMap(([{ tab }, ref]) => {
    const key = normalRef(ref);
    const row = view.tabs.get(tab.tab)?.rows.find((each) => each.ref !== null && normalRef(each.ref) === key);
    return row ? [{ tab: tab.tab, ref, sheet: row.at.sheet, row: row.at.row + 1 }] : [];
  });
}
