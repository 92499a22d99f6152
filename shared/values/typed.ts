/** A value as a person types it into a field of ours. */
import type { ColumnType } from '../tracker/schema.ts';
import { readDate } from './date.ts';
import type { Value } from './value.ts';

/**
 * What the text means in a column of this type; undefined for a column that nobody knows. What can't be read as the
 * column's type stays text, and the rules speak of it. Blank is null.
 */
export function typedValue(type: ColumnType | undefined, text: string): Value {
  const typed = text.trim();
  if (typed === '') return null;
  if (type === 'date') {
    const read = readDate(typed);
    if (read?.certain) return read.date;
  }
  if ((type === 'number' || type === 'score') && Number.isFinite(Number(typed))) return Number(typed);
  if (type === 'flag' && /^(true|false)$/i.test(typed)) return typed.toLowerCase() === 'true';
  return text;
}
