/** What ranges say of their cells and do to them. */
import { z } from 'zod';
import { type Area, at, type CellValue } from '../../../shared/sheet/grid.ts';
import { fullAddress } from '../address.ts';
import { areaOf, columnsOf, intersection, LAST_COLUMN, LAST_ROW, rowsOf } from '../area.ts';
import { parsed } from '../arguments.ts';
import { type Cell, cellOf, type LiveRange, type Sheet, usedArea } from '../book.ts';
import { place } from '../data.ts';
import { accessDenied, invalidArgument, notImplemented } from '../error.ts';
import { changeable } from '../modes.ts';
import type { Call, Json } from '../target.ts';
import { changing } from '../undo.ts';
import { coveredIn, formatCells, inSpans, MOST_CELLS, writeCells } from '../write.ts';

const Link = z.object({
  address: z.string().nullish(),
  documentReference: z.string().nullish(),
  textToDisplay: z.string().nullish(),
  screenTip: z.string().nullish(),
});

export function write(sheet: Sheet, area: Area, input: unknown, call: Call): void {
  changeable(call);
  call.happened(writeCells(call.book, sheet, area, input, call.modes));
}

/** Areas of cells of one kind, not joined with their neighbours. */
export function specialAreas(sheet: Sheet, area: Area, type: string): Area[] {
  const within = (areas: readonly Area[]) =>
    areas.map((one) => intersection(one, area)).filter((one) => one !== null);
  switch (type) {
    case 'DataValidations':
      return within(sheet.dropDowns.flatMap(({ areas }) => areas));
    case 'ConditionalFormats':
      return within(sheet.conditionalFormats.flatMap(({ areas }) => areas));
    case 'Formulas':
      return within(
        [...sheet.cells]
          .filter(([, { formula }]) => formula !== undefined)
          .map(([key]) => areaOf(place(key).row, place(key).column, 1, 1)),
      );
    default:
      throw notImplemented(`special cells of type ${type}`);
  }
}

export function wholeRows(area: Area): boolean {
  return area.left === 0 && area.right === LAST_COLUMN;
}

export function wholeColumns(area: Area): boolean {
  return area.top === 0 && area.bottom === LAST_ROW;
}

/** Rows of what each cell says; null for whole rows or columns and for too many cells, which Excel does not read either. */
export function each({ sheet, area }: LiveRange, say: (cell: Cell) => Json): Json {
  if (wholeRows(area) || wholeColumns(area) || rowsOf(area) * columnsOf(area) > MOST_CELLS) return null;
  const covered = coveredIn(sheet, area);
  return spread(sheet, area, (cell, row, column) =>
    say(covered.has(at(row, column)) ? { value: null } : cell),
  );
}

export function spread<V>(
  sheet: Sheet,
  area: Area,
  say: (cell: Cell, row: number, column: number) => V,
): V[][] {
  const rows: V[][] = [];
  for (let row = area.top; row <= area.bottom; row += 1) {
    const line: V[] = [];
    for (let column = area.left; column <= area.right; column += 1) {
      line.push(say(sheet.cells.get(at(row, column)) ?? { value: null }, row, column));
    }
    rows.push(line);
  }
  return rows;
}

export function valueType(value: CellValue, quoted: boolean): string {
  if (value === null) return 'Empty';
  if (typeof value === 'number') return 'Double';
  if (typeof value === 'boolean') return 'Boolean';
  return !quoted && /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)$/.test(value)
    ? 'Error'
    : 'String';
}

export function linkOf({ link, value }: Cell): { readonly [key: string]: Json } | null {
  if (link === undefined) return null;
  const shows = { screenTip: '', textToDisplay: String(value ?? '') };
  return link.startsWith('#') ? { ...shows, documentReference: link.slice(1) } : { ...shows, address: link };
}

/** What all cells share; null where they differ. */
export function same(rows: readonly (readonly Json[])[]): Json {
  const first = rows[0]?.[0] ?? null;
  const text = JSON.stringify(first);
  return rows.every((row) => row.every((value) => JSON.stringify(value) === text)) ? first : null;
}

export function setFormats(sheet: Sheet, area: Area, input: unknown, call: Call): void {
  changeable(call);
  const rows = parsed(z.union([z.string(), z.array(z.array(z.string().nullable()))]), input, 'numberFormat');
  if (
    typeof rows !== 'string' &&
    (rows.length !== rowsOf(area) || rows.some((row) => row.length !== columnsOf(area)))
  ) {
    throw invalidArgument(
      "the number of rows or columns in the input array doesn't match the size of the range",
    );
  }
  formatCells(call.book, sheet, area, (cell, row, column) => {
    const format = typeof rows === 'string' ? rows : (rows[row - area.top]?.[column - area.left] ?? null);
    if (format === null) return cell;
    const { format: _, ...kept } = cell;
    return format === 'General' || format === '' ? kept : { ...kept, format };
  });
}

export function setLink(sheet: Sheet, area: Area, input: unknown, call: Call): void {
  changeable(call);
  const link = parsed(Link.nullable(), input, 'hyperlink');
  const target = link?.address ?? (link?.documentReference ? `#${link.documentReference}` : null);
  formatCells(call.book, sheet, area, (cell) => {
    const { link: _, ...kept } = cell;
    return target === null ? kept : { ...kept, link: target };
  });
  const words = link?.textToDisplay ?? null;
  if (words !== null) write(sheet, area, words, call);
  else if (target !== null && cellOf(sheet, area.top, area.left).value === null)
    write(sheet, area, target, call);
}

export function rowHidden(sheet: Sheet, row: number): boolean {
  return inSpans(sheet.hiddenRows, row) || inSpans(sheet.filteredRows, row);
}

/** True or false where all are alike, else null. */
export function hidden(from: number, to: number, is: (index: number) => boolean): boolean | null {
  const last = Math.min(to, from + 100_000);
  const first = is(from);
  for (let index = from + 1; index <= last; index += 1) if (is(index) !== first) return null;
  return first;
}

export function hide(
  sheet: Sheet,
  from: number,
  to: number,
  what: 'hiddenRows' | 'hiddenColumns',
  input: unknown,
  call: Call,
): void {
  changeable(call);
  const on = parsed(z.boolean(), input, what);
  if (sheet.protected) throw accessDenied(`"${sheet.name}" is protected`);
  changing(call.book, sheet);
  const rest = sheet[what].flatMap((span) => [
    ...(span.from < from ? [{ from: span.from, to: Math.min(span.to, from - 1) }] : []),
    ...(span.to > to ? [{ from: Math.max(span.from, to + 1), to: span.to }] : []),
  ]);
  sheet[what] = on ? [...rest, { from, to }].sort((a, b) => a.from - b.from) : rest;
}

export function common(sheet: Sheet, area: Area, other: LiveRange): Area | null {
  return other.sheet === sheet ? intersection(area, other.area) : null;
}

export function usedIn(sheet: Sheet, area: Area, valuesOnly: boolean): Area | null {
  const used = usedArea(sheet, valuesOnly);
  return used === null ? null : intersection(used, area);
}

export function cellProperty(name: string, sheet: Sheet, cell: Cell, row: number, column: number): Json {
  switch (name) {
    case 'address':
      return fullAddress(sheet.name, areaOf(row, column, 1, 1));
    case 'hyperlink':
      return linkOf(cell);
    case 'format':
      return { fill: { color: cell.fill ?? '#FFFFFF' }, protection: { locked: cell.unlocked !== true } };
    default:
      throw invalidArgument(`the cell property "${name}" is not modelled`);
  }
}

export function listed(
  from: number,
  to: number,
  options: unknown,
  known: Readonly<Record<string, (index: number) => Json>>,
): Json {
  const wanted = Object.keys(parsed(z.record(z.string(), z.unknown()), options, 'properties to load'));
  const out: Json[] = [];
  for (let at = from; at <= to; at += 1) {
    out.push(
      Object.fromEntries(
        wanted.map((name) => {
          const say = known[name];
          if (say === undefined) throw invalidArgument(`the property "${name}" is not modelled`);
          return [name, say(at)];
        }),
      ),
    );
  }
  return out;
}
