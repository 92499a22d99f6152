/** The row of instructions that some books have right under their headings. */
import { columnOf, REF, type Tab } from '../tracker/schema.ts';
import { readDate } from '../values/date.ts';
import { refPattern, repairRef } from '../values/ref.ts';
import { cellAt, type Grid } from './grid.ts';
import type { RegionColumn } from './region.ts';

/** How instructions begin. */
const INSTRUCTION =
  /^\W*(?:e\.?g\b|for example|example|enter|select|choose|pick|provide|describe|give|state|list|specify|insert|add|use|type|write|fill|please|unique|free text|short|brief|one of|format|dd?[/ .-]mm|yyyy|drop-?down|mandatory|optional|required|automatic|auto-|calculated|do not|don['’]t|leave blank|who|what|when|which|where|how|date (?:on|when|that|the|by|in)|name of|number of|the (?:date|name|party|person|reference|title)|1 ?(?:-|–|to) ?5)/iu;

/**
 * Whether a row right under the headings is guidance and no record. It is a record, whatever it says, if it has
 * a ref of the tab's pattern, or a number, date, yes-or-no or vocabulary word where one belongs; else most of
 * its cells must read as instructions, and without a ref cell nearly all of them and at least three.
 */
export function isGuidance(tab: Tab, grid: Grid, row: number, columns: readonly RegionColumn[]): boolean {
  let filled = 0;
  let instructions = 0;
  let refText: string | null = null;
  for (const { column: key, at } of columns) {
    const value = cellAt(grid, row, at);
    if (value === null || (typeof value === 'string' && value.trim() === '')) continue;
    if (typeof value !== 'string') return false;
    filled++;
    if (INSTRUCTION.test(value)) instructions++;
    if (key === REF) {
      if (isRefLike(tab, value)) return false;
      refText = value;
      continue;
    }
    const column = columnOf(tab, key);
    if (column?.type === 'date' && readDate(value, 2000) !== null) return false;
    if (column?.type === 'choice' && isWordOf(column.vocabulary ?? [], value)) return false;
  }
  if (refText === null) return filled >= 3 && instructions >= filled * 0.75;
  if (filled >= 2 && instructions >= filled * 0.5) return true;
  return !/\d/.test(refText) && isUnlikeRecords(tab, grid, row, columns);
}

/** So many records below show what refs look like. */
const RECORDS_SEEN = 10;
/** Where a value of these types belongs, a phrase is none. */
const TERSE = new Set(['date', 'score', 'choice', 'flag', 'number']);

/**
 * Whether a row with words for a ref is a further line of guidance, however it sounds: the records below have refs
 * with numbers, and it says something in several words where they have a date, a score or a word of a list.
 */
function isUnlikeRecords(tab: Tab, grid: Grid, row: number, columns: readonly RegionColumn[]): boolean {
  const place = columns.find(({ column }) => column === REF)?.at ?? 0;
  const refs = grid.values
    .slice(row + 1, row + 1 + RECORDS_SEEN)
    .map((values) => String(values?.[place] ?? ''))
    .filter((text) => text.trim() !== '');
  if (refs.filter((text) => /\d/.test(text)).length * 2 <= refs.length) return false;
  return columns.some(
    ({ column, at }) =>
      TERSE.has(columnOf(tab, column)?.type ?? '') &&
      /\S\s+\S+\s+\S/.test(String(cellAt(grid, row, at) ?? '')),
  );
}

function isRefLike(tab: Tab, text: string): boolean {
  if (INSTRUCTION.test(text)) return false;
  if (tab.refPattern !== null && repairRef(refPattern(tab.refPattern), text) !== null) return true;
  // A ref of another pattern, or a free one: short, in one word, with a number.
  return /^\s*\S{1,20}\s*$/.test(text) && /\d/.test(text);
}

function isWordOf(vocabulary: readonly string[], text: string): boolean {
  const word = text.trim().toLowerCase();
  return vocabulary.some((each) => each.toLowerCase() === word);
}
