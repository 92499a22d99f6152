/** The second half of a session, once the push is answered: pull again, write, pin what differs, the state last. */

import type { Base } from '../protocol/common.ts';
import { remembered } from '../sheet/follow.ts';
import type { Schema } from '../tracker/schema.ts';
import { canonicalJson } from '../values/hash.ts';
import type { RowFates } from './fates.ts';
import { jobsOf } from './jobs.ts';
import { type Moves, movedPin, movesOf, NO_MOVES } from './moves.ts';
import type { RowPlan, TabPlan } from './plan.ts';
import { changesAfter, type Prepared } from './prepare.ts';
import type { Pin } from './preview.ts';
import { isOtherPast, pull } from './pull.ts';
import { settle } from './settle.ts';
import { type State, stateRows, type TabState } from './state.ts';
import type { Rows } from './timeline.ts';
import { type View, viewOf } from './view.ts';
import type { Workbook } from './workbook.ts';
import { type Job, writeJobs } from './writes.ts';

export interface Answered {
  readonly fates: RowFates;
  /** The refs given to rows that had none. */
  readonly given: ReadonlyMap<RowPlan, string>;
  /** The ledger's head after the push; null where nothing was pushed. */
  readonly head: Base | null;
}

export interface Finished {
  readonly state: State;
  /** Cells written, rows appended and rows gone. */
  readonly taken: number;
  /** The workbook as it was read last. */
  readonly view: View;
}

/**
 * Writes what the ledger holds into the sheets, and then the state. What throws leaves the state as it was. Null, with
 * nothing written, where the ledger no longer has what was pushed: its database was restored meanwhile.
 */
export async function finish(
  prepared: Prepared,
  plans: readonly TabPlan[],
  answered: Answered,
): Promise<Finished | null> {
  const { session, pulled, timelines } = prepared;
  const { options, copy, schema, view } = session;
  const { workbook, service, progress } = options;
  const now = await pull(service, pulled.revision, pulled.hash, copy.workbook);
  if (answered.head && isOtherPast(answered.head, now)) return null;
  for (const timeline of timelines.values()) timeline.follow(now.revisions);
  const headOf = ({ input }: TabPlan): Rows => input.timeline.at(now.revision);

  const { fates, given } = answered;
  const jobsBy = new Map<TabPlan, Job[]>();
  const movesBy = new Map<TabPlan, Moves>();
  for (const plan of plans) {
    const moves = movesOf(plan.input.tabView.tab.tab, now.revisions, pulled.revision);
    movesBy.set(plan, moves);
    jobsBy.set(plan, jobsOf(plan, { view, fates, given, head: headOf(plan), moves }));
  }
  const jobs = [...jobsBy.values()].flat();
  progress?.('write', 0, jobs.length);
  const written = await writeJobs({
    workbook,
    schema,
    choices: copy.map,
    view,
    jobs,
    before: () => session.turn.renew(),
    progress: (done, of) => progress?.('write', done, of),
  });

  const merged = new Set(plans.map(({ input }) => input.tabView.tab.tab));
  const last = viewOf(schema, await workbook.read(), copy.map, merged);
  const tabs: Record<string, TabState> = { ...copy.tabs };
  for (const name of prepared.untouched) {
    const tab = copy.tabs[name];
    // What came while this session was busy is merged next time, from the revision that the tab has now.
    if (tab && !changesAfter(name, now.revisions, pulled.revision))
      tabs[name] = atRevision(tab, now.revision);
  }
  const pins: Pin[] = copy.pins.filter(({ tab }) => !merged.has(tab));
  for (const plan of plans) {
    const name = plan.input.tabView.tab.tab;
    const moves = movesBy.get(plan) ?? NO_MOVES;
    const settled = settle({
      plan,
      now: last.tabs.get(name),
      fates,
      given,
      written,
      jobs: jobsBy.get(plan) ?? [],
      head: headOf(plan),
      revision: now.revision,
      moves,
      before: copy.pins.filter(({ tab }) => tab === name),
      pins: plan.input.pins.map((pin) => movedPin(pin, moves)),
    });
    if (settled.state) tabs[name] = settled.state;
    pins.push(...settled.pins);
  }
  const map = remembered(schema, copy.map, last.regions);
  const state: State = { ...copy, map, base: { revision: now.revision, hash: now.hash }, tabs, pins };
  progress?.('state', 0, 1);
  await workbook.writeState(stateRows(state));
  const taken = [...written.done].filter((job) => job.kind !== 'ref' || job.row.ref !== null).length;
  return { state, taken, view: last };
}

/** A tab that is as it was: what was compared at its revision may count as compared at a later one. */
function atRevision(tab: TabState, revision: number): TabState {
  const columns = Object.entries(tab.columns).map(([column, at]) => [
    column,
    at === tab.revision ? revision : at,
  ]);
  return { ...tab, revision, columns: Object.fromEntries(columns) };
}

/**
 * Where nothing else is to be done, headings that a person chose may still have been renamed or moved: from what is
 * written down here they are followed from then on.
 */
export async function keepHeadings(
  workbook: Workbook,
  schema: Schema,
  copy: State,
  view: View,
): Promise<void> {
  if (copy.map.seen === undefined) return;
  const map = remembered(schema, copy.map, view.regions);
  if (canonicalJson(map) !== canonicalJson(copy.map)) await workbook.writeState(stateRows({ ...copy, map }));
}
