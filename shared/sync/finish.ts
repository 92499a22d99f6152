/** The second half of a session, once the push is answered: pull again, write, pin what differs, the state last. */

import type { RowFates } from './fates.ts';
import { jobsOf } from './jobs.ts';
import { type Moves, movedPin, movesOf, NO_MOVES } from './moves.ts';
import type { RowPlan, TabPlan } from './plan.ts';
import type { Prepared } from './prepare.ts';
import type { Pin } from './preview.ts';
import { pull } from './pull.ts';
import { settle } from './settle.ts';
import { type State, stateRows, type TabState } from './state.ts';
import type { Rows } from './timeline.ts';
import { type View, viewOf } from './view.ts';
import { type Job, writeJobs } from './writes.ts';

export interface Answered {
  readonly fates: RowFates;
  /** The refs given to rows that had none. */
  readonly given: ReadonlyMap<RowPlan, string>;
}

export interface Finished {
  readonly state: State;
  /** Cells written, rows appended and rows gone. */
  readonly taken: number;
  /** The workbook as it was read last. */
  readonly view: View;
}

/** Writes what the ledger holds into the sheets, and then the state. What throws leaves the state as it was. */
export async function finish(
  prepared: Prepared,
  plans: readonly TabPlan[],
  answered: Answered,
): Promise<Finished> {
  const { session, pulled, timelines } = prepared;
  const { options, copy, schema, view } = session;
  const { workbook, service, progress } = options;
  const now = await pull(service, pulled.revision, pulled.hash, copy.workbook);
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

  const last = viewOf(schema, await workbook.read(), copy.map);
  const tabs: Record<string, TabState> = { ...copy.tabs };
  const merged = new Set(plans.map(({ input }) => input.tabView.tab.tab));
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
  const state: State = { ...copy, base: { revision: now.revision, hash: now.hash }, tabs, pins };
  progress?.('state', 0, 1);
  await workbook.writeState(stateRows(state));
  const taken = [...written.done].filter((job) => job.kind !== 'ref' || job.row.ref !== null).length;
  return { state, taken, view: last };
}
