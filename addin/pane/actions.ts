/** What a person can do in the pane. Each action takes the store from one state to the next and never throws. */
import { Problem, Unreachable } from '../../shared/protocol/problem.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { CellEdit } from '../../shared/sync/plan.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { SheetEdit } from '../excel/events.ts';
import { type Adopting, adopting } from './adopting.ts';
import { type Check, cellsOf, checkWorkbook, placeOf, recheckWorkbook } from './checking.ts';
import { connect, connectionAfter, poll } from './connection.ts';
import type { Run, Surroundings } from './desk.ts';
import { withEdit } from './edits.ts';
import { adoptionOf } from './looking.ts';
import { type Mending, mending } from './mending.ts';
import { type Remembering, remembering } from './remembering.ts';
import type { PaneState, View } from './state.ts';
import type { Store } from './store.ts';
import { type Syncing, syncing } from './syncing.ts';

export interface Actions extends Syncing, Adopting, Mending, Remembering {
  /** Asks the service who we are and by which schema to check, quietly. */
  connect(): Promise<void>;
  /** Asks the service what is new, quietly. */
  poll(): Promise<void>;
  /** Keeps a token in the browser, or forgets it (null), and asks the service again. */
  setToken(token: string | null): Promise<void>;
  /** Checks everything, or lists only what concerns the sheet that is shown. */
  check(scope: 'workbook' | 'sheet'): Promise<void>;
  /** Checks again what was checked, without the view changing; nothing where nothing was or something runs. */
  recheck(): Promise<void>;
  /** Selects the cell of a finding. */
  goTo(finding: Finding): Promise<void>;
  /** Selects a place of a preview (the row from 1, as shown). */
  goToRow(sheet: string | null, row: number | null): Promise<void>;
  setMarked(marked: boolean): Promise<void>;
  show(view: View): void;
  dismiss(): void;
  /** Notes an edit in the sheets. */
  edited(edit: SheetEdit): void;
}

/** The actions over these surroundings. */
export function actionsOf(surroundings: Surroundings): Actions {
  const { store, desk, services, memory } = surroundings;
  let edits: readonly CellEdit[] = [];
  let answer: SchemaAnswer | null = null;
  let text = '';
  let last: Check | null = null;
  /** The sheets that were edited since. */
  let edited = new Set<string>();
  const workbook = desk.workbook(
    () => store.get().schema,
    (_, done, of) => {
      // Quiet work has no line of its own.
      if (store.get().work !== null) store.set({ work: { text, done, of } });
    },
  );

  const run: Run = async (saying, work) => {
    if (store.get().work !== null) return;
    text = saying;
    store.set({ work: { text: saying, done: 0, of: 0 }, notice: null });
    try {
      await work();
    } catch (error) {
      say(store, error);
    } finally {
      store.set({ work: null });
    }
  };

  async function ask(): Promise<void> {
    answer = (await connect(store, services(memory.token()), memory)) ?? answer;
  }

  /** `quietly`: nobody asked for it, so what takes longer stays as it is. */
  async function checkNow(sheet: string | null, quietly = false): Promise<void> {
    const now = await (quietly ? checkEdited() : checkAll());
    const { findings, regions, rows, unknown, open, choices, autoSave } = now;
    const shown = sheet === null ? findings : findings.filter((finding) => finding.sheet === sheet);
    store.set({
      checked: {
        findings: shown,
        regions,
        sheet,
        rows: sheet === null ? rows : regions.some((region) => region.sheet === sheet) ? rows : 0,
        stale: edited.size > 0,
        unknown: unknown.filter((each) => sheet === null || each.sheet === sheet),
        open,
      },
      autoSave,
    });
    const { adoption, view, marked } = store.get();
    if (adoption !== null && view === 'adopt' && !quietly) {
      store.set({ adoption: adoptionOf(store.get(), now.grids, choices, adoption) });
    }
    if (marked) await markNow();
  }

  async function checkAll(): Promise<Check> {
    const { schema, today } = store.get();
    edited = new Set();
    last = null;
    last = await checkWorkbook(workbook, schema, today);
    return last;
  }

  async function checkEdited(): Promise<Check> {
    const { schema, today } = store.get();
    const [before, sheets] = [last, edited];
    // Half-way through, or where Excel fails, it is no ground to go on from.
    last = null;
    edited = new Set();
    last = before && (await recheckWorkbook(before, workbook, schema, today, sheets));
    return last ?? (await checkAll());
  }

  async function markNow(): Promise<void> {
    const { checked } = store.get();
    const left = await desk.mark(checked ? cellsOf(checked.findings, checked.regions) : []);
    if (left > 0) {
      store.set({
        notice: {
          intent: 'info',
          text: `${left} more cells have findings than Excel can mark. The list has them all.`,
        },
      });
    }
  }

  async function go(sheet: string, row: number, column: number | null): Promise<void> {
    try {
      const inTheWay = await desk.select(sheet, row, column);
      if (inTheWay !== null) store.set({ notice: { intent: 'warning', text: inTheWay } });
    } catch (error) {
      say(store, error);
    }
  }

  const { options, ...sessions } = syncing({
    ...surroundings,
    workbook,
    run,
    edits: () => edits,
    service: () => services(memory.token()),
    answered: () => answer,
    connect: ask,
    checkNow,
  });

  return {
    ...sessions,

    ...adopting({ store, workbook, options, run, checkNow }),

    ...mending({ store, desk, workbook, run, checkNow }),

    ...remembering({ store, desk, workbook, run, service: () => services(memory.token()) }),

    connect: ask,

    async poll() {
      answer = (await poll(store, services(memory.token()), memory, answer)) ?? answer;
    },

    async setToken(token) {
      memory.setToken(token);
      answer = null;
      store.set({ connection: { status: 'asking' } });
      await ask();
    },

    check: (scope) =>
      run('Reading the workbook', async () => {
        store.set({ view: 'findings', fixes: null });
        await checkNow(scope === 'sheet' ? await desk.shownSheet() : null);
      }),

    async recheck() {
      const { checked, work, preview } = store.get();
      if (!checked || work !== null || preview !== null) return;
      try {
        await checkNow(checked.sheet, true);
      } catch (error) {
        say(store, error);
      }
    },

    async goTo(finding) {
      const place = placeOf(finding, store.get().checked?.regions ?? []);
      if (place) await go(place.sheet, place.row, place.column);
    },

    async goToRow(sheet, row) {
      if (sheet !== null && row !== null) await go(sheet, row - 1, null);
    },

    async setMarked(marked) {
      store.set({ marked });
      await run(marked ? 'Marking cells' : 'Taking the marks off', async () => {
        if (marked) await markNow();
        else await desk.unmark();
      });
    },

    show: (view) => store.set({ view }),

    dismiss: () => store.set({ notice: null }),

    edited(edit) {
      edits = withEdit(edits, edit);
      edited.add(edit.sheet);
      const { checked } = store.get();
      if (checked && !checked.stale) store.set({ checked: { ...checked, stale: true } });
    },
  };
}

/** Shows what went wrong; of the service also what that says about the connection. */
export function say(store: Store<PaneState>, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  store.set({ notice: { intent: 'error', text } });
  if (
    error instanceof Unreachable ||
    (error instanceof Problem && (error.type === 'unauthorized' || error.type === 'forbidden'))
  ) {
    store.set({ connection: connectionAfter(error) });
  }
}
