/**
 * The scanner of the big parts: the cells of a sheet, and shared strings. It works on the bytes as they
 * are, without making strings of anything but the values, because a SAX library takes more than twice
 * the time and cells are nearly all of a workbook. Offsets are byte offsets, so that the patcher can
 * splice: one scanner serves both.
 *
 * It takes any prefix (`<x:row>`), rows and cells in any order, and cells without an address.
 */
import { letter } from '../../shared/sheet/grid.ts';
import { WorkbookError } from './error.ts';
import { COLUMNS, MAX_ATTRIBUTES, ROWS } from './limits.ts';
import { decodeXml, doctypeError } from './xml.ts';

/** One row element; the object is used again for the next. */
interface RowSeen {
  row: number;
  /** Whether the file says its number; else it is one more than the last row's. */
  addressed: boolean;
  start: number;
  /** Behind the opening tag. */
  openEnd: number;
  selfClosed: boolean;
  hidden: boolean;
}

type CellType = 'n' | 's' | 'str' | 'b' | 'e' | 'd' | 'inlineStr';

/** One cell element; the object is used again for the next. Offsets are -1 where there is no such thing. */
export interface CellSeen {
  row: number;
  column: number;
  /** Whether the file says its address; else it is the next one in its row. */
  addressed: boolean;
  start: number;
  /** Behind the closing tag. */
  end: number;
  style: number;
  type: CellType;
  valueStart: number;
  valueEnd: number;
  /** The `<f` tag itself, and what stands in the element. */
  formula: number;
  formulaStart: number;
  formulaEnd: number;
  /** Behind `<is>`, and behind `</is>`; the same for `<is/>`. */
  inlineStart: number;
  inlineEnd: number;
}

interface SheetVisitor {
  rowStart?(row: RowSeen): void;
  cell(cell: CellSeen): void;
  /** `end` is behind the closing tag. */
  rowEnd?(row: RowSeen, end: number): void;
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const EQUALS = 0x3d;
const LOWER_C = 0x63;
const LOWER_E = 0x65;
const LOWER_F = 0x66;
const LOWER_I = 0x69;
const LOWER_R = 0x72;
const LOWER_S = 0x73;
const LOWER_T = 0x74;
const LOWER_V = 0x76;

/** A tag's attributes as offsets, four for each: name from, name to, value from, value to. */
export interface Tag {
  readonly bounds: Int32Array;
  count: number;
  /** Behind the `>`. */
  end: number;
  selfClosed: boolean;
}

export function newTag(): Tag {
  return { bounds: new Int32Array(4 * MAX_ATTRIBUTES), count: 0, end: 0, selfClosed: false };
}

/** Reads a tag's attributes from behind its name. Throws a WorkbookError. */
export function readTag(bytes: Buffer, from: number, tag: Tag): void {
  const { bounds } = tag;
  let pos = from;
  let count = 0;
  for (;;) {
    let code = bytes[pos];
    while (code !== undefined && code <= 0x20) {
      pos += 1;
      code = bytes[pos];
    }
    if (code === GT) {
      tag.selfClosed = false;
      tag.end = pos + 1;
      break;
    }
    if (code === SLASH && bytes[pos + 1] === GT) {
      tag.selfClosed = true;
      tag.end = pos + 2;
      break;
    }
    const nameStart = pos;
    while (code !== undefined && code !== EQUALS && code > 0x20 && code !== GT && code !== SLASH) {
      pos += 1;
      code = bytes[pos];
    }
    const nameEnd = pos;
    while (code !== undefined && code <= 0x20) {
      pos += 1;
      code = bytes[pos];
    }
    if (code !== EQUALS || nameEnd === nameStart) throw damagedXml();
    if (count === MAX_ATTRIBUTES) {
      throw new WorkbookError(
        'unsafe',
        'an element in it has more attributes than any workbook has. Get the workbook from its owner again.',
      );
    }
    pos += 1;
    code = bytes[pos];
    while (code !== undefined && code <= 0x20) {
      pos += 1;
      code = bytes[pos];
    }
    if (code !== QUOTE && code !== APOSTROPHE) throw damagedXml();
    const quote = code;
    pos += 1;
    const valueStart = pos;
    while (bytes[pos] !== quote) {
      if (pos >= bytes.length) throw damagedXml();
      pos += 1;
    }
    const slot = count * 4;
    bounds[slot] = nameStart;
    bounds[slot + 1] = nameEnd;
    bounds[slot + 2] = valueStart;
    bounds[slot + 3] = pos;
    count += 1;
    pos += 1;
  }
  tag.count = count;
}

/** An attribute's value in a tag just read, undefined without. */
export function tagAttribute(bytes: Buffer, tag: Tag, name: string): string | undefined {
  for (let slot = 0; slot < tag.count * 4; slot += 4) {
    if (bytes.toString('latin1', tag.bounds[slot], tag.bounds[slot + 1]) === name) {
      return decodeXml(bytes.toString('utf8', tag.bounds[slot + 2], tag.bounds[slot + 3]));
    }
  }
  return undefined;
}

interface Root {
  readonly name: string;
  /** With its colon, '' without. */
  readonly prefix: string;
  readonly start: number;
  /** Behind its opening tag. */
  readonly openEnd: number;
  readonly selfClosed: boolean;
}

/** Finds the root element. Throws a WorkbookError for a DOCTYPE or where there is none. */
export function findRoot(bytes: Buffer, part: string): Root {
  let pos = nextTag(bytes, 0);
  while (pos >= 0) {
    const code = bytes[pos + 1];
    if (isDoctype(bytes, pos)) throw doctypeError(part);
    if (code === BANG || code === QUESTION) {
      pos = nextTag(bytes, skipMarkup(bytes, pos));
      continue;
    }
    const nameEnd = endOfName(bytes, pos + 1);
    const tag = newTag();
    readTag(bytes, nameEnd, tag);
    const full = bytes.toString('latin1', pos + 1, nameEnd);
    const prefix = full.slice(0, full.indexOf(':') + 1);
    return {
      name: full.slice(prefix.length),
      prefix,
      start: pos,
      openEnd: tag.end,
      selfClosed: tag.selfClosed,
    };
  }
  throw new WorkbookError(
    'damaged',
    `the part "${part}" has no content. Open the file in Excel and save it again.`,
  );
}

/** Where a child element of the root starts, at or after `from`; -1 where there is none. */
export function findChild(bytes: Buffer, from: number, name: string): number {
  const wanted = Buffer.from(name, 'latin1');
  let pos = nextTag(bytes, from);
  while (pos >= 0) {
    const code = bytes[pos + 1];
    if (code === BANG || code === QUESTION) pos = skipMarkup(bytes, pos);
    else if (code === SLASH) return -1;
    else {
      if (isNamed(bytes, pos + 1, wanted)) return pos;
      pos = skipElement(bytes, pos);
    }
    pos = nextTag(bytes, pos);
  }
  return -1;
}

/** A part with only those children of its root whose local names are given. Throws a WorkbookError. */
export function onlyChildren(bytes: Buffer, part: string, names: ReadonlySet<string>): Buffer {
  const root = findRoot(bytes, part);
  if (root.selfClosed) return bytes;
  const pieces = [bytes.subarray(root.start, root.openEnd)];
  let pos = nextTag(bytes, root.openEnd);
  while (pos >= 0) {
    const code = bytes[pos + 1];
    if (code === SLASH) {
      pieces.push(bytes.subarray(pos, endOfTag(bytes, pos)));
      return Buffer.concat(pieces);
    }
    let end: number;
    if (code === BANG || code === QUESTION) {
      end = skipMarkup(bytes, pos);
    } else {
      end = skipElement(bytes, pos);
      const full = bytes.toString('latin1', pos + 1, endOfName(bytes, pos + 1));
      if (names.has(full.slice(full.indexOf(':') + 1))) pieces.push(bytes.subarray(pos, end));
    }
    pos = nextTag(bytes, end);
  }
  throw damagedXml();
}

/**
 * Scans the rows of a sheet. `start` is where `<sheetData` stands, `prefix` the root's. Returns the offset
 * behind `</sheetData>`. Throws a WorkbookError (with row and column) where the XML or an address is damaged.
 */
export function scanRows(bytes: Buffer, start: number, prefix: string, visitor: SheetVisitor): number {
  const skip = prefix.length;
  const tag = newTag();
  readTag(bytes, start + 1 + skip + 'sheetData'.length, tag);
  if (tag.selfClosed) return tag.end;
  const row: RowSeen = { row: -1, addressed: false, start: 0, openEnd: 0, selfClosed: false, hidden: false };
  const cell = newCell();
  let pos = tag.end;
  let column = -1;
  let inRow = false;
  for (;;) {
    while (bytes[pos] !== LT) {
      if (pos >= bytes.length) throw damagedXml(row.row);
      pos += 1;
    }
    const code = bytes[pos + 1];
    const name = pos + 1 + skip;
    if (code === SLASH) {
      const gt = endOfTag(bytes, pos);
      if (!inRow) return gt;
      inRow = false;
      visitor.rowEnd?.(row, gt);
      pos = gt;
    } else if (code === BANG || code === QUESTION) {
      pos = skipMarkup(bytes, pos);
    } else if (inRow && bytes[name] === LOWER_C && ends(bytes[name + 1])) {
      cell.row = row.row;
      cell.column = column + 1;
      pos = scanCell(bytes, pos, skip, tag, cell);
      if (cell.row !== row.row) {
        throw new WorkbookError(
          'damaged',
          `a cell says that it stands in row ${cell.row + 1}. Open the file in Excel, let Excel repair it, and save it again.`,
          { row: row.row + 1 },
        );
      }
      column = cell.column;
      visitor.cell(cell);
    } else if (!inRow && isWord(bytes, name, LOWER_R, 0x6f, 0x77) && ends(bytes[name + 3])) {
      readTag(bytes, name + 3, tag);
      readRow(bytes, pos, tag, row);
      column = -1;
      visitor.rowStart?.(row);
      if (row.selfClosed) visitor.rowEnd?.(row, tag.end);
      else inRow = true;
      pos = tag.end;
    } else {
      pos = skipElement(bytes, pos);
    }
  }
}

function newCell(): CellSeen {
  return {
    row: -1,
    column: -1,
    addressed: false,
    start: 0,
    end: 0,
    style: 0,
    type: 'n',
    valueStart: -1,
    valueEnd: -1,
    formula: -1,
    formulaStart: -1,
    formulaEnd: -1,
    inlineStart: -1,
    inlineEnd: -1,
  };
}

function readRow(bytes: Buffer, start: number, tag: Tag, row: RowSeen): void {
  const { bounds } = tag;
  let number = row.row + 1;
  row.hidden = false;
  row.addressed = false;
  for (let slot = 0; slot < tag.count * 4; slot += 4) {
    const from = bounds[slot] ?? 0;
    const length = (bounds[slot + 1] ?? 0) - from;
    const valueFrom = bounds[slot + 2] ?? 0;
    const valueTo = bounds[slot + 3] ?? 0;
    if (length === 1 && bytes[from] === LOWER_R) {
      number = readInteger(bytes, valueFrom, valueTo) - 1;
      row.addressed = true;
    } else if (length === 6 && bytes.toString('latin1', from, from + 6) === 'hidden') {
      const value = bytes[valueFrom];
      row.hidden = value === 0x31 || value === LOWER_T;
    }
  }
  if (!(number >= 0 && number < ROWS)) {
    throw new WorkbookError(
      'damaged',
      `a row has a number that no sheet has (they end at ${ROWS.toLocaleString('en-GB')}). Open the file in Excel, let Excel repair it, and save it again.`,
      row.row < 0 ? {} : { row: row.row + 1 },
    );
  }
  row.row = number;
  row.start = start;
  row.openEnd = tag.end;
  row.selfClosed = tag.selfClosed;
}

/** Reads one cell from its `<`; returns the offset behind it. */
function scanCell(bytes: Buffer, start: number, skip: number, tag: Tag, cell: CellSeen): number {
  readTag(bytes, start + 1 + skip + 1, tag);
  cell.start = start;
  cell.addressed = false;
  cell.style = 0;
  cell.type = 'n';
  cell.valueStart = -1;
  cell.formula = -1;
  cell.inlineStart = -1;
  const { bounds } = tag;
  for (let slot = 0; slot < tag.count * 4; slot += 4) {
    const from = bounds[slot] ?? 0;
    if ((bounds[slot + 1] ?? 0) - from !== 1) continue;
    const valueFrom = bounds[slot + 2] ?? 0;
    const valueTo = bounds[slot + 3] ?? 0;
    const name = bytes[from];
    if (name === LOWER_R) readAddress(bytes, valueFrom, valueTo, cell);
    else if (name === LOWER_S) cell.style = readInteger(bytes, valueFrom, valueTo);
    else if (name === LOWER_T) cell.type = readType(bytes, valueFrom, valueTo);
  }
  if (cell.column >= COLUMNS) throw outside(cell.row);
  if (tag.selfClosed) {
    cell.end = tag.end;
    return tag.end;
  }
  let pos = tag.end;
  for (;;) {
    while (bytes[pos] !== LT) {
      if (pos >= bytes.length) throw damagedXml(cell.row, cell.column);
      pos += 1;
    }
    const code = bytes[pos + 1];
    if (code === SLASH) {
      cell.end = endOfTag(bytes, pos);
      return cell.end;
    }
    if (code === BANG || code === QUESTION) {
      pos = skipMarkup(bytes, pos);
      continue;
    }
    const name = pos + 1 + skip;
    const first = bytes[name];
    if (first === LOWER_V && ends(bytes[name + 1])) {
      readTag(bytes, name + 1, tag);
      cell.valueStart = tag.end;
      cell.valueEnd = tag.selfClosed ? tag.end : endOfText(bytes, tag.end);
      pos = tag.selfClosed ? tag.end : endOfTag(bytes, cell.valueEnd);
    } else if (first === LOWER_F && ends(bytes[name + 1])) {
      cell.formula = pos;
      readTag(bytes, name + 1, tag);
      cell.formulaStart = tag.end;
      cell.formulaEnd = tag.selfClosed ? tag.end : endOfText(bytes, tag.end);
      pos = tag.selfClosed ? tag.end : endOfTag(bytes, cell.formulaEnd);
    } else if (first === LOWER_I && bytes[name + 1] === LOWER_S && ends(bytes[name + 2])) {
      cell.inlineStart = endOfTag(bytes, pos);
      pos = skipElement(bytes, pos);
      cell.inlineEnd = pos;
    } else {
      pos = skipElement(bytes, pos);
    }
  }
}

function readAddress(bytes: Buffer, from: number, to: number, cell: CellSeen): void {
  let column = 0;
  let pos = from;
  for (; pos < to; pos += 1) {
    const upper = (bytes[pos] ?? 0) & 0xdf;
    if (upper < 0x41 || upper > 0x5a) break;
    column = column * 26 + upper - 64;
    if (column > COLUMNS) throw outside(cell.row);
  }
  const row = readInteger(bytes, pos, to) - 1;
  if (column === 0 || !(row >= 0 && row < ROWS)) throw outside(cell.row);
  cell.row = row;
  cell.column = column - 1;
  cell.addressed = true;
}

function readType(bytes: Buffer, from: number, to: number): CellType {
  if (to - from === 1) {
    switch (bytes[from]) {
      case LOWER_S:
        return 's';
      case 0x62:
        return 'b';
      case LOWER_E:
        return 'e';
      case 0x64:
        return 'd';
      default:
        return 'n';
    }
  }
  if (to - from === 3) return 'str';
  return bytes[from] === LOWER_I ? 'inlineStr' : 'n';
}

/** Digits as a number; NaN where there is anything else or nothing. */
export function readInteger(bytes: Buffer, from: number, to: number): number {
  if (to <= from || to - from > 15) return Number.NaN;
  let number = 0;
  for (let pos = from; pos < to; pos += 1) {
    const digit = (bytes[pos] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** The text of an element just read, and where the element ends; used again for the next. */
export interface Rich {
  text: string;
  /** Behind its closing tag. */
  end: number;
}

/**
 * Reads the plain text of a `<si>` or `<is>` element, from behind its opening tag: its runs joined, phonetic
 * readings (`rPh`) left out. Spaces are kept as they stand, with or without xml:space: what reads a value
 * trims it, and a space lost between two runs would be a changed text.
 */
export function readRich(bytes: Buffer, from: number, skip: number, rich: Rich): void {
  let text = '';
  let depth = 0;
  let pos = from;
  for (;;) {
    while (bytes[pos] !== LT) {
      if (pos >= bytes.length) throw damagedXml();
      pos += 1;
    }
    const code = bytes[pos + 1];
    const name = pos + 1 + skip;
    if (code === BANG || code === QUESTION) {
      pos = skipMarkup(bytes, pos);
    } else if (code === SLASH) {
      pos = endOfTag(bytes, pos);
      depth -= 1;
      if (depth < 0) break;
    } else if (isWord(bytes, name, LOWER_R, 0x50, 0x68)) {
      pos = skipElement(bytes, pos);
    } else {
      const open = endOfTag(bytes, pos);
      const isText = bytes[name] === LOWER_T && ends(bytes[name + 1]);
      pos = open;
      if (bytes[open - 2] === SLASH) continue;
      depth += 1;
      if (!isText) continue;
      pos = endOfText(bytes, open);
      const piece = decodeXml(bytes.toString('utf8', open, pos));
      text = text === '' ? piece : text + piece;
    }
  }
  rich.text = text;
  rich.end = pos;
}

/** The offset behind an element, whatever stands in it. `start` is its `<`. */
export function skipElement(bytes: Buffer, start: number): number {
  let depth = 0;
  let pos = start;
  for (;;) {
    if (pos < 0 || pos >= bytes.length) throw damagedXml();
    const code = bytes[pos + 1];
    if (code === BANG || code === QUESTION) {
      pos = skipMarkup(bytes, pos);
    } else {
      const end = endOfTag(bytes, pos);
      if (code === SLASH) depth -= 1;
      else if (bytes[end - 2] !== SLASH) depth += 1;
      if (depth <= 0) return end;
      pos = end;
    }
    pos = nextTag(bytes, pos);
  }
}

/** Whether a DOCTYPE starts here. */
export function isDoctype(bytes: Buffer, start: number): boolean {
  return (
    bytes[start + 1] === BANG && bytes.toString('latin1', start, start + 9).toUpperCase() === '<!DOCTYPE'
  );
}

/** Behind a comment, a CDATA section or a processing instruction. */
export function skipMarkup(bytes: Buffer, start: number): number {
  const opening = bytes.toString('latin1', start, start + 9);
  const close = opening.startsWith('<!--')
    ? '-->'
    : opening === '<![CDATA['
      ? ']]>'
      : opening.startsWith('<?')
        ? '?>'
        : '>';
  const end = bytes.indexOf(close, start + 2);
  if (end < 0) throw damagedXml();
  return end + close.length;
}

/** Where the text from `from` on ends: at the next tag that is neither comment nor CDATA. */
function endOfText(bytes: Buffer, from: number): number {
  let pos = from;
  for (;;) {
    while (bytes[pos] !== LT) {
      if (pos >= bytes.length) throw damagedXml();
      pos += 1;
    }
    const code = bytes[pos + 1];
    if (code !== BANG && code !== QUESTION) return pos;
    pos = skipMarkup(bytes, pos);
  }
}

/** Behind the `>` of the tag that starts at `start`; a `>` in an attribute does not end it. */
function endOfTag(bytes: Buffer, start: number): number {
  let pos = start;
  let quote = 0;
  for (;;) {
    const code = bytes[pos];
    if (code === undefined) throw damagedXml();
    pos += 1;
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === GT) return pos;
    else if (code === QUOTE || code === APOSTROPHE) quote = code;
  }
}

/** The next `<` at or after `from`, -1 where there is none. Mostly it is near, and a call into the engine costs more than a look. */
export function nextTag(bytes: Buffer, from: number): number {
  const near = Math.min(from + 32, bytes.length);
  for (let pos = from; pos < near; pos += 1) {
    if (bytes[pos] === LT) return pos;
  }
  return bytes.indexOf(LT, near);
}

/** Whether the name at an offset is the wanted one, whole. */
function isNamed(bytes: Buffer, from: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[from + index] !== wanted[index]) return false;
  }
  return ends(bytes[from + wanted.length]);
}

export function endOfName(bytes: Buffer, from: number): number {
  let pos = from;
  while (!ends(bytes[pos])) pos += 1;
  return pos;
}

/** Whether a name ends before this byte. */
function ends(code: number | undefined): boolean {
  return code === undefined || code <= 0x20 || code === GT || code === SLASH;
}

function isWord(bytes: Buffer, at: number, a: number, b: number, c: number): boolean {
  return bytes[at] === a && bytes[at + 1] === b && bytes[at + 2] === c;
}

function damagedXml(row?: number, column?: number): WorkbookError {
  return new WorkbookError(
    'damaged',
    'the XML of the sheet breaks off or is not well-formed. Open the file in Excel, let Excel repair it, and save it again.',
    {
      row: row === undefined || row < 0 ? undefined : row + 1,
      column: column === undefined || column < 0 ? undefined : letter(column),
    },
  );
}

function outside(row: number): WorkbookError {
  return new WorkbookError(
    'damaged',
    'a cell has an address that no sheet has. Open the file in Excel, let Excel repair it, and save it again.',
    { row: row + 1 },
  );
}
