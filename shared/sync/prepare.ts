/** The first half of a session: what is pulled before the merge, and the merge of every tab. */

import { Problem } from '../protocol/problem.ts';
import type { SchemaAnswer } from '../protocol/schema.ts';
import type { Conflict } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import { digestOf } from './digest.ts';
import { mergeTab } from './merge-tab.ts';
import { movedPin, movesOf, namesAtBase } from './moves.ts';
import { shownCells } from './ops.ts';
import type { SyncOptions } from './options.ts';
import type { CellEdit, TabPlan } from './plan.ts';
import { checkPast, madeAt, type Pulled, pull } from './pull.ts';
import type { State, TabState } from './state.ts';
import { type Rows, rowsByRef, Timeline } from './timeline.ts';
import type { Turn } from './turn.ts';
import type { TabView, View } from './view.ts';

export interface Session {
  readonly options: SyncOptions;
  readonly schema: SchemaAnswer;
  readonly view: View;
  readonly copy: State;
  /** Those that the host had told of when the workbook was read; null where it tells of none. */
  readonly edits: readonly CellEdit[] | null;
  /** The copy has no state yet, so nothing of it can be known to the ledger. */
  readonly isNew: boolean;
  /** Whether others may be editing the same cells right now. */
  readonly shared: boolean;
  readonly turn: Turn;
}

export interface Prepared {
  readonly session: Session;
  readonly pulled: Pulled;
  /** This workbook's, in all states. */
  readonly conflicts: readonly Conflict[];
  /** By tab, of those that were recognised. */
  readonly timelines: ReadonlyMap<string, Timeline>;
  readonly baseAt: string | null;
  /** Recognised tabs that changed on neither side: there is nothing to merge in them. */
  readonly untouched: ReadonlySet<string>;
}

/**
 * Pulls what the merge needs, with `whole` also for tabs that changed on neither side; null where nothing changed on
 * either side and no conflict is open, which takes one request. Throws `Problem`: `resync` for a base that the ledger does not know, `schema-changed`.
 */
export async function prepare(session: Session, whole = false): Promise<Prepared | null> {
  const { options, schema, copy } = session;
  const { service } = options;
  const since = startOf(session);
  // That with which the workbook was opened may be of a past that a restore took back: its number will do.
  const hash = since === copy.base.revision ? copy.base.hash : undefined;
  const pulled = await pull(service, since, hash, copy.workbook);
  checkPast(copy.base, pulled);
  if (pulled.fingerprint !== schema.fingerprint) {
    throw new Problem('schema-changed', 'The configuration changed.', { fingerprint: pulled.fingerprint });
  }
  if (!session.isNew && isQuiet(session, pulled)) return null;
  const conflicts = session.isNew ? [] : (await service.conflicts({ workbook: copy.workbook })).conflicts;
  const timelines = new Map<string, Timeline>();
  const untouched = new Set<string>();
  for (const [name, tabView] of session.view.tabs) {
    if (!whole && isUntouched(session, tabView, pulled, conflicts)) {
      untouched.add(name);
      continue;
    }
    const start = tabStart(session, tabView) ?? since;
    const timeline = new Timeline(tabView.tab, start, await rowsAt(session, tabView, start));
    timeline.follow(pulled.revisions);
    timelines.set(name, timeline);
  }
  const baseAt = needsTime(session, conflicts) ? await madeAt(service, copy.base.revision, pulled) : null;
  return { session, pulled, conflicts, timelines, baseAt, untouched };
}

/** Merges every recognised tab. `pairs`: a person's answers to the pairings of an earlier merge. */
export function mergeAll(prepared: Prepared, pairs: Readonly<Record<string, string | null>>): TabPlan[] {
  const { session, pulled, conflicts, timelines, baseAt } = prepared;
  const { view, copy, options } = session;
  return [...timelines].flatMap(([name, timeline]) => {
    const tabView = view.tabs.get(name);
    if (!tabView) return [];
    const state = copy.tabs[name];
    const moves = movesOf(name, pulled.revisions, state?.revision ?? 0);
    return mergeTab({
      view,
      tabView,
      workbook: copy.workbook,
      state,
      pins: copy.pins.filter(({ tab }) => tab === name).map((pin) => movedPin(pin, moves)),
      timeline,
      moves,
      ...namesAtBase(name, pulled.revisions, copy.base.revision),
      head: pulled.revision,
      opened: openedAt(session),
      own: options.own ?? new Set(),
      conflicts: conflicts.filter(({ tab }) => tab === name),
      baseAt,
      edits: session.edits,
      pairs,
      proposed: options.base !== undefined,
      incomplete: missingSheets(state, tabView, copy).length > 0,
    });
  });
}

/**
 * The revision after which everything is pulled: nothing that is compared now was compared before it. Of a tab that never
 * was all of it: what its rows once were tells which of the ledger's they are.
 */
function startOf(session: Session): number {
  const starts = [...session.view.tabs.values()].map((tabView) => tabStart(session, tabView) ?? 0);
  return Math.min(openedAt(session), ...starts);
}

/** The revision since which changes count as received: the base when the workbook was opened, 0 if it had none. */
function openedAt({ copy, options: { opened, base } }: Session): number {
  // A base that was confirmed just now is older than whatever the workbook was opened with.
  return opened === undefined || base !== undefined
    ? copy.base.revision
    : Math.min(copy.base.revision, opened?.revision ?? 0);
}

/** The earliest revision that a tab's rows and columns are compared with; undefined for one never compared. */
function tabStart({ copy }: Session, { tab, columns }: TabView): number | undefined {
  const state = copy.tabs[tab.tab];
  if (!state) return undefined;
  const seen = copy.pins.flatMap((pin) =>
    pin.tab === tab.tab && pin.column === null && typeof pin.base === 'number' ? [pin.base] : [],
  );
  return Math.min(state.revision, ...columns.flatMap((column) => state.columns[column] ?? []), ...seen);
}

/** A tab's rows at a revision: from the sheet itself where it still shows just those, else from the service. */
async function rowsAt({ options, copy }: Session, tabView: TabView, start: number): Promise<Rows> {
  const { tab, rows } = tabView;
  if (start === 0) return new Map();
  const state = copy.tabs[tab.tab];
  const isPinned = copy.pins.some((pin) => pin.tab === tab.tab);
  if (state?.revision === start && !isPinned && isAsLeft(state, tabView)) {
    return new Map(
      rows.flatMap((row) => {
        const { ref } = row;
        return ref === null
          ? []
          : [[normalRef(ref), { ref, revision: start, cells: shownCells({ tab, row }) }]];
      }),
    );
  }
  return rowsByRef(tab, (await options.service.rows(tab.tab, start)).rows);
}

function isAsLeft(state: TabState, tabView: TabView): boolean {
  return state.digest !== null && state.digest === digestOf(tabView);
}

/** Nothing changed in the ledger, nothing in the sheets, nothing is waiting. */
function isQuiet({ view, copy }: Session, pulled: Pulled): boolean {
  const { base, tabs, pins } = copy;
  if (pulled.openConflicts > 0 || pulled.revisions.some(({ revision }) => revision > base.revision))
    return false;
  return [...view.tabs].every(([name, tabView]) => {
    const state = tabs[name];
    const isPinned = pins.some(
      (pin) => pin.tab === name && (pin.column === null || tabView.columns.includes(pin.column)),
    );
    if (!state || isPinned || missingSheets(state, tabView, copy).length > 0) return false;
    return state.revision === base.revision && isAsLeft(state, tabView);
  });
}

/** A tab as the last session left it, of which nothing came since and nothing waits. */
function isUntouched(
  { options, copy, isNew }: Session,
  tabView: TabView,
  pulled: Pulled,
  conflicts: readonly Conflict[],
): boolean {
  const name = tabView.tab.tab;
  const state = copy.tabs[name];
  if (isNew || options.base !== undefined || !state) return false;
  const since = copy.base.revision;
  if (state.revision !== since || tabView.columns.some((column) => state.columns[column] !== since))
    return false;
  const isPinned = copy.pins.some((pin) => pin.tab === name);
  const isInConflict = conflicts.some(
    ({ tab, state: now, decided }) => tab === name && (now === 'open' || (decided?.revision ?? 0) > since),
  );
  if (isPinned || isInConflict || missingSheets(state, tabView, copy).length > 0) return false;
  return !changesAfter(name, pulled.revisions, since) && isAsLeft(state, tabView);
}

/** Whether something of a tab changed after a revision. */
export function changesAfter(tab: string, revisions: Pulled['revisions'], since: number): boolean {
  return revisions.some(
    ({ revision, changes }) => revision > since && changes.some((change) => change.tab === tab),
  );
}

/** Sheets in which the tab was found before and is not now, and which nobody said are none of ours. */
function missingSheets(state: TabState | undefined, { sheets }: TabView, { map }: State): string[] {
  const rest = [...sheets];
  return (state?.sheets ?? []).filter((sheet) => {
    const index = rest.indexOf(sheet);
    if (index >= 0) rest.splice(index, 1);
    return index < 0 && map.sheets[sheet] !== null;
  });
}

/** Whether some decided conflict has no pin that names it, so that it matters when it was recorded. */
function needsTime({ copy }: Session, conflicts: readonly Conflict[]): boolean {
  const named = new Set(copy.pins.flatMap(({ conflict }) => conflict ?? []));
  return conflicts.some(
    ({ id, state, decided }) =>
      state === 'decided' && (decided?.revision ?? 0) > copy.base.revision && id !== null && !named.has(id),
  );
}
