/** A pane at work in tests: the real actions over the real office.js, our host, and a ledger in memory. */
import { mark, unmark } from '../../addin/excel/marks.ts';
import { select, selectedRow, shownSheet } from '../../addin/excel/select.ts';
import { widen } from '../../addin/excel/widen.ts';
import { excelWorkbook } from '../../addin/excel/workbook.ts';
import { type Actions, actionsOf } from '../../addin/pane/actions.ts';
import type { Desk, Services } from '../../addin/pane/desk.ts';
import { memoryOf, type Storage } from '../../addin/pane/memory.ts';
import { freshState, type PaneState } from '../../addin/pane/state.ts';
import { createStore, type Store } from '../../addin/pane/store.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { BookInput } from '../excel-host/data.ts';
import type { Host } from '../excel-host/load.ts';
import { configuration, uuids } from '../ledger/builder.ts';
import { cellsFrom, openExcel } from './excel.ts';

export interface AtDesk {
  readonly host: Host;
  readonly store: Store<PaneState>;
  readonly actions: Actions;
  readonly storage: Map<string, string>;
}

const desk: Desk = {
  workbook: (schema, progress) => excelWorkbook({ schema, progress }),
  shownSheet,
  selectedRow,
  select,
  widen,
  mark,
  unmark,
};

/** Rows of ref, title, owner and count under their headings, on a sheet that is recognised as the notes. */
export function notes(...rows: Parameters<typeof cellsFrom>[0]): BookInput {
  return { sheets: [{ name: 'Notes', cells: cellsFrom([['Ref', 'Title', 'Owner', 'Count'], ...rows]) }] };
}

/** A pane over this workbook and these services, before its first question to either. */
export async function openPane(
  book: BookInput,
  services: Services,
  uuid: () => string = uuids('d'),
): Promise<AtDesk> {
  const host = await openExcel(book);
  const storage = new Map<string, string>();
  const schema = schemaOf(configuration);
  const store = createStore<PaneState>(
    freshState({ tracker: 'design', schema, schemaFrom: 'built-in', today: '2022-08-10' }),
  );
  const actions = actionsOf({
    store,
    desk,
    services,
    memory: memoryOf(storageOver(storage), ''),
    uuid,
  });
  return { host, store, actions, storage };
}

/** Resolves with the state once it is so. */
export function until(store: Store<PaneState>, so: (state: PaneState) => boolean): Promise<PaneState> {
  return new Promise((resolve) => {
    const look = () => {
      if (!so(store.get())) return;
      stop();
      resolve(store.get());
    };
    const stop = store.watch(look);
    look();
  });
}

function storageOver(kept: Map<string, string>): Storage {
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
    removeItem: (key) => {
      kept.delete(key);
    },
  };
}
