/**
 * The rows of a sheet while they are being changed. Untouched rows stay the bytes that they were; a row
 * is cut into cells when it is touched, and its untouched cells stay their bytes too.
 */
import { cellAddress } from './address.ts';
import type { CellSeen } from './scan.ts';
import { scanRows } from './scan.ts';
import { editTag, splice } from './tags.ts';

export interface CellModel {
  readonly raw: Buffer;
  /** Its element still says where it stood before: its address is put right when the sheet is written. */
  readonly moved?: boolean;
  readonly style: number;
  /** It has a formula of its own. */
  readonly formula: boolean;
  /** It has a value or a formula. */
  readonly filled: boolean;
}

interface RowModel {
  readonly row: number;
  /** The whole element. */
  readonly raw: Buffer;
  /** Null until the row is touched. */
  open: Buffer | null;
  readonly cells: Map<number, CellModel>;
  changed: boolean;
}

export class RowsEditor {
  readonly #prefix: string;
  readonly #rows = new Map<number, RowModel>();
  #last = -1;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Adds a row of the file; `addressed` false: its number is to be written into it. A second element for a row joins the first. */
  load(row: number, raw: Buffer, addressed: boolean): void {
    const element = addressed ? raw : splice(raw, [editTag(raw, 0, { r: String(row + 1) })]);
    const first = this.#rows.get(row);
    if (first === undefined) {
      this.#rows.set(row, { row, raw: element, open: null, cells: new Map(), changed: false });
    } else {
      this.#touch(first);
      first.changed = true;
      this.#cut(element, first.cells);
    }
    this.#last = Math.max(this.#last, row);
  }

  /** The last row that there is an element for. */
  get last(): number {
    return this.#last;
  }

  cell(row: number, column: number): CellModel | undefined {
    return this.#touched(row)?.cells.get(column);
  }

  /** The cells of a row between two columns, in any order. */
  between(row: number, left: number, right: number): { column: number; cell: CellModel }[] {
    const cells = this.#touched(row)?.cells ?? new Map<number, CellModel>();
    return [...cells]
      .filter(([column]) => column >= left && column <= right)
      .map(([column, cell]) => ({ column, cell }));
  }

  /** The row's own style for cells without one, null where it has none. */
  rowStyle(row: number): number | null {
    const open = this.#touched(row)?.open;
    if (open === undefined || open === null) return null;
    const text = open.toString('utf8');
    if (!/\scustomFormat\s*=\s*["'](?:1|true)["']/.test(text)) return null;
    const style = /\ss\s*=\s*["'](\d+)["']/.exec(text)?.[1];
    return style === undefined ? null : Number(style);
  }

  /** Puts a cell in its place, making the row where there is none; null takes the cell away. */
  put(row: number, column: number, cell: CellModel | null): void {
    let model = this.#touched(row);
    if (model === undefined) {
      if (cell === null) return;
      const open = Buffer.from(`<${this.#prefix}row r="${row + 1}">`);
      model = { row, raw: open, open, cells: new Map(), changed: true };
      this.#rows.set(row, model);
      this.#last = Math.max(this.#last, row);
    }
    model.changed = true;
    if (cell === null) model.cells.delete(column);
    else model.cells.set(column, cell);
  }

  /** Moves what stands between two columns of a row into another row. */
  move(from: number, to: number, left: number, right: number): void {
    for (const { column } of this.between(to, left, right)) this.put(to, column, null);
    for (const { column, cell } of this.between(from, left, right)) {
      this.put(from, column, null);
      this.put(to, column, { ...cell, moved: true });
    }
  }

  /** The rows as XML, in order. */
  render(): Buffer {
    const close = Buffer.from(`</${this.#prefix}row>`);
    const pieces: Buffer[] = [];
    for (const model of [...this.#rows.values()].sort((a, b) => a.row - b.row)) {
      if (!model.changed || model.open === null) {
        pieces.push(model.raw);
        continue;
      }
      const cells = [...model.cells]
        .sort(([a], [b]) => a - b)
        .map(([column, cell]) => addressed(cell, model.row, column));
      pieces.push(model.open, ...cells, close);
    }
    return Buffer.concat(pieces);
  }

  #touched(row: number): RowModel | undefined {
    const model = this.#rows.get(row);
    if (model !== undefined) this.#touch(model);
    return model;
  }

  #touch(model: RowModel): void {
    if (model.open !== null) return;
    // `spans` says which columns the row has cells in: it would have to be kept right, and may be left out.
    const open = editTag(model.raw, 0, { spans: null });
    model.open = Buffer.from(String(open.text).replace(/\s*\/>$/, '>'));
    this.#cut(model.raw, model.cells);
  }

  #cut(raw: Buffer, cells: Map<number, CellModel>): void {
    const opening = Buffer.from(`<${this.#prefix}sheetData>`);
    const sheet = Buffer.concat([opening, raw, Buffer.from(`</${this.#prefix}sheetData>`)]);
    scanRows(sheet, 0, this.#prefix, {
      cell: (cell) => {
        const bytes = Buffer.from(sheet.subarray(cell.start, cell.end));
        const address = cellAddress(cell.row, cell.column);
        cells.set(cell.column, {
          raw: cell.addressed ? bytes : splice(bytes, [editTag(bytes, 0, { r: address })]),
          style: cell.style,
          formula: cell.formula >= 0,
          filled: isFilled(cell),
        });
      },
    });
  }
}

/** Whether a cell holds anything: a formula, a value, text. */
function isFilled(cell: CellSeen): boolean {
  return (
    cell.formula >= 0 || (cell.valueStart >= 0 && cell.valueEnd > cell.valueStart) || cell.inlineStart >= 0
  );
}

function addressed({ raw, moved }: CellModel, row: number, column: number): Buffer {
  return moved ? splice(raw, [editTag(raw, 0, { r: cellAddress(row, column) })]) : raw;
}
