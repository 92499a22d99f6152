/** What the pane needs of Excel and of the service: real ones in the task pane, small ones in tests. */
import type { Service } from '../../shared/protocol/service.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { MarkedCell } from '../excel/marks.ts';
import type { Memory } from './memory.ts';
import type { PaneState } from './state.ts';
import type { Store } from './store.ts';

export interface Desk {
  /** The open workbook, read with the schema that is in force then; `progress` hears of long readings and writings. */
  workbook(
    schema: () => Schema,
    progress: (step: 'read' | 'write', done: number, of: number) => void,
  ): Workbook;
  /** The name of the sheet that is shown. */
  shownSheet(): Promise<string>;
  /** The selection's sheet and first row (from 0). */
  selectedRow(): Promise<{ readonly sheet: string; readonly row: number }>;
  /** Makes a table one column wider; answers why Excel would not, or null. */
  widen(table: string): Promise<string | null>;
  /** Selects a cell, or a row where `column` is null (from 0); answers what stands in the way, or null. */
  select(sheet: string, row: number, column: number | null): Promise<string | null>;
  /** Marks these cells alone; answers how many there was no room for. */
  mark(cells: readonly MarkedCell[]): Promise<number>;
  unmark(): Promise<void>;
}

/** The service at the pane's own origin, called with this token. */
export type Services = (token: string | null) => Service;

/** All that the actions work on. */
export interface Surroundings {
  readonly store: Store<PaneState>;
  readonly desk: Desk;
  readonly services: Services;
  readonly memory: Memory;
  readonly uuid: () => string;
}

/** Runs one piece of work at a time, shows it, and turns what goes wrong into a notice. */
export type Run = (text: string, work: () => Promise<void>) => Promise<void>;
