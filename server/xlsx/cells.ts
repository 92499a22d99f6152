/** The cells of a sheet: values, number formats, formulas and hidden rows. */
import type { Area, CellValue, Formula, Span } from '../../shared/sheet/grid.ts';
import { at, letter } from '../../shared/sheet/grid.ts';
import { rememberTexts } from '../../shared/sheet/texts.ts';
import { serialFromIso } from '../../shared/values/date.ts';
import { isDateFormat } from '../../shared/values/date-format.ts';
import { parseArea } from './address.ts';
import type { Budget } from './budget.ts';
import { spend } from './budget.ts';
import { WorkbookError } from './error.ts';
import type { Template } from './formula.ts';
import { moveTemplate, parseTemplate } from './formula.ts';
import { MAX_FORMULA, MAX_RANGES, ROW_COST } from './limits.ts';
import type { CellSeen } from './scan.ts';
import { newTag, readInteger, readRich, readTag, scanRows, tagAttribute } from './scan.ts';
import { TextNumbers } from './text-numbers.ts';
import { decodeXml, unescapeExcel } from './xml.ts';

interface Cells {
  readonly values: (CellValue[] | undefined)[];
  readonly formats: ((string | undefined)[] | undefined)[];
  readonly formulas: Map<number, Formula>;
  readonly hiddenRows: readonly Span[];
}

/** What the cells of every sheet refer to. */
export interface Common {
  readonly strings: readonly string[];
  /** Number formats by style index. */
  readonly styles: readonly (string | undefined)[];
  readonly dateSystem: 1900 | 1904;
  readonly budget: Budget;
}

/**
 * Reads the cells from `<sheetData` at `start` (-1: the sheet has none). Cells without a value leave no
 * trace, but for the number formats of those left of a value: a million formatted empty rows cost nothing.
 * Empty text is a blank, as Office.js has it. Returns them with the offset behind `</sheetData>`.
 */
export function readCells(
  bytes: Buffer,
  start: number,
  prefix: string,
  common: Common,
): { cells: Cells; end: number } {
  const { strings, styles, budget } = common;
  const values: (CellValue[] | undefined)[] = [];
  const formats: ((string | undefined)[] | undefined)[] = [];
  const formulas = new Map<number, Formula>();
  const hiddenRows: { from: number; to: number }[] = [];
  const shared = new SharedFormulas(bytes, prefix, budget);
  const numbers = new TextNumbers();
  // The formatted blanks seen since the row's last value: column and style, in turn.
  let blanks: number[] = [];
  const end =
    start < 0
      ? bytes.length
      : scanRows(bytes, start, prefix, {
          rowStart({ row, hidden }) {
            blanks = [];
            if (!hidden) return;
            const last = hiddenRows.at(-1);
            if (last !== undefined && last.to === row - 1) last.to = row;
            else hiddenRows.push({ from: row, to: row });
          },
          cell(cell) {
            const value = readValue(bytes, cell, prefix.length, strings, common, numbers);
            if (cell.formula >= 0) {
              spend(budget, 'formulas', 1);
              const cached = cell.valueStart >= 0 && (cell.valueEnd > cell.valueStart || cell.type === 'str');
              const formula = shared.formulaOf(cell);
              if (formula !== null)
                formulas.set(at(cell.row, cell.column), { formula: `=${formula}`, cached });
              else shared.wait(cell, cached);
            }
            const format =
              value !== null && cell.type === 'd' ? isoFormat(bytes, cell, styles) : styles[cell.style];
            if (value === null) {
              if (format !== undefined) blanks.push(cell.column, cell.style);
              return;
            }
            put(values, cell.row, cell.column, value, null, budget);
            if (cell.type !== 's') numbers.clear(cell.row, cell.column);
            for (let index = 0; index < blanks.length; index += 2) {
              const column = blanks[index] ?? 0;
              if (column < cell.column)
                put(formats, cell.row, column, styles[blanks[index + 1] ?? 0], undefined, budget);
            }
            blanks = [];
            if (format !== undefined) put(formats, cell.row, cell.column, format, undefined, budget);
          },
        });
  shared.settle(formulas);
  shared.spreadArrays(values, formulas);
  rememberTexts(values, numbers.of(strings));
  return {
    cells: { values, formats, formulas, hiddenRows: hiddenRows.toSorted((a, b) => a.from - b.from) },
    end,
  };
}

/** Puts a value into rows that grow as needed, the gaps filled so that arrays stay plain. */
function put<Value, Gap>(
  rows: ((Value | Gap)[] | undefined)[],
  row: number,
  column: number,
  value: Value,
  gap: Gap,
  budget: Budget,
): void {
  if (row >= rows.length) {
    spend(budget, 'cells', row - rows.length);
    while (rows.length <= row) rows.push(undefined);
  }
  let cells = rows[row];
  if (cells === undefined) {
    spend(budget, 'cells', ROW_COST);
    cells = [];
    rows[row] = cells;
  }
  if (column < cells.length) {
    cells[column] = value;
    return;
  }
  spend(budget, 'cells', column - cells.length + 1);
  while (cells.length < column) cells.push(gap);
  cells.push(value);
}

function readValue(
  bytes: Buffer,
  cell: CellSeen,
  skip: number,
  strings: readonly string[],
  common: Common,
  numbers: TextNumbers,
): CellValue {
  const { valueStart: from, valueEnd: to } = cell;
  if (cell.type === 'inlineStr' && cell.inlineStart >= 0) {
    if (cell.inlineEnd === cell.inlineStart) return null;
    const rich = { text: '', end: 0 };
    readRich(bytes, cell.inlineStart, skip, rich);
    return unescapeExcel(rich.text) || null;
  }
  if (from < 0 || to <= from) return null;
  switch (cell.type) {
    case 's': {
      const read = readInteger(bytes, from, to);
      const index = Number.isNaN(read) ? Number(bytes.toString('latin1', from, to)) : read;
      const text = strings[index];
      if (text === undefined) {
        throw new WorkbookError(
          'damaged',
          'the text of this cell is missing from the file. Open it in Excel, let Excel repair it, and save it again.',
          { row: cell.row + 1, column: letter(cell.column) },
        );
      }
      if (text === '') return null;
      numbers.put(cell.row, cell.column, index);
      return text;
    }
    case 'n':
      return readNumber(bytes, from, to);
    case 'b': {
      const text = bytes.toString('latin1', from, to).trim();
      return text === '1' || text === 'true';
    }
    case 'd':
      return readIsoDate(textOf(bytes, from, to), common.dateSystem);
    case 'e':
      return textOf(bytes, from, to).trim() || null;
    default:
      return unescapeExcel(textOf(bytes, from, to)) || null;
  }
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return decodeXml(bytes.toString('utf8', from, to));
}

/** Powers of ten that a double holds exactly: with at most 15 digits one division then rounds rightly (Clinger 1990). */
const TENS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** A number; what is none stays the text that it is. */
function readNumber(bytes: Buffer, from: number, to: number): number | string | null {
  let pos = from;
  const negative = bytes[pos] === 0x2d;
  if (negative) pos += 1;
  let digits = 0;
  let places = -1;
  let number = 0;
  for (; pos < to; pos += 1) {
    const code = bytes[pos] ?? 0;
    if (code === 0x2e && places < 0) {
      places = 0;
      continue;
    }
    const digit = code - 0x30;
    if (digit < 0 || digit > 9 || digits === 15) break;
    number = number * 10 + digit;
    digits += 1;
    if (places >= 0) places += 1;
  }
  if (pos === to && digits > 0) {
    const exact = places > 0 ? number / (TENS[places] ?? 1) : number;
    return negative && exact !== 0 ? -exact : exact;
  }
  const text = textOf(bytes, from, to).trim();
  if (text === '') return null;
  const parsed = Number(text);
  return Number.isFinite(parsed) && /^[-+.\deE]+$/.test(text) ? parsed : text;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?)?Z?$/;

/**
 * A cell of type `d` holds an ISO date, which Excel reads and never writes. It becomes the serial that
 * Excel makes of it, so that dates come one way only; what is no date, or before the first serial, stays text.
 */
function readIsoDate(text: string, dateSystem: 1900 | 1904): CellValue {
  const plain = text.trim();
  const [, day, minutes = '00:00', seconds = ':00'] = ISO.exec(plain) ?? [];
  if (day === undefined) return plain || null;
  const time = minutes + seconds;
  return serialFromIso(time === '00:00:00' ? day : `${day}T${time}`, dateSystem) ?? plain;
}

function isoFormat(
  bytes: Buffer,
  cell: CellSeen,
  styles: readonly (string | undefined)[],
): string | undefined {
  const own = styles[cell.style];
  if (isDateFormat(own)) return own;
  const match = ISO.exec(bytes.toString('latin1', cell.valueStart, cell.valueEnd).trim());
  if (match === null) return own;
  return match[2] === undefined ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm:ss';
}

interface Waiting {
  readonly row: number;
  readonly column: number;
  readonly index: string;
  readonly cached: boolean;
}

/** Formulas that stand in one cell and count for others. */
class SharedFormulas {
  readonly #bytes: Buffer;
  readonly #skip: number;
  readonly #budget: Budget;
  readonly #tag = newTag();
  readonly #masters = new Map<string, Template>();
  readonly #waiting: Waiting[] = [];
  readonly #arrays: { readonly area: Area; readonly formula: string }[] = [];
  #index = '';

  constructor(bytes: Buffer, prefix: string, budget: Budget) {
    this.#bytes = bytes;
    this.#skip = prefix.length;
    this.#budget = budget;
  }

  /** The formula of a cell that has one, without `=`; null where the cell that it shares one with is still to come. */
  formulaOf(cell: CellSeen): string | null {
    const bytes = this.#bytes;
    const tag = this.#tag;
    const text = cell.formulaEnd > cell.formulaStart ? textOf(bytes, cell.formulaStart, cell.formulaEnd) : '';
    if (text.length > 4 * MAX_FORMULA) {
      throw new WorkbookError(
        'unsafe',
        'this formula is longer than Excel allows. Get the workbook from its owner again.',
        { row: cell.row + 1, column: letter(cell.column) },
      );
    }
    readTag(bytes, cell.formula + 1 + this.#skip + 1, tag);
    if (tag.count === 0) return text;
    const type = tagAttribute(bytes, tag, 't');
    if (type === 'array' || type === 'dataTable') {
      const area = parseArea(tagAttribute(bytes, tag, 'ref') ?? '');
      const formula = text !== '' || type === 'array' ? text : dataTable(bytes, tag);
      if (area !== null && this.#arrays.length < MAX_RANGES) this.#arrays.push({ area, formula });
      return formula;
    }
    if (type !== 'shared') return text;
    const index = tagAttribute(bytes, tag, 'si') ?? '';
    if (text !== '') {
      this.#masters.set(index, parseTemplate(text, cell.row, cell.column));
      return text;
    }
    const master = this.#masters.get(index);
    if (master !== undefined) return this.#moved(master, cell.row, cell.column);
    this.#index = index;
    return null;
  }

  /** Keeps the cell that `formulaOf` just answered null for. */
  wait({ row, column }: CellSeen, cached: boolean): void {
    this.#waiting.push({ row, column, index: this.#index, cached });
  }

  /** Fills in the formulas of cells that came before the one they share with. */
  settle(formulas: Map<number, Formula>): void {
    for (const { row, column, index, cached } of this.#waiting) {
      const master = this.#masters.get(index);
      // Without a master Excel repairs the file by taking the formula away; a formula cell it stays here.
      const formula = master === undefined ? '#REF!' : this.#moved(master, row, column);
      formulas.set(at(row, column), { formula: `=${formula}`, cached });
    }
  }

  /** Cells that an array formula or a data table fills are formula cells too: nothing may be written there. */
  spreadArrays(values: readonly (readonly CellValue[] | undefined)[], formulas: Map<number, Formula>): void {
    for (const { area, formula } of this.#arrays) {
      for (let row = area.top; row <= Math.min(area.bottom, values.length - 1); row += 1) {
        const right = Math.min(area.right, (values[row]?.length ?? 0) - 1);
        spend(this.#budget, 'spread', 1 + Math.max(0, right - area.left));
        for (let column = area.left; column <= right; column += 1) {
          const place = at(row, column);
          if (formulas.has(place)) continue;
          spend(this.#budget, 'formulas', 1);
          formulas.set(place, { formula: `=${formula}`, cached: true });
        }
      }
    }
  }

  #moved(master: Template, row: number, column: number): string {
    const formula = moveTemplate(master, row, column);
    spend(this.#budget, 'formulaText', formula.length);
    return formula;
  }
}

/** As Excel shows it. */
function dataTable(bytes: Buffer, tag: Parameters<typeof tagAttribute>[1]): string {
  const first = tagAttribute(bytes, tag, 'r1') ?? '';
  const second = tagAttribute(bytes, tag, 'r2') ?? '';
  return tagAttribute(bytes, tag, 'dt2D') === '1' ? `TABLE(${first},${second})` : `TABLE(${first})`;
}
