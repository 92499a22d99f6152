import type { Value } from '../values/value.ts';

/** Whether a value is a date of noughts: `00/00/00`, `00/01/1900`, or the number 0 that Excel shows so. */
export function isZeroDate(value: Value): boolean {
  if (value === 0) return true;
  return (
    typeof value === 'string' && /^0{1,4}\s*[/.-]\s*(?:0{1,2}|0?1)\s*[/.-]\s*(?:0{1,4}|1900)$/.test(value)
  );
}
