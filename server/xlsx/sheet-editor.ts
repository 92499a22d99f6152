/** One sheet of a person's own workbook while it is being changed in place. */
import type { Area } from '../../shared/sheet/grid.ts';
import { letter } from '../../shared/sheet/grid.ts';
import type { Edit } from '../../shared/sync/workbook.ts';
import type { CellContent } from '../../shared/values/content.ts';
import { areaAddress, cellAddress, inside, parseArea } from './address.ts';
import { entryOf } from './archive.ts';
import type { Book, BookSheet } from './book.ts';
import { renderCell, unfit } from './cell-xml.ts';
import type { DateStyles } from './date-styles.ts';
import { WorkbookError } from './error.ts';
import { COLUMNS, ROWS } from './limits.ts';
import { LinksEditor } from './links-editor.ts';
import type { PackageEditor } from './package-editor.ts';
import { childrenAt } from './package-editor.ts';
import { readBook, readSheetPart } from './read.ts';
import { namedAreas } from './references.ts';
import { readRelations } from './relations.ts';
import { RowsEditor } from './rows-editor.ts';
import { findChild, newTag, readTag, scanRows, tagAttribute } from './scan.ts';
import type { Protection } from './surroundings.ts';
import { readNotes, readSurroundings } from './surroundings.ts';
import { loadTables, type TableEditor } from './table-editor.ts';
import { editTag, splice } from './tags.ts';

type AppendEdit = Extract<Edit, { kind: 'append' }>;
type RemoveEdit = Extract<Edit, { kind: 'remove' }>;
type CellEdit = Extract<Edit, { kind: 'cell' }>;

/** Says why an edit is refused. */
class Refused extends Error {}

export class SheetEditor {
  readonly #package: PackageEditor;
  readonly #styles: DateStyles;
  readonly #book: Book;
  readonly #name: string;
  readonly #part: string;
  readonly #prefix: string;
  readonly #head: Buffer;
  readonly #tail: Buffer;
  readonly #rows: RowsEditor;
  readonly #links: LinksEditor;
  readonly #tables: readonly TableEditor[];
  readonly #merges: readonly Area[];
  readonly #notes: ReadonlySet<number>;
  readonly #protection: Protection | null;
  /** Areas that array formulas and data tables fill. */
  readonly #arrays: Area[] = [];
  readonly #columnStyles: readonly { from: number; to: number; style: number }[];
  #formulas = false;
  /** What formulas of the workbook name of this sheet; found out when it first matters. */
  #named: readonly Area[] | null = null;
  /** What was filled, for `dimension`. */
  #touched: Area | null = null;

  /** Throws a WorkbookError where the sheet can't be read. */
  constructor(editor: PackageEditor, book: Book, sheet: BookSheet, styles: DateStyles) {
    const { archive } = book;
    this.#package = editor;
    this.#styles = styles;
    this.#book = book;
    this.#name = sheet.name;
    this.#part = sheet.part;
    const entry = entryOf(archive, sheet.part);
    const { bytes, prefix, data, rootEnd } = entry === undefined ? missing() : readSheetPart(archive, entry);
    if (data < 0) missing();
    this.#prefix = prefix;
    this.#rows = new RowsEditor(prefix);
    const end = this.#load(bytes, data);
    this.#head = bytes.subarray(0, data);
    this.#tail = bytes.subarray(end);
    const around = readSurroundings(archive, Buffer.concat([this.#head, this.#tail]), sheet.part);
    const relations = readRelations(archive, sheet.part);
    this.#merges = around.merges;
    this.#protection = around.protection;
    this.#links = new LinksEditor(editor, sheet.part, prefix, around.hyperlinks);
    this.#tables = loadTables(editor, relations);
    this.#notes = readNotes(archive, relations);
    this.#columnStyles = columnStyles(bytes, rootEnd, prefix);
  }

  /** Whether the sheet has formulas, whose kept results may now be old. */
  get formulas(): boolean {
    return this.#formulas;
  }

  /** Makes an edit; answers why not, null where it was made. A refused edit changes nothing. */
  make(edit: CellEdit | AppendEdit | RemoveEdit): string | null {
    try {
      if (edit.kind === 'cell') this.#setCell(edit);
      else if (edit.kind === 'append') this.#append(edit);
      else this.#empty(edit);
      return null;
    } catch (error) {
      if (error instanceof Refused) return error.message;
      throw error;
    }
  }

  /** Writes the sheet's part, its links and its tables. */
  finish(): void {
    const data = Buffer.concat([
      Buffer.from(`<${this.#prefix}sheetData>`),
      this.#rows.render(),
      Buffer.from(`</${this.#prefix}sheetData>`),
    ]);
    this.#package.write(this.#part, Buffer.concat([this.#newHead(), data, this.#links.finish(this.#tail)]));
    for (const table of this.#tables) table.finish();
  }

  #load(bytes: Buffer, data: number): number {
    const tag = newTag();
    let addressed = true;
    return scanRows(bytes, data, this.#prefix, {
      rowStart: (row) => {
        addressed = row.addressed;
      },
      cell: (cell) => {
        if (cell.formula < 0) return;
        this.#formulas = true;
        readTag(bytes, cell.formula + 1 + this.#prefix.length + 1, tag);
        const type = tag.count === 0 ? undefined : tagAttribute(bytes, tag, 't');
        const area =
          type === 'array' || type === 'dataTable' ? parseArea(tagAttribute(bytes, tag, 'ref') ?? '') : null;
        if (area !== null) this.#arrays.push(area);
      },
      rowEnd: (row, end) => this.#rows.load(row.row, bytes.subarray(row.start, end), addressed),
    });
  }

  #setCell({ row, column, content }: CellEdit): void {
    if (!(row >= 0 && row < ROWS && column >= 0 && column < COLUMNS))
      throw new Refused('there is no such cell in a sheet.');
    this.#checkContent(row, column, content);
    this.#checkWritable(row, column);
    this.#checkUnlocked(row, [column]);
    const table = this.#tables.find(
      ({ area, headings }) => headings && area.top === row && inside(area, row, column),
    );
    if (table !== undefined) {
      throw new Refused(
        `${cellAddress(row, column)} is a heading of the table ${table.name}. Change it in Excel.`,
      );
    }
    this.#write(row, column, this.#styleOf(row, column), content);
  }

  /** Cells with formulas stay: they are never written over, and show what they make of an empty row. */
  #empty({ row, left, right }: RemoveEdit): void {
    const cells = this.#rows
      .between(row, left, right)
      .filter(
        ({ column, cell }) => !cell.formula && !this.#isArray(row, column) && !this.#isCovered(row, column),
      );
    this.#checkUnlocked(
      row,
      cells.filter(({ cell }) => cell.filled).map(({ column }) => column),
    );
    for (const { column, cell } of cells) {
      this.#write(row, column, cell.style, { kind: 'blank' });
    }
  }

  #append(edit: AppendEdit): void {
    const { after, left, right, shift, cells } = edit;
    const row = after + 1;
    if (!(after >= 0 && row < ROWS && left >= 0 && left <= right && right < COLUMNS)) {
      throw new Refused('there is no room for a row below the last one.');
    }
    for (const { column, content } of cells) {
      if (column < left || column > right)
        throw new Refused(`column ${letter(column)} is outside the region that the row belongs to.`);
      this.#checkContent(row, column, content);
    }
    if (this.#protection !== null && edit.table !== null) {
      throw new Refused(
        `the sheet is protected, so that the table ${edit.table} can't be made longer. Take the protection off in Excel (Review, Unprotect Sheet).`,
      );
    }
    this.#checkUnlocked(
      row,
      cells.map(({ column }) => column),
    );
    const table = edit.table === null ? null : this.#tableEnding(edit.table, after);
    if (this.#merges.some((merge) => overlaps(merge, { top: row, left, bottom: row, right }))) {
      throw new Refused(
        `merged cells stand below row ${after + 1}. Unmerge them in Excel, or add the row there.`,
      );
    }
    const rows = this.#filledBelow(row, left, right);
    if (rows.length > 0) {
      if (!shift && rows[0] === row) {
        throw new Refused(
          `row ${row + 1}, below the last row, is not empty. Insert a row there in Excel first.`,
        );
      }
      if (shift) this.#checkShift(row, left, right, table);
    }
    if (shift) {
      for (let from = this.#rows.last; from >= row; from -= 1) this.#rows.move(from, from + 1, left, right);
      const last = rows.at(-1);
      if (last !== undefined) this.#touch(last + 1, left, last + 1, right);
    }
    for (let column = left; column <= right; column += 1) {
      const own = this.#rows.cell(after, column);
      const style = own?.style ?? 0;
      const content = cells.find((cell) => cell.column === column)?.content ?? { kind: 'blank' };
      if (own !== undefined || content.kind !== 'blank') {
        this.#write(row, column, own === undefined ? this.#styleOf(after, column) : style, content);
      }
    }
    table?.grow();
  }

  #tableEnding(name: string, after: number): TableEditor {
    const table = this.#tables.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (table === undefined)
      throw new Refused(`there is no table ${name} in the sheet any more. Sync again.`);
    const last = table.area.bottom - (table.totals ? 1 : 0);
    if (last !== after)
      throw new Refused(`the table ${name} ends at row ${last + 1}, not at row ${after + 1}. Sync again.`);
    return table;
  }

  /** The rows from `row` down that hold something between the columns. */
  #filledBelow(row: number, left: number, right: number): number[] {
    const filled: number[] = [];
    for (let below = row; below <= this.#rows.last; below += 1) {
      if (this.#rows.between(below, left, right).some(({ cell }) => cell.filled)) filled.push(below);
    }
    return filled;
  }

  /** What stands below moves only if it is plain cells: nothing else may be left behind or point astray. */
  #checkShift(row: number, left: number, right: number, table: TableEditor | null): void {
    if (this.#protection !== null) {
      throw new Refused(
        `the sheet is protected, so that nothing below row ${row} can be moved down. Take the protection off in Excel (Review, Unprotect Sheet).`,
      );
    }
    const below: Area = { top: row, left, bottom: ROWS - 1, right };
    const what = this.#formulasIn(row, left, right)
      ? 'formulas'
      : this.#merges.some((merge) => overlaps(merge, below))
        ? 'merged cells'
        : this.#links.overlap(below)
          ? 'hyperlinks'
          : [...this.#notes].some((place) => inside(below, Math.floor(place / COLUMNS), place % COLUMNS))
            ? 'notes'
            : this.#tables.some((other) => other !== table && overlaps(other.area, below))
              ? 'a table'
              : this.#isNamed(below)
                ? 'cells that formulas name'
                : null;
    if (what !== null) {
      throw new Refused(
        `${what} stand${what === 'a table' ? 's' : ''} below row ${row} and can't be moved down in a file. Insert a row there in Excel first.`,
      );
    }
  }

  /** Whether a formula anywhere in the workbook names cells of an area of this sheet by their address. */
  #isNamed(area: Area): boolean {
    this.#named ??= areasNamed(this.#book, this.#name);
    return this.#named.some((named) => overlaps(named, area));
  }

  #formulasIn(row: number, left: number, right: number): boolean {
    if (this.#arrays.some((area) => overlaps(area, { top: row, left, bottom: ROWS - 1, right }))) return true;
    for (let below = row; below <= this.#rows.last; below += 1) {
      if (this.#rows.between(below, left, right).some(({ cell }) => cell.formula)) return true;
    }
    return false;
  }

  #checkContent(row: number, column: number, content: CellContent): void {
    const reason = unfit(content) ?? this.#links.refusal(row, column, content);
    if (reason !== null) throw new Refused(reason);
    if (content.kind === 'number' && content.format !== undefined && !this.#styles.any) {
      throw new Refused(
        'the workbook has no cell styles, so that a date would show as a number. Open it in Excel and save it again.',
      );
    }
  }

  #checkWritable(row: number, column: number): void {
    const address = cellAddress(row, column);
    if (this.#rows.cell(row, column)?.formula) {
      throw new Refused(`${address} holds a formula, which is never written over. Change it in Excel.`);
    }
    if (this.#isArray(row, column)) {
      throw new Refused(
        `${address} is filled by an array formula, which is never written over. Change it in Excel.`,
      );
    }
    if (this.#isCovered(row, column)) {
      throw new Refused(`${address} is covered by a merged cell. Unmerge it in Excel.`);
    }
  }

  /** On a protected sheet Excel lets nobody change a locked cell, and cells are locked unless they are said not to be. */
  #checkUnlocked(row: number, columns: readonly number[]): void {
    if (this.#protection === null) return;
    const { free } = this.#protection;
    const locked = columns.find(
      (column) =>
        this.#styles.isLocked(this.#styleOf(row, column)) && !free.some((area) => inside(area, row, column)),
    );
    if (locked === undefined) return;
    throw new Refused(
      `the sheet is protected and ${cellAddress(row, locked)} is locked. Take the protection off in Excel (Review, Unprotect Sheet), or unlock the cell there.`,
    );
  }

  #isArray(row: number, column: number): boolean {
    return this.#arrays.some((area) => inside(area, row, column));
  }

  #isCovered(row: number, column: number): boolean {
    return this.#merges.some(
      (merge) => inside(merge, row, column) && (merge.top !== row || merge.left !== column),
    );
  }

  #write(row: number, column: number, style: number, content: CellContent): void {
    const dated = content.kind === 'number' && content.format !== undefined;
    const shown = dated ? this.#styles.of(style, content.format) : style;
    this.#links.write(row, column, content);
    this.#rows.put(row, column, renderCell(this.#prefix, row, column, shown, content));
    if (content.kind !== 'blank') this.#touch(row, column, row, column);
  }

  /** A cell's style, or what Excel would give a new cell there: the row's, else the column's. */
  #styleOf(row: number, column: number): number {
    return (
      this.#rows.cell(row, column)?.style ??
      this.#rows.rowStyle(row) ??
      this.#columnStyles.find(({ from, to }) => column >= from && column <= to)?.style ??
      0
    );
  }

  #touch(top: number, left: number, bottom: number, right: number): void {
    this.#touched = join(this.#touched, { top, left, bottom, right });
  }

  /** What stands before the cells, `dimension` grown over what was filled. */
  #newHead(): Buffer {
    const root = this.#head.indexOf('>', this.#head.indexOf(`${this.#prefix}worksheet`)) + 1;
    const start = findChild(this.#head, root, `${this.#prefix}dimension`);
    if (start < 0 || this.#touched === null) return this.#head;
    const ref = /\sref\s*=\s*["']([^"']*)["']/.exec(
      this.#head.toString('latin1', start, editTag(this.#head, start, {}).to),
    )?.[1];
    const area = join(parseArea(ref ?? ''), this.#touched);
    return splice(this.#head, [editTag(this.#head, start, { ref: areaAddress(area) })]);
  }
}

function areasNamed(book: Book, name: string): Area[] {
  const { grids } = readBook(book);
  const formulas = grids.flatMap(({ sheet, formulas }) =>
    [...formulas.values()].map(({ formula }) => namedAreas(formula.slice(1), sheet)),
  );
  // Excel's own names (print areas, filters) are no formulas that anyone reads a result of.
  const names = book.names
    .filter((one) => !one.name.startsWith('_xlnm.'))
    .map(({ formula }) => namedAreas(formula, ''));
  return [...formulas, ...names]
    .flat()
    .flatMap(({ sheet, area }) => (sheet === name.toLowerCase() ? [area] : []));
}

function columnStyles(
  bytes: Buffer,
  rootEnd: number,
  prefix: string,
): { from: number; to: number; style: number }[] {
  const cols = findChild(bytes, rootEnd, `${prefix}cols`);
  if (cols < 0) return [];
  return [...childrenAt(bytes, editTag(bytes, cols, {}).to, `${prefix}col`)].map(({ attribute }) => ({
    from: Number(attribute('min')) - 1,
    to: Number(attribute('max')) - 1,
    style: Number(attribute('style') ?? 0),
  }));
}

function overlaps(a: Area, b: Area): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}

function join(a: Area | null, b: Area): Area {
  if (a === null) return b;
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

function missing(): never {
  throw new WorkbookError(
    'damaged',
    'the part that holds this sheet has no cells. Open the file in Excel, let Excel repair it, and save it again.',
  );
}
