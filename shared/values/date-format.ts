/** Whether an Excel number format shows a number as a date. */

/** Literals ("…", \x, _x, *x), colours, conditions and locales in brackets (not `[h]`), and the marks of the half-day. */
const NOT_CODES = /"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|AM\/PM|A\/P/gi;

const known = new Map<string, boolean>();
/** A workbook has a few dozen formats; the memory is bounded for one that has not. */
const REMEMBERED = 1000;

/**
 * Whether a number in this format reads as a day: the format has a day or a year, or a month without hours or
 * seconds (`mm:ss` is minutes). A time of day or a duration alone (`[h]:mm`) is no date.
 */
export function isDateFormat(format: string | undefined): boolean {
  if (format === undefined || format === 'General' || format === '@') return false;
  const remembered = known.get(format);
  if (remembered !== undefined) return remembered;
  const codes = format.replace(NOT_CODES, '').toLowerCase();
  const isDate = /[dy]/.test(codes) || (codes.includes('m') && !/[hs]/.test(codes));
  if (known.size >= REMEMBERED) known.clear();
  known.set(format, isDate);
  return isDate;
}
