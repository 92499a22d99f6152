/** Excel's day numbers. In the 1900 system 29 February 1900 exists (serial 60), so that later days are one up. */

const DAY = 86_400_000;

/** The serial of a day, null where there is no such day or the system can't hold it. */
export function serial(year: number, month: number, day: number, system: 1900 | 1904): number | null {
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  if (made.getUTCFullYear() !== year || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day)
    return null;
  if (system === 1904) {
    const days = (time - Date.UTC(1904, 0, 1)) / DAY;
    return days < 0 ? null : days;
  }
  const days = (time - Date.UTC(1899, 11, 31)) / DAY;
  if (days < 1) return null;
  return days < 60 ? days : days + 1;
}

/** The UTC date and time that a serial shows. */
export function dateOf(value: number, system: 1900 | 1904): Date {
  const days = system === 1904 ? value + 1462 : value;
  const shown = days < 61 ? days + 1 : days;
  return new Date(Math.round((shown - 25_569) * 86_400) * 1000);
}
