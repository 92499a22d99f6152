/** What a cell shows: `Range.text`. The common number formats only; others show as General does. */
import type { CellValue } from '../../shared/sheet/grid.ts';
import { dateOf } from './serial.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The text of a value under a number format. */
export function shown(value: CellValue, format: string, system: 1900 | 1904): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return value;
  const first = (format.split(';')[0] ?? '').replace(/\[[^\]]*\]/g, '');
  if (first === '@' || /^general$/i.test(first)) return general(value);
  const bare = first.replace(/"[^"]*"|\\./g, '');
  if (/[dmyhs]/i.test(bare)) return dated(value, first, system);
  return numeric(value, first) ?? general(value);
}

function general(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function numeric(value: number, format: string): string | null {
  const parts = /^(£|\$|€)?(#,##0|0|#)(\.0+)?(%)?$/.exec(format);
  if (parts === null) return null;
  const [, currency = '', whole, decimals = '', percent = ''] = parts;
  const places = Math.max(0, decimals.length - 1);
  const size = Math.abs(percent === '' ? value : value * 100).toFixed(places);
  const [integer = '', fraction] = size.split('.');
  const grouped = whole === '#,##0' ? integer.replace(/\B(?=(\d{3})+$)/g, ',') : integer;
  return `${value < 0 ? '-' : ''}${currency}${grouped}${fraction === undefined ? '' : `.${fraction}`}${percent}`;
}

function dated(value: number, format: string, system: 1900 | 1904): string {
  if (value < 0) return '########';
  const time = dateOf(value, system);
  const tokens = format.match(/"[^"]*"|\\.|AM\/PM|d+|m+|y+|h+|s+|./gi) ?? [];
  const twelve = tokens.some((token) => /^AM\/PM$/i.test(token));
  return tokens
    .map((token, index) => {
      const two = (number: number) => String(number).padStart(Math.min(token.length, 2), '0');
      if (token.startsWith('"')) return token.slice(1, -1);
      if (token.startsWith('\\')) return token.slice(1);
      if (/^AM\/PM$/i.test(token)) return time.getUTCHours() < 12 ? 'AM' : 'PM';
      if (/^y/i.test(token)) return String(time.getUTCFullYear()).slice(token.length > 2 ? 0 : 2);
      if (/^d/i.test(token)) {
        const name = WEEKDAYS[time.getUTCDay()] ?? '';
        return token.length < 3 ? two(time.getUTCDate()) : token.length === 3 ? name.slice(0, 3) : name;
      }
      if (/^h/i.test(token)) return two(twelve ? time.getUTCHours() % 12 || 12 : time.getUTCHours());
      if (/^s/i.test(token)) return two(time.getUTCSeconds());
      if (/^m/i.test(token)) {
        if (minutes(tokens, index)) return two(time.getUTCMinutes());
        const name = MONTHS[time.getUTCMonth()] ?? '';
        return token.length < 3 ? two(time.getUTCMonth() + 1) : token.length === 3 ? name.slice(0, 3) : name;
      }
      return token;
    })
    .join('');
}

/** An `m` is minutes after hours or before seconds. */
function minutes(tokens: readonly string[], index: number): boolean {
  const letters = (token: string | undefined) => token !== undefined && /^[dmyhs]/i.test(token);
  const before = tokens.slice(0, index).findLast(letters);
  const after = tokens.slice(index + 1).find(letters);
  return /^h/i.test(before ?? '') || /^s/i.test(after ?? '');
}
