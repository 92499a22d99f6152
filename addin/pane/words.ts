/** Values, times and places in the words of the pane: British, and never an empty string for "nothing". */
import { letter } from '../../shared/sheet/grid.ts';
import { columnOf, isExtra, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import { showDate } from '../../shared/values/date.ts';
import type { Cells, Value } from '../../shared/values/value.ts';

const DAY = /^\d{4}-\d{2}-\d{2}/;
/** Longer texts are cut in lists; the cell itself has the rest. */
const LONGEST = 160;
/** Enough of a row to know it by. */
const CELLS_SHOWN = 4;

/** A cell's value: dates as 10/08/2022, nothing as "blank". */
export function showValue(value: Value): string {
  if (value === null) return 'blank';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  if (DAY.test(value)) {
    const time = value.slice(11, 16);
    return time ? `${showDate(value.slice(0, 10))} ${time}` : showDate(value);
  }
  return value.length > LONGEST ? `${value.slice(0, LONGEST).trimEnd()}…` : value;
}

/** One side of a change: a cell's value, or a row's first cells as "Title: …; Owner: …; and 9 more cells". */
export function showSide(side: Value | Cells, tab: string, schema: Schema): string {
  if (typeof side !== 'object' || side === null) return showValue(side);
  const cells = Object.entries(side);
  if (cells.length === 0) return 'an empty row';
  const order = tabOf(schema, tab)?.columns.map(({ column }) => column) ?? [];
  const parts = cells
    .toSorted(([a], [b]) => placeIn(order, a) - placeIn(order, b))
    .slice(0, CELLS_SHOWN)
    .map(([column, value]) => `${headingOf(schema, tab, column)}: ${showValue(value)}`);
  const more = cells.length - parts.length;
  return [...parts, ...(more > 0 ? [`and ${count(more, 'more cell')}`] : [])].join('; ');
}

/** Extra columns stand behind the tab's own. */
function placeIn(order: readonly string[], column: string): number {
  const place = order.indexOf(column);
  return place < 0 ? order.length : place;
}

/** What sheets call a column. */
export function headingOf(schema: Schema, tab: string, column: string): string {
  if (isExtra(column)) return column.slice(2);
  const own = tabOf(schema, tab);
  return (own && columnOf(own, column)?.heading) ?? column;
}

/** `10/08/2022, 10:30` of an instant, in the tracker's time zone. */
export function showInstant(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}

/** Today there, `2022-08-10`. */
export function todayIn(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** `Risks!C12`, as far as it is known; the row and column are those of a finding. */
export function showPlace(sheet: string | null, row: number | null, column: number | null): string {
  if (sheet === null) return '';
  if (row === null) return sheet;
  return column === null ? `${sheet}, row ${row}` : `${sheet}!${letter(column)}${row}`;
}

/** `1 error`, `3 errors`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
