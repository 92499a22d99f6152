/** The entries of drop-down lists: written in the rule, or standing in cells of the workbook. */
import type { Area, CellValue, DropDown, GridTable } from '../../shared/sheet/grid.ts';
import { parseArea } from './address.ts';
import type { DefinedName } from './book.ts';
import { COLUMNS, ROWS } from './limits.ts';
import type { ListRule } from './surroundings.ts';

/** What lists can point into. */
interface ListSource {
  readonly name: string;
  readonly index: number;
  readonly values: readonly (readonly CellValue[] | undefined)[];
  readonly tables: readonly GridTable[];
}

/** A name can stand for a name; a circle of them ends here. */
const MAX_HOPS = 8;

/** Works out lists, each formula once a sheet: books repeat one rule over hundreds of ranges. */
export function newListResolver(sheets: readonly ListSource[], names: readonly DefinedName[]) {
  const known = new Map<string, readonly string[] | null>();
  return (rule: ListRule, own: ListSource): DropDown => {
    const { areas, formula } = rule;
    if (formula.startsWith('"')) {
      return { areas, source: formula, values: inlineEntries(formula) };
    }
    const key = `${own.index} ${formula}`;
    let values = known.get(key);
    if (values === undefined) {
      values = entriesOf(formula, own, sheets, names, MAX_HOPS);
      known.set(key, values);
    }
    return { areas, source: `=${formula}`, values };
  };
}

function inlineEntries(formula: string): string[] {
  return formula
    .replace(/^"|"$/g, '')
    .replaceAll('""', '"')
    .split(',')
    .map((entry) => entry.trim());
}

function entriesOf(
  formula: string,
  own: ListSource,
  sheets: readonly ListSource[],
  names: readonly DefinedName[],
  hops: number,
): readonly string[] | null {
  if (hops === 0) return null;
  const text = formula.trim().replace(/^=/, '');
  const quoted = /^INDIRECT\(\s*"([^"]*)"\s*\)$/i.exec(text)?.[1];
  if (quoted !== undefined) return entriesOf(quoted, own, sheets, names, hops - 1);
  const area = parseArea(text);
  if (area !== null) return entriesIn(own, area);
  const bang = text.lastIndexOf('!');
  if (bang > 0) {
    const title = text.slice(0, bang);
    const plain = /^'.*'$/.test(title) ? title.slice(1, -1).replaceAll("''", "'") : title;
    const sheet = sheets.find(({ name }) => name.toLowerCase() === plain.toLowerCase());
    const there = parseArea(text.slice(bang + 1));
    if (sheet === undefined) return null;
    return there === null
      ? entriesOf(text.slice(bang + 1), sheet, sheets, names, hops - 1)
      : entriesIn(sheet, there);
  }
  const table = /^([^[\]\s]+)\[(?:\[#Data\],)?\[?([^[\]]+)\]?\]$/i.exec(text);
  if (table !== null) return tableEntries(table[1] ?? '', table[2] ?? '', sheets);
  const wanted = text.toLowerCase();
  const name =
    names.find((one) => one.sheet === own.index && one.name.toLowerCase() === wanted) ??
    names.find((one) => one.sheet === null && one.name.toLowerCase() === wanted);
  return name === undefined ? null : entriesOf(name.formula, own, sheets, names, hops - 1);
}

function tableEntries(
  tableName: string,
  heading: string,
  sheets: readonly ListSource[],
): readonly string[] | null {
  for (const sheet of sheets) {
    const table = sheet.tables.find(({ name }) => name.toLowerCase() === tableName.toLowerCase());
    if (table === undefined) continue;
    const { top, left, bottom, right } = table.area;
    const headings = sheet.values[top]?.slice(left, right + 1) ?? [];
    const offset = headings.findIndex((cell) => String(cell).toLowerCase() === heading.toLowerCase());
    if (!table.headings || offset < 0) return null;
    const column = left + offset;
    return entriesIn(sheet, {
      top: top + 1,
      left: column,
      bottom: bottom - (table.totals ? 1 : 0),
      right: column,
    });
  }
  return null;
}

/** The filled cells of one row or one column, as text; null for a rectangle, which no list can be. */
function entriesIn({ values }: ListSource, area: Area): readonly string[] | null {
  const { top, left, bottom, right } = area;
  if (top !== bottom && left !== right) return null;
  if (bottom - top >= ROWS || right - left >= COLUMNS) return null;
  const entries: string[] = [];
  for (let row = top; row <= Math.min(bottom, values.length - 1); row += 1) {
    for (const cell of values[row]?.slice(left, right + 1) ?? []) {
      if (cell === null) continue;
      entries.push(typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell));
    }
  }
  return entries;
}
