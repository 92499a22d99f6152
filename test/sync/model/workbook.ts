/**
 * A workbook in memory: plain sheets and the state sheet, behind the same port as Excel and a file. It can be
 * typed into, undone, saved as another copy, locked in places, and broken off before any call.
 */

import { type Area, at, type CellValue, type Formula, type Grid } from '../../../shared/sheet/grid.ts';
import type { CellEdit } from '../../../shared/sync/plan.ts';
import type { Edit, Reading, Refusal, Workbook } from '../../../shared/sync/workbook.ts';
import type { CellContent } from '../../../shared/values/content.ts';

/** `=formula` with its cached result; `cached: undefined` for one that was never worked out. */
export interface FormulaCell {
  readonly formula: string;
  readonly cached?: CellValue;
}
export type Cell = CellValue | FormulaCell;

export interface Sheet {
  name: string;
  rows: Cell[][];
}

interface Snapshot {
  readonly sheets: string;
  readonly state: string;
}

/** The program or the machine went down before this call. */
export class Crash extends Error {}

export class ModelWorkbook implements Workbook {
  sheets: Sheet[];
  state: string[][] | null = null;
  canKeepState = true;
  autoSave = false;
  /** `Sheet!row!column`, from 0: the host refuses to write there. */
  readonly locked = new Set<string>();
  /** Merged cells, by sheet: only the first of them can be written. */
  readonly #merged = new Map<string, readonly Area[]>();
  /** Called before each call of the port: may type, or throw. */
  before: (call: 'read' | 'write' | 'writeState') => void = () => undefined;
  #undo: Snapshot[] = [];

  constructor(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>) {
    this.sheets = Object.entries(sheets).map(([name, rows]) => ({ name, rows: rows.map((row) => [...row]) }));
  }

  async read(names?: readonly string[]): Promise<Reading> {
    this.before('read');
    const sheets = names ? this.sheets.filter(({ name }) => names.includes(name)) : this.sheets;
    const state = this.state?.map((row) => [...row]) ?? null;
    return {
      grids: sheets.map((sheet) => gridOf(sheet, this.#mergesIn(sheet.name))),
      state,
      autoSave: this.autoSave,
      canKeepState: this.canKeepState,
    };
  }

  async write(edits: readonly Edit[]): Promise<readonly Refusal[]> {
    this.before('write');
    this.#remember();
    return edits.flatMap((edit, index) => {
      const reason = this.#make(edit);
      return reason === null ? [] : [{ index, reason }];
    });
  }

  async writeState(rows: readonly (readonly string[])[] | null): Promise<void> {
    this.before('writeState');
    this.#remember();
    this.state = rows?.map((row) => [...row]) ?? null;
  }

  /** A person types; one step to undo. */
  type(sheet: string, row: number, column: number, value: Cell): void {
    this.#remember();
    this.put(this.sheet(sheet), row, column, value);
  }

  /** A person changes a sheet as a whole: inserts, deletes, sorts. */
  edit(sheet: string, change: (rows: Cell[][]) => Cell[][]): void {
    this.#remember();
    const found = this.sheet(sheet);
    found.rows = change(found.rows);
  }

  /** A person merges cells: all but the first lose what they held. */
  merge(sheet: string, merge: Area): void {
    this.#remember();
    this.#merged.set(sheet, [...(this.#merged.get(sheet) ?? []), merge]);
    for (let row = merge.top; row <= merge.bottom; row += 1) {
      for (let column = merge.left; column <= merge.right; column += 1) {
        if (row !== merge.top || column !== merge.left) this.put(this.sheet(sheet), row, column, null);
      }
    }
  }

  /** A person takes all merges of a sheet apart. */
  unmerge(sheet: string): void {
    this.#merged.delete(sheet);
  }

  /** Takes the last step back, a person's or the program's. */
  undo(): void {
    const last = this.#undo.pop();
    if (!last) return;
    this.sheets = JSON.parse(last.sheets);
    this.state = JSON.parse(last.state);
  }

  /** The edits since the workbook was opened, where the host tells of them. */
  edits(): readonly CellEdit[] | undefined {
    return undefined;
  }

  /** Time goes by while a session waits. */
  waited(): void {
    // Nobody else has it open.
  }

  /** Closed and opened again: nothing is left to undo. */
  reopen(): void {
    this.#undo = [];
  }

  /** Save As: the same cells and the same state in another file. */
  saveAs(): ModelWorkbook {
    const copy = new ModelWorkbook({});
    copy.sheets = JSON.parse(JSON.stringify(this.sheets));
    copy.state = JSON.parse(JSON.stringify(this.state));
    return copy;
  }

  sheet(name: string): Sheet {
    const found = this.sheets.find((sheet) => sheet.name === name);
    if (!found) throw new Error(`no sheet ${name}`);
    return found;
  }

  /** What the sheet shows below its first row, blank rows left out. */
  shows(name: string): CellValue[][] {
    return this.sheet(name)
      .rows.slice(1)
      .map((row) => row.map(valueOfCell))
      .filter((row) => row.some((value) => value !== null));
  }

  #make(edit: Edit): string | null {
    const sheet = this.sheet(edit.sheet);
    if (edit.kind === 'cell') {
      const there = sheet.rows[edit.row]?.[edit.column] ?? null;
      if (this.locked.has(`${edit.sheet}!${edit.row}!${edit.column}`)) return 'The cell is locked.';
      if (isFormula(there)) return 'A formula stands there.';
      if (this.#mergesIn(edit.sheet).some((merge) => isCovered(merge, edit))) return 'The cell is merged.';
      this.put(sheet, edit.row, edit.column, valueOfContent(edit.content));
      return null;
    }
    if (edit.kind === 'append') {
      if (edit.shift) this.insert(sheet, edit.after + 1, edit.left, edit.right);
      for (const { column, content } of edit.cells) {
        this.put(sheet, edit.after + 1, column, valueOfContent(content));
      }
      return null;
    }
    for (let column = edit.left; column <= edit.right; column += 1) {
      if (this.locked.has(`${edit.sheet}!${edit.row}!${column}`)) return 'The row is locked.';
    }
    this.takeOut(sheet, edit.row, edit.left, edit.right);
    return null;
  }

  /** Makes room for a row, over a region's width. */
  protected insert(sheet: Sheet, row: number, left: number, right: number): void {
    shiftDown(sheet, row, left, right);
  }

  /** Takes a row out, over a region's width. */
  protected takeOut(sheet: Sheet, row: number, left: number, right: number): void {
    shiftUp(sheet, row, left, right);
  }

  #mergesIn(sheet: string): readonly Area[] {
    return this.#merged.get(sheet) ?? [];
  }

  /** Changes one cell, as whoever types or writes. */
  protected put(sheet: Sheet, row: number, column: number, value: Cell): void {
    while (sheet.rows.length <= row) sheet.rows.push([]);
    const cells = sheet.rows[row] ?? [];
    while (cells.length <= column) cells.push(null);
    cells[column] = value;
  }

  #remember(): void {
    this.#undo.push({ sheets: JSON.stringify(this.sheets), state: JSON.stringify(this.state) });
  }
}

function shiftDown({ rows }: Sheet, from: number, left: number, right: number): void {
  rows.push([]);
  for (let row = rows.length - 1; row >= from; row -= 1) {
    for (let column = left; column <= right; column += 1) move(rows, row - 1, row, column, row === from);
  }
}

function shiftUp({ rows }: Sheet, from: number, left: number, right: number): void {
  for (let row = from; row < rows.length; row += 1) {
    for (let column = left; column <= right; column += 1)
      move(rows, row + 1, row, column, row === rows.length - 1);
  }
}

function move(rows: Cell[][], from: number, to: number, column: number, blank: boolean): void {
  const cells = rows[to] ?? [];
  while (cells.length <= column) cells.push(null);
  cells[column] = blank ? null : (rows[from]?.[column] ?? null);
}

function gridOf({ name, rows }: Sheet, merges: readonly Area[]): Grid {
  const formulas = new Map<number, Formula>();
  for (const [row, cells] of rows.entries()) {
    for (const [column, cell] of cells.entries()) {
      if (!isFormula(cell)) continue;
      formulas.set(at(row, column), { formula: cell.formula, cached: cell.cached !== undefined });
    }
  }
  return {
    sheet: name,
    visibility: 'visible',
    dateSystem: 1900,
    values: rows.map((cells) => cells.map(valueOfCell)),
    formats: [],
    formulas,
    links: new Map(),
    merges,
    hiddenRows: [],
    hiddenColumns: [],
    dropDowns: [],
    tables: [],
    notes: new Set(),
  };
}

/** All but the first cell of merged ones. */
function isCovered(
  { top, left, bottom, right }: Area,
  { row, column }: { readonly row: number; readonly column: number },
): boolean {
  const isInside = row >= top && row <= bottom && column >= left && column <= right;
  return isInside && (row !== top || column !== left);
}

/** Whether a formula stands in the cell. */
export function isFormula(cell: Cell): cell is FormulaCell {
  return typeof cell === 'object' && cell !== null;
}

function valueOfCell(cell: Cell): CellValue {
  return isFormula(cell) ? (cell.cached ?? null) : cell;
}

function valueOfContent(content: CellContent): CellValue {
  switch (content.kind) {
    case 'blank':
      return null;
    case 'text':
    case 'link':
      return content.text;
    case 'number':
      return content.number;
    case 'boolean':
      return content.boolean;
  }
}
