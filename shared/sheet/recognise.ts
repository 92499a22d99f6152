/**
 * Finding the registers in a workbook: which part of which sheet is which tab, and where its headings are.
 *
 * People put banners above their headings, move and add columns, keep closed rows in a sheet of their own and
 * two registers in one sheet. So nothing is taken from places; what counts is what a row of headings says, and
 * the sheet's name where that leaves a doubt. A sheet that says nothing we know gives nothing.
 */
import { REF, type Schema, type Tab } from '../tracker/schema.ts';
import { type Hint, hintOf, isEnough, likenessOf, refsFactor, type Sought, sought } from './candidate.ts';
import { categoriesIn } from './category.ts';
import { type Block, blocksOf, type Claims, type Headings, regionColumns } from './columns.ts';
import { mayBe, refByLooks, unkeyedOf } from './evidence.ts';
import { followed, reservedIn } from './follow.ts';
import { at, cellAt, type Grid, type GridTable } from './grid.ts';
import { isGuidance } from './guidance.ts';
import { headingOf, headingReader, normalHeading } from './heading.ts';
import { joinedHeadings, plainHeadings, tableHeadings } from './heading-row.ts';
import {
  isBlank,
  isNumberedRecord,
  type OtherHeadings,
  recordsIn,
  rememberRecords,
  withoutNotes,
} from './records.ts';
import type { Choices, Region } from './region.ts';

export { normalHeading } from './heading.ts';

/** Of 42 workbooks made by strangers, the lowest heading stood in row 20. */
const HEADING_ROWS = 30;
/** Thirteen of them had headings in two or three rows. */
const MOST_HEADING_ROWS = 3;
/** A sheet by another name is a part of a register only if it has this share of the columns that it has elsewhere. */
const LIKE_THE_REST = 0.6;

/**
 * The regions of all sheets, in their order, and in a sheet from the top. What a person chose holds, also of a heading
 * that was renamed since.
 */
export function recognise(schema: Schema, grids: readonly Grid[], choices?: Choices): readonly Region[] {
  const regions = recognised(schema, grids, choices);
  if (choices?.seen === undefined) return regions;
  const now = followed(schema, choices, regions).choices;
  return now === choices ? regions : recognised(schema, grids, now);
}

function recognised(schema: Schema, grids: readonly Grid[], choices?: Choices): readonly Region[] {
  const soughtWith = (tab: Tab, reserved?: ReadonlySet<string>) => {
    const headings = own(choices?.headings, tab.tab);
    return headings === undefined && reserved === undefined
      ? soughtPlainly(tab)
      : sought(tab, headingReader(tab, headings, reserved), reserved);
  };
  const tabs = schema.tabs.map((tab) => soughtWith(tab));
  const tabsOf = (sheet: string): readonly Sought[] => {
    const reserved = choices?.seen === undefined ? undefined : reservedIn(choices, sheet);
    if (reserved === undefined || reserved.size === 0) return tabs;
    return tabs.map((each) => {
      const columns = reserved.get(each.tab.tab);
      return columns === undefined ? each : soughtWith(each.tab, columns);
    });
  };
  const found = grids.flatMap((grid) => {
    const chosen = own(choices?.sheets, grid.sheet);
    if (chosen === null || (chosen === undefined && grid.visibility === 'veryHidden')) return [];
    const here = tabsOf(grid.sheet);
    const candidates = chosen === undefined ? here : here.filter(({ tab }) => tab.tab === chosen);
    return regionsOf(grid, candidates, chosen !== undefined);
  });
  return withoutLookalikes(found).flatMap((each) => byCategory(tabsOf(each.grid.sheet), each));
}

const plainly = new WeakMap<Tab, Sought>();

/** A tab as it is looked for where nobody chose anything: the same for every workbook, and what its headings mean. */
function soughtPlainly(tab: Tab): Sought {
  let made = plainly.get(tab);
  if (made === undefined) {
    made = sought(tab, headingReader(tab));
    plainly.set(tab, made);
  }
  return made;
}

interface Found {
  readonly grid: Grid;
  readonly headings: Headings;
  readonly rows: readonly number[];
  readonly region: Region;
  readonly hint: Hint;
  /** The row after it: of another register's headings, or the first below everything. */
  readonly next: number;
}

interface Candidate {
  readonly sought: Sought;
  readonly hint: Hint;
  readonly row: number;
  readonly block: Block;
  readonly headings: Headings;
  /** By the headings and the sheet's name alone. */
  readonly likeness: number;
  readonly score: number;
}

function regionsOf(grid: Grid, tabs: readonly Sought[], chosen: boolean): Found[] {
  const hints = new Map(tabs.map((each) => [each, chosen ? 'chosen' : hintOf(grid.sheet, each)] as const));
  const plainIn = (row: number) => {
    const plain = candidates(grid, hints, row, plainHeadings(grid, row));
    const joined = joinedHeadings(grid, row);
    return joined === null ? plain : [...plain, ...joinedOf(plain, candidates(grid, hints, row, joined))];
  };
  const isOther = otherHeadings(grid, tabs, (row, place) =>
    plainIn(row).some(({ block }) => place === undefined || block.columns.get(REF) === place),
  );
  const last = grid.values.length - 1;

  // An Excel table says itself where its headings are and where it ends.
  const tables = grid.tables.flatMap((table) => {
    const best = table.headings
      ? bestOf(candidates(grid, hints, table.area.top, tableHeadings(grid, table)))
      : null;
    return best === null ? [] : [{ table, best }];
  });
  const start = topmost(rowsUpTo(Math.min(HEADING_ROWS - 1, last)).flatMap(plainIn));
  // Beside a register, what is only a little like one (a list of owners, a line about the document) is none.
  const candidatesHere = [...tables.map(({ best }) => best), ...start];
  const least = Math.max(0, ...candidatesHere.map(({ likeness }) => likeness)) / 2;

  const regions = tables
    .filter(({ best }) => best.likeness >= least)
    .map(({ table, best }) => found(grid, best, table, isOther));
  const waiting = sideBySide(start.filter((each) => each.likeness >= least || isWhole(each)));
  // From the top, so that rows of one region are not taken for headings of another.
  for (let candidate = uppermost(waiting); candidate !== undefined; candidate = uppermost(waiting)) {
    const { row, block } = candidate;
    if (regions.some(({ region }) => isWithin(row, block, region))) continue;
    const region = found(grid, candidate, null, isOther);
    regions.push(region);
    // Another register stands below in the same sheet: its headings are in just that row.
    if (region.next <= last) waiting.push(...sideBySide(plainIn(region.next)));
  }
  return regions.sort(byPlace);
}

/** Takes the candidate with the lowest row number out of the list. */
function uppermost(waiting: Candidate[]): Candidate | undefined {
  const row = Math.min(...waiting.map((candidate) => candidate.row));
  const index = waiting.findIndex((candidate) => candidate.row === row);
  return index === -1 ? undefined : waiting.splice(index, 1)[0];
}

/** Whether headings stand among the records of a region, which are then what they are taken for. */
function isWithin(row: number, block: Block, { headerRow, lastRow, left, right }: Region): boolean {
  return (
    row >= headerRow && row <= Math.max(headerRow, lastRow) && block.left <= right && block.right >= left
  );
}

function rowsUpTo(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, row) => row);
}

/** What a row may be the headings of, one for each block and tab that is enough. */
function candidates(
  grid: Grid,
  hints: ReadonlyMap<Sought, Hint>,
  row: number,
  headings: Headings,
): Candidate[] {
  if (headings.every((heading) => heading === null)) return [];
  const specific = (place: number): boolean => {
    const heading = headings[place];
    return heading != null && [...hints.keys()].filter(({ read }) => read(heading) !== null).length === 1;
  };
  const guesses = beginsTable(grid, row, headings);
  const knowsAny = ({ read }: Sought) =>
    headings.some((heading) => heading !== null && read(heading) !== null);
  return [...hints].flatMap(([each, hint]) => {
    if (!guesses && !knowsAny(each)) return [];
    return blocksOf(headings, each.read, REF, { guesses }).flatMap((block) => {
      const own = headings.slice(block.left, block.right + 1).filter((heading) => heading !== null).length;
      if (!isEnough(each, block, own, hint)) return [];
      const likeness = likenessOf(each, block, hint, specific);
      const score = likeness * refsFactor(each, block, grid, row);
      return [{ sought: each, hint, row, block, headings, likeness, score }];
    });
  });
}

/** Whether a row of short texts has less above it: where headings stand, whatever they say. */
function beginsTable(grid: Grid, row: number, headings: Headings): boolean {
  const texts = headings.filter((heading) => heading !== null && /\p{L}/u.test(heading.key)).length;
  const above = (grid.values[row - 1] ?? []).filter((value) => !isBlank(value)).length;
  return texts >= 3 && above < texts;
}

function bestOf(all: readonly Candidate[]): Candidate | null {
  return all.reduce<Candidate | null>(
    (best, each) => (best === null || byScore(each, best) < 0 ? each : best),
    null,
  );
}

/** The better first; of two tabs whose columns are all there, the one that lacks fewer of its own. */
function byScore(a: Candidate, b: Candidate): number {
  const share = ({ block, sought: { tab } }: Candidate) => block.columns.size / tab.columns.length;
  return b.score - a.score || share(b) - share(a);
}

/**
 * The candidates of the first register from the top: headings may take up to three rows, of which the best says
 * what the columns are. A line above that is only a little like headings ("Ref: …, Version: …") is not the first.
 */
function topmost(all: readonly Candidate[]): Candidate[] {
  const most = Math.max(0, ...all.map(({ likeness }) => likeness));
  const like = all.filter((each) => each.likeness * 2 >= most || isWhole(each));
  const top = Math.min(...like.map(({ row }) => row));
  return like.filter(({ row }) => row < top + MOST_HEADING_ROWS);
}

/** Whether each heading, three at least, stands just as the tab of the sheet's very name has it: small, and surely one. */
function isWhole({ block, headings, hint }: Candidate): boolean {
  if (hint !== 'named' && hint !== 'chosen') return false;
  const own = headings.slice(block.left, block.right + 1).filter((heading) => heading !== null).length;
  return own >= 3 && block.columns.size === own && block.loose.size + block.guessed.size === 0;
}

/** The best candidate, and those that have no column in common with it or one another: registers side by side. */
function sideBySide(all: readonly Candidate[]): Candidate[] {
  const chosen: Candidate[] = [];
  for (const each of [...all].sort((a, b) => byScore(a, b) || a.row - b.row)) {
    const apart = chosen.every(({ block }) => block.right < each.block.left || each.block.right < block.left);
    if (apart) chosen.push(each);
  }
  return chosen;
}

/** Those of two joined rows of headings that bring columns which the lower row alone has not. */
function joinedOf(plain: readonly Candidate[], joined: readonly Candidate[]): Candidate[] {
  return joined.filter(
    ({ sought: { tab }, block }) =>
      !plain.some((each) => each.sought.tab === tab && each.block.columns.size >= block.columns.size),
  );
}

function found(
  grid: Grid,
  { row, hint, block, headings, sought: { tab, read, reserved } }: Candidate,
  table: GridTable | null,
  isOther: (columns: Region['columns']) => OtherHeadings,
): Found {
  const { left, right } = table?.area ?? block;
  const believes = (column: string, place: number) => mayBe(tab, column, grid, row, place);
  const look = (claims: Claims) => {
    const columns = regionColumns(headings, read, left, right, { believes, ...claims });
    const firstRow = row + 1 + guidanceRows(tab, grid, row, columns);
    const bottom =
      table === null ? rowsAbove(grid, row, left, right) : tableBottom(tab, grid, table, columns);
    const records = recordsIn(tab, grid, columns, firstRow, bottom, isOther(columns));
    const rows = table === null ? withoutNotes(tab, grid, columns, records.rows) : records.rows;
    return { columns, firstRow, rows, next: records.otherHeadings ?? grid.values.length };
  };
  let seen = look({});
  if (!reserved.has(REF) && !seen.columns.some(({ column }) => column === REF)) {
    const ref = refByLooks(grid, seen.columns, seen.rows);
    if (ref !== undefined) seen = look({ ref });
  }
  const { columns, firstRow, rows, next } = seen;
  const lastRow = rows.at(-1) ?? firstRow - 1;
  const unkeyed = unkeyedOf(grid, columns, rows);
  const region: Region = {
    tab: tab.tab,
    sheet: grid.sheet,
    headerRow: row,
    firstRow,
    lastRow,
    left,
    right,
    columns,
    table: table?.name ?? null,
    occupiedBelow: isOccupied(grid, lastRow + 1, left, right),
    ...(unkeyed === undefined ? {} : { unkeyed }),
  };
  rememberRecords(region, grid, rows);
  return { region, hint, next, grid, headings, rows };
}

/** Instructions take a row under the headings, or a few: what to write, an example, whether it must be filled in. */
const GUIDANCE_ROWS = 4;

function guidanceRows(tab: Tab, grid: Grid, headerRow: number, columns: Region['columns']): number {
  let rows = 0;
  while (rows < GUIDANCE_ROWS && isGuidance(tab, grid, headerRow + 1 + rows, columns)) rows++;
  return rows;
}

/** A region as it is, or where one table mixes several tabs one region for each, over the same rows. */
function byCategory(tabs: readonly Sought[], { region, grid, headings, rows, hint }: Found): Region[] {
  const all = tabs.map(({ tab }) => tab);
  const base = all.find(({ tab }) => tab === region.tab);
  if (base === undefined || hint === 'chosen') return [region];
  const categories = categoriesIn(all, base, grid, region.columns, rows);
  if (categories === null) return [region];
  const { place, words } = categories;
  const [one, ...others] = new Set([...words.values()].filter((tab) => tab !== null));
  // Every row says that it is of one tab: of this, or it is an extract of something else.
  if (one !== undefined && others.length === 0 && words.size === 1)
    return one === base || hint !== 'none' ? [region] : [];
  const { left, right, headerRow } = region;
  const ref = region.columns.find(({ column }) => column === REF)?.at;
  return tabs.flatMap(({ tab, read }) => {
    const own = [...words].flatMap(([word, of]) => (of === tab ? [word] : []));
    // A row that says nothing is taken for what the table as a whole is most like.
    if (tab.tab === region.tab) own.push('');
    if (own.every((word) => word === '')) return [];
    const believes = (column: string, at: number) => mayBe(tab, column, grid, headerRow, at);
    const columns = regionColumns(headings, read, left, right, { believes, ref, never: place });
    const texts = rows.map((row) => String(cellAt(grid, row, place) ?? '').trim());
    const word = texts.find((text) => text !== '' && own.includes(normalHeading(text))) ?? '';
    return [{ ...region, tab: tab.tab, columns, category: { at: place, words: own, word } }];
  });
}

/** The last row that a plain region may have: above a table that stands below it. */
function rowsAbove(grid: Grid, row: number, left: number, right: number): number {
  const below = grid.tables.filter(
    ({ area, headings }) => headings && area.top > row && area.left <= right && area.right >= left,
  );
  return Math.min(grid.values.length, ...below.map(({ area }) => area.top)) - 1;
}

/** A table's last row, and those right below it that were typed or pasted without Excel taking them in. */
function tableBottom(tab: Tab, grid: Grid, table: GridTable, columns: Region['columns']): number {
  if (table.totals) return table.area.bottom - 1;
  let bottom = table.area.bottom;
  while (bottom < grid.values.length - 1 && isNumberedRecord(tab, grid, columns, bottom + 1)) bottom++;
  return bottom;
}

/** Whether a value stands in these columns from this row on, or a formula in this row itself. */
function isOccupied(grid: Grid, from: number, left: number, right: number): boolean {
  for (let column = left; column <= right; column++) {
    if (grid.formulas.size > 0 && grid.formulas.has(at(from, column))) return true;
  }
  for (let row = from; row < grid.values.length; row++) {
    const values = grid.values[row];
    if (values === undefined) continue;
    for (let column = left; column <= Math.min(right, values.length - 1); column++) {
      if (!isBlank(values[column] ?? null)) return true;
    }
  }
  return false;
}

/**
 * Tells the headings of another register below a region: the cell in the region's ref column (or its first) is
 * itself the heading of a ref, and the row is enough for some tab.
 */
function otherHeadings(
  grid: Grid,
  tabs: readonly Sought[],
  isHeadingRow: (row: number, ref: number | undefined) => boolean,
) {
  return (columns: Region['columns']) => {
    const ref = columns.find(({ column }) => column === REF)?.at;
    const place = ref ?? columns[0]?.at ?? 0;
    return (row: number): boolean => {
      // Without refs only an empty row above tells where another begins.
      if (ref === undefined) return isAfterGap(grid, columns, row) && isHeadingRow(row, undefined);
      const value = grid.values[row]?.[place];
      // Refs have digits, headings of refs have none: so few rows are looked at more closely.
      if (typeof value !== 'string' || value.length > 40 || /\d/.test(value)) return false;
      const heading = headingOf(value);
      if (heading === null) return false;
      return tabs.some(({ read }) => read(heading)?.column === REF) && isHeadingRow(row, place);
    };
  };
}

function isAfterGap(grid: Grid, columns: Region['columns'], row: number): boolean {
  const isEmpty = (above: number) => columns.every(({ at: place }) => isBlank(cellAt(grid, above, place)));
  return !columns.every(({ at: place }) => isBlank(cellAt(grid, row, place))) && isEmpty(row - 1);
}

/** A dashboard or an extract has some columns of a register too; the register's own sheets show how many it takes. */
function withoutLookalikes(all: readonly Found[]): readonly Found[] {
  const most = new Map<string, number>();
  for (const { region, hint } of all) {
    if (hint === 'chosen' || hint === 'named') {
      most.set(region.tab, Math.max(most.get(region.tab) ?? 0, ownColumns(region)));
    }
  }
  return all.filter(
    ({ region, hint }) =>
      hint !== 'none' || ownColumns(region) >= LIKE_THE_REST * (most.get(region.tab) ?? 0),
  );
}

function ownColumns(region: Region): number {
  return region.columns.filter(({ column }) => !column.startsWith('x:')).length;
}

/** A record's own entry: a sheet may be called "constructor". */
function own<Entry>(record: Readonly<Record<string, Entry>> | undefined, key: string): Entry | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function byPlace(a: Found, b: Found): number {
  return a.region.headerRow - b.region.headerRow || a.region.left - b.region.left;
}
