/** What a column holds, learnt from its cells: its type and, of a choice, the words. */
import type { ColumnType } from '../../tracker/schema.ts';
import { isDateFormat } from '../../values/canonical.ts';
import { readDate } from '../../values/date.ts';
import { at, type CellValue, cellAt, type Grid } from '../grid.ts';
import { isBlank } from '../records.ts';
import { ideasOf } from './ideas.ts';

/** A guess, how sure it is (0 to 1), and why, in words. */
export interface Guess<Value> {
  readonly value: Value;
  readonly confidence: number;
  readonly reason: string;
}

export interface Learnt {
  readonly type: Guess<ColumnType>;
  /** Of a choice, from its drop-down list or else from the rows. */
  readonly vocabulary: readonly string[] | null;
  /** Worked out by the workbook in most rows. */
  readonly computed: boolean;
  /** The share of the rows in which it says something. */
  readonly filled: number;
}

/** A list is short, its words are short, and they come again and again. */
const MOST_WORDS = 12;
const LONGEST_WORD = 40;
const FEWEST_REPEATS = 3;
/** Most of a column, and nearly all of it. */
const MOST = 0.8;
const NEARLY_ALL = 0.95;
const YES_NO = new Set(['yes', 'no', 'y', 'n', 'true', 'false']);

/** Learns what stands below a heading, in the rows that are records. */
export function learnColumn(grid: Grid, heading: string, place: number, rows: readonly number[]): Learnt {
  const cells = rows
    .map((row) => ({ row, value: cellAt(grid, row, place) }))
    .filter(({ value }) => !isBlank(value) && !saysNothing(value));
  const share = (is: (cell: { row: number; value: CellValue }) => boolean) =>
    cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
  const computed = share(({ row }) => grid.formulas.has(at(row, place))) >= MOST;
  const filled = rows.length === 0 ? 0 : cells.length / rows.length;
  const rest = { computed, filled };
  const plain = (type: ColumnType, confidence: number, reason: string): Learnt => ({
    type: { value: type, confidence, reason },
    vocabulary: null,
    ...rest,
  });
  const list = dropDownOf(grid, place, rows);
  if (list !== null) {
    const type = { value: 'choice', confidence: 0.95, reason: 'it has a drop-down list' } as const;
    return { type, vocabulary: list, ...rest };
  }
  if (cells.length === 0) return plain('text', 0.2, 'nothing stands in it yet');
  const dates = share(
    ({ row, value }) =>
      (typeof value === 'number' && isDateFormat(grid.formats[row]?.[place] ?? '')) ||
      (typeof value === 'string' && readDate(value, 2000) !== null),
  );
  if (dates >= MOST) return plain('date', dates, `${percent(dates)} of its cells are dates`);
  const links = share(
    ({ row, value }) =>
      grid.links.has(at(row, place)) || (typeof value === 'string' && /^https?:\/\//i.test(value)),
  );
  if (links >= MOST) return plain('link', links, `${percent(links)} of its cells are links`);
  const numbers = share(({ value }) => typeof value === 'number');
  if (numbers >= NEARLY_ALL) return plain('number', numbers, `${percent(numbers)} of its cells are numbers`);
  const texts = cells.map(({ value }) => String(value).trim());
  if (texts.every((text) => YES_NO.has(text.toLowerCase()))) return plain('flag', 0.9, 'it says yes or no');
  if (asksForSomebody(heading) && share(({ value }) => looksLikeName(String(value))) >= 0.5) {
    return plain('party', 0.8, 'its heading asks for somebody, and it holds names');
  }
  const distinct = usual(texts);
  const isList =
    distinct.length > 1 &&
    distinct.length <= MOST_WORDS &&
    distinct.length * FEWEST_REPEATS <= texts.length &&
    distinct.every((text) => text.length <= LONGEST_WORD);
  if (isList && numbers === 0) {
    const reason = `${texts.length} cells hold ${distinct.length} different words`;
    return { type: { value: 'choice', confidence: 0.7, reason }, vocabulary: distinct.sort(), ...rest };
  }
  return plain('text', 0.6, 'its cells are texts of many kinds');
}

/** Each word once, of several spellings the usual one. */
function usual(texts: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  const spelt = Map.groupBy(times, ([text]) => text.toLowerCase());
  return [...spelt.values()].flatMap((same) => same.sort((a, b) => b[1] - a[1])[0]?.[0] ?? []);
}

/** A cell that was left as the form had it, or says that it is not known yet: no word of a list, and nobody. */
export function saysNothing(value: CellValue): boolean {
  return (
    typeof value === 'string' &&
    /^\W*(?:(?:please )?(?:select|choose)\b.{0,20}|tb[acd]|to be (?:advised|confirmed|decided)|n\/?a|none|unknown)\W*$/i.test(
      value,
    )
  );
}

/** "Owner", "Who", "Checked by". */
function asksForSomebody(heading: string): boolean {
  const ideas = ideasOf(heading);
  return ideas.has('owner') || (ideas.has('by') && /\b(?:by|whom?)\b/i.test(heading));
}

/** Whether a text may be who somebody is, or some: a few words of letters, the first a capital one. */
export function looksLikeName(text: string): boolean {
  const name = text.trim();
  return (
    name.length <= 60 && /^\p{Lu}/u.test(name) && !/[.!?:]$|\d{2}/u.test(name) && !/(?:\S+\s+){6}/.test(name)
  );
}

/** The words of the drop-down list that covers most of the rows; null where none does. */
function dropDownOf(grid: Grid, place: number, rows: readonly number[]): readonly string[] | null {
  for (const { areas, values } of grid.dropDowns) {
    if (values === null || values.length < 2) continue;
    const covered = rows.filter((row) =>
      areas.some(
        ({ top, left, bottom, right }) => left <= place && place <= right && top <= row && row <= bottom,
      ),
    ).length;
    const words = [...new Set(values.map((value) => value.trim()))].filter(
      (value) => value !== '' && !saysNothing(value),
    );
    if (covered * 2 > rows.length && words.length > 1) return words;
  }
  return null;
}

/** `83 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
