/** Deciding conflicts in the pane: one or several at once, and putting a disagreement on record. */
import type { Region } from '../../shared/sheet/region.ts';
import type { SheetRow } from '../../shared/sheet/row.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { type Decided, type Decisions, decideAll } from '../../shared/sync/decide-all.ts';
import { DISSENSUS, disagreementCells, disagreementEdit } from '../../shared/sync/disagreement.ts';
import type { SyncOptions } from '../../shared/sync/options.ts';
import type { ConflictItem, SyncResult } from '../../shared/sync/preview.ts';
import { choicesIn, type State } from '../../shared/sync/state.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import { columnOf, isExtra, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Choice, Conflict } from '../../shared/values/change.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Value } from '../../shared/values/value.ts';
import type { Run, Surroundings } from './desk.ts';
import type { Notice } from './state.ts';
import { count } from './words.ts';

export interface Deciding {
  /** Decides a conflict as it was shown; `value` is the third one. */
  decide(item: ConflictItem, choose: Choice, value?: Value): Promise<void>;
  /** Decides several alike. */
  decideAlike(items: readonly ConflictItem[], choose: 'mine' | 'theirs'): Promise<void>;
  /** Takes theirs, and opens a new row of the dissensus register that cites both sides. */
  record(item: ConflictItem): Promise<void>;
}

interface DecidingSurroundings extends Pick<Surroundings, 'store' | 'desk'> {
  readonly workbook: Workbook;
  readonly run: Run;
  readonly options: () => SyncOptions;
  readonly finish: (result: SyncResult) => Promise<void>;
  /** Called at the end, however it ended. */
  readonly over: () => void;
}

/** The actions of deciding. */
export function deciding(surroundings: DecidingSurroundings): Deciding {
  const { store, desk, workbook, run, options, finish, over } = surroundings;

  async function end(decisions: readonly Decided[]): Promise<Decisions> {
    try {
      const answer = await decideAll({ ...options(), decisions });
      await finish(answer.result);
      store.set({ view: 'conflicts', notice: noticeOf(answer) });
      return answer;
    } finally {
      over();
    }
  }

  async function register(): Promise<{ region: Region; rows: readonly SheetRow[]; grid: Grid } | null> {
    const reading = await workbook.read();
    const { regions, rows } = readTracker(store.get().schema, reading.grids, choicesIn(reading.state));
    const region = regions.find(({ tab }) => tab === DISSENSUS);
    const grid = reading.grids.find(({ sheet }) => sheet === region?.sheet);
    return region && grid ? { region, rows, grid } : null;
  }

  return {
    decide: ({ conflict }, choose, value) =>
      run('Deciding the conflict', async () => {
        await end([{ conflict, choose, ...(value === undefined ? {} : { value }) }]);
      }),

    decideAlike: (items, choose) =>
      run('Deciding the conflicts', async () => {
        await end(items.map(({ conflict }) => ({ conflict, choose })));
      }),

    record: ({ conflict, heading }) =>
      run('Recording the disagreement', async () => {
        if (!(await register())) {
          store.set({ notice: { intent: 'warning', text: NO_REGISTER } });
          return;
        }
        const { decided } = await end([{ conflict, choose: 'theirs' }]);
        // Rows may have moved by the sync that the decision brought.
        const now = decided === 1 ? await register() : null;
        if (!now) return;
        const { schema, today } = store.get();
        const own = now.rows.find(
          ({ tab, ref }) =>
            tab === conflict.tab && ref !== null && normalRef(ref) === normalRef(conflict.ref),
        );
        const cells = disagreementCells(schema, conflict, heading, own?.cells ?? {}, today);
        const [refusal] = await workbook.write([disagreementEdit(schema, now.region, now.grid, cells)]);
        const text = refusal ? `Theirs was taken, but no row could be added: ${refusal.reason}` : RECORDED;
        store.set({ notice: { intent: refusal ? 'warning' : 'success', text } });
        if (!refusal) await desk.select(now.region.sheet, now.region.lastRow + 1, null);
      }),
  };
}

type Grid = Awaited<ReturnType<Workbook['read']>>['grids'][number];

const NO_REGISTER =
  'This workbook has no dissensus register to record the disagreement in. Open the one that has it, or take theirs and write it down there.';
const RECORDED =
  'Theirs was taken, and a row of the dissensus register cites both sides. Fill in the rest; the next sync sends it and gives it a ref.';

function noticeOf({ decided, movedOn, held, cancelled, result }: Decisions): Notice {
  if (result.busy !== null) return { intent: 'warning', text: `Not decided. ${result.stops.join(' ')}` };
  if (cancelled) return { intent: 'info', text: 'Not decided.' };
  const parts = [
    ...(decided > 0 ? [decided === 1 ? 'Decided.' : `${decided} decided.`] : []),
    ...(movedOn.length > 0
      ? [`${count(movedOn.length, 'conflict')} changed again meanwhile: look once more and decide.`]
      : []),
    ...(held > 0
      ? [`${count(held, 'conflict')} would bring in an error and stays open. Mend the row first.`]
      : []),
  ];
  return { intent: movedOn.length + held > 0 ? 'warning' : 'success', text: parts.join(' ') };
}

/** The open conflicts of a workbook with their places, as a sync shows them. */
export function openConflicts(
  schema: Schema,
  conflicts: readonly Conflict[],
  rows: readonly SheetRow[],
  { pins }: State,
): ConflictItem[] {
  const named = new Set(pins.map(({ conflict }) => conflict));
  return conflicts.map((conflict, index) => {
    const { tab, ref, column, id } = conflict;
    const own = tabOf(schema, tab);
    const row = rows.find((each) => each.tab === tab && each.ref && normalRef(each.ref) === normalRef(ref));
    const heading =
      column === null ? null : isExtra(column) ? column.slice(2) : own && columnOf(own, column)?.heading;
    return {
      id: id ?? `conflict ${index}`,
      conflict,
      tab,
      tabTitle: own?.title ?? tab,
      ref,
      sheet: row?.at.sheet ?? null,
      row: row ? row.at.row + 1 : null,
      heading: heading ?? column,
      left: id !== null && !named.has(id),
    };
  });
}
