import { isoFromSerial } from '../values/date.ts';
import type { Value } from '../values/value.ts';

/**
 * The date that a five-digit number typed as text is: Excel's serial of a day, pasted without its format.
 * Null for anything else. Five digits are the days from 1927 to 2173.
 */
export function serialIn(value: Value): string | null {
  return typeof value === 'string' && /^[1-9]\d{4}$/.test(value) ? isoFromSerial(Number(value), 1900) : null;
}
