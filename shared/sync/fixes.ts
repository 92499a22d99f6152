/**
 * All safe fixes at once: the cell writes that mend findings with one right answer. Pure.
 *
 * A fix may lay bare another finding that has a fix of its own (a ref repaired is cited elsewhere in its old form),
 * so fixes are made on a copy of the grids, and what follows is looked for again until nothing is left to mend.
 */
import { check } from '../rules/check.ts';
import { at, type CellValue, cellAt, type Grid } from '../sheet/grid.ts';
import type { Choices, Region } from '../sheet/region.ts';
import { readTracker, type TrackerReading } from '../sheet/rows.ts';
import { columnOf, extraColumn, isExtra, REF, type Schema, tabOf } from '../tracker/schema.ts';
import { contentOf, isDateFormat } from '../values/canonical.ts';
import type { CellContent } from '../values/content.ts';
import type { Finding } from '../values/finding.ts';
import type { Value } from '../values/value.ts';
import type { Edit } from './workbook.ts';

export type CellWrite = Extract<Edit, { kind: 'cell' }>;

/** One cell to mend. */
export interface Fix {
  readonly rule: string;
  readonly tab: string;
  readonly ref: string | null;
  readonly sheet: string;
  /** The 1-based sheet row. */
  readonly row: number;
  readonly column: string;
  readonly before: Value;
  readonly after: Value;
  readonly edit: CellWrite;
}

export interface Fixes {
  readonly fixes: readonly Fix[];
  /** What is left to a person once the fixes are made, as a check would find it then. */
  readonly left: readonly Finding[];
}

/** More rounds than a chain of fixes can be long: each round mends something for good. */
const ROUNDS = 10;

/**
 * The fixes of a workbook, to be made all or one by one: each cell once, from what it holds to what it is to hold at
 * last. A fix that would bring a finding that was not there before is left to a person, and so is one of a formula
 * or of a cell that a merge covers. Throws as `readTracker` and `check`.
 */
export function fixesOf(schema: Schema, today: string, grids: readonly Grid[], choices?: Choices): Fixes {
  const look = (now: readonly Grid[]): Look => {
    const reading = readTracker(schema, now, choices);
    return { reading, findings: check(schema, today, reading) };
  };
  const first = look(grids);
  const made = new Map<string, Fix>();
  const refused = new Set<string>();
  let now = first;
  for (let round = 0; round < ROUNDS; round += 1) {
    const fixes = fixesIn(now, schema).filter((fix) => !refused.has(cellKey(fix)));
    if (fixes.length === 0) break;
    const next = safely(now, fixes, refused, look);
    if (next === null) continue;
    for (const fix of next.fixes) {
      const before = made.get(cellKey(fix));
      made.set(cellKey(fix), before ? { ...fix, before: before.before } : fix);
    }
    now = next.look;
  }
  const order = (fix: Fix) => grids.findIndex(({ sheet }) => sheet === fix.sheet);
  const fixes = [...made.values()].sort(
    (a, b) => order(a) - order(b) || a.edit.row - b.edit.row || a.edit.column - b.edit.column,
  );
  return { fixes, left: now.findings };
}

interface Look {
  readonly reading: TrackerReading;
  readonly findings: readonly Finding[];
}

/** The fixes of a look that bring nothing new, and what is seen after them; those that do are refused. */
function safely(
  now: Look,
  fixes: readonly Fix[],
  refused: Set<string>,
  look: (grids: readonly Grid[]) => Look,
): { readonly fixes: readonly Fix[]; readonly look: Look } | null {
  const known = new Set(now.findings.map(findingKey));
  for (let left = fixes; left.length > 0; ) {
    const after = look(
      withWrites(
        now.reading.grids,
        left.map(({ edit }) => edit),
      ),
    );
    // A finding that has a fix itself is mended in the next round.
    const brought = after.findings.filter((finding) => !finding.fix && !known.has(findingKey(finding)));
    if (brought.length === 0) return { fixes: left, look: after };
    const rows = new Set(brought.map(({ sheet, row }) => `${sheet}\0${row}`));
    const blamed = left.filter(({ sheet, row }) => rows.has(`${sheet}\0${row}`));
    // Nothing in the rows themselves: something they refer to was mended. Then none of this round is certain.
    for (const fix of blamed.length > 0 ? blamed : left) refused.add(cellKey(fix));
    left = left.filter((fix) => !refused.has(cellKey(fix)));
  }
  return null;
}

/** The fixes that a look offers, a cell once. */
function fixesIn({ findings, reading }: Look, schema: Schema): Fix[] {
  const mendable = findings.filter(({ fix }) => fix !== null);
  if (mendable.length === 0) return [];
  const { regions, grids, rows } = reading;
  const rowAt = new Map(rows.map((row) => [`${row.at.sheet}\0${row.at.row}`, row]));
  const seen = new Set<string>();
  return mendable.flatMap((finding) => {
    const edit = writeOf(finding, regions, grids, schema);
    if (edit === null || finding.fix === null || finding.column === null) return [];
    const { rule, tab, ref, column } = finding;
    const row = rowAt.get(`${edit.sheet}\0${edit.row}`);
    const shown = column === REF ? (row?.ref ?? null) : (row?.cells[column] ?? null);
    const grid = grids.find(({ sheet }) => sheet === edit.sheet);
    // A date is shown as a date; but where only its form changes, what stood in the cell tells more.
    const before = grid && shown === finding.fix.value ? cellAt(grid, edit.row, edit.column) : shown;
    const fix = { rule, tab, ref, sheet: edit.sheet, row: edit.row + 1, column, before };
    const whole: Fix = { ...fix, after: finding.fix.value, edit };
    if (seen.has(cellKey(whole))) return [];
    seen.add(cellKey(whole));
    return [whole];
  });
}

/** The write that mends a finding; null where it has no fix, no cell, or one that can't be written over. */
export function writeOf(
  { fix, tab, sheet, row, column }: Finding,
  regions: readonly Region[],
  grids: readonly Grid[],
  schema: Schema,
): CellWrite | null {
  const grid = grids.find((each) => each.sheet === sheet);
  const own = tabOf(schema, tab);
  if (!fix || !grid || !own || row === null || column === null) return null;
  const region = regions.find(
    (each) =>
      each.sheet === sheet && each.tab === tab && row - 1 >= each.headerRow && row - 1 <= each.lastRow,
  );
  const place = region?.columns.find((each) => each.column === column)?.at;
  const of = isExtra(column) ? extraColumn(column) : columnOf(own, column);
  if (place === undefined || !of || grid.formulas.has(at(row - 1, place))) return null;
  if (grid.merges.some((area) => isCovered(area, row - 1, place))) return null;
  const content = contentOf(of, grid.dateSystem, fix.value);
  return { kind: 'cell', sheet: grid.sheet, row: row - 1, column: place, content };
}

function isCovered(area: Grid['merges'][number], row: number, column: number): boolean {
  const inside = row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
  return inside && (row !== area.top || column !== area.left);
}

/** The grids as they are read again after these writes. */
export function withWrites(grids: readonly Grid[], writes: readonly CellWrite[]): Grid[] {
  return grids.map((grid) => {
    const own = writes.filter(({ sheet }) => sheet === grid.sheet);
    if (own.length === 0) return grid;
    const values = [...grid.values];
    const formats = [...grid.formats];
    const links = new Map(grid.links);
    for (const { row, column, content } of own) {
      const format = formats[row]?.[column];
      values[row] = withItem(values[row] ?? [], column, writtenValue(content), null);
      if (content.kind === 'number' && content.format && !isDateFormat(format)) {
        const shown = content.format === 'date' ? 'dd/mm/yyyy' : 'dd/mm/yyyy hh:mm';
        formats[row] = withItem(formats[row] ?? [], column, shown, undefined);
      }
      // Only a cell that has a hyperlink gets another target; a cell that is written over otherwise has none.
      if (content.kind !== 'link') links.delete(at(row, column));
      else if (links.has(at(row, column))) links.set(at(row, column), content.target);
    }
    return { ...grid, values, formats, links };
  });
}

function writtenValue(content: CellContent): CellValue {
  switch (content.kind) {
    case 'blank':
      return null;
    case 'number':
      return content.number;
    case 'boolean':
      return content.boolean;
    default:
      return content.text;
  }
}

/** A list with another item in one place, filled up to it where it is shorter. */
function withItem<T>(items: readonly T[], place: number, item: T, filler: T): T[] {
  const longer = Array.from(
    { length: Math.max(items.length, place + 1) },
    (_, index) => items[index] ?? filler,
  );
  longer[place] = item;
  return longer;
}

function cellKey({ sheet, row, column }: Pick<Fix, 'sheet' | 'row' | 'column'>): string {
  return `${sheet}\0${row}\0${column}`;
}

function findingKey({ rule, sheet, row, column }: Finding): string {
  return `${rule}\0${sheet}\0${row}\0${column}`;
}
