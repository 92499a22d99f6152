/** The service's "today": the calendar day in the tracker's time zone, which both sides check by. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD` of a moment in a time zone. */
export function dayIn(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // Swedish writes ISO dates.
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
