/** The service's "today": the calendar day in the tracker's time zone, which both sides check by. */

const formats = new Map<string, Intl.DateTimeFormat>();

const MINUTE_MS = 60_000;
/** The day of the minute asked for last, by time zone: offsets of zones are whole minutes. */
const lastAsked = new Map<string, { readonly minute: number; readonly day: string }>();

/** `YYYY-MM-DD` of a moment in a time zone. */
export function dayIn(timeZone: string, at: number): string {
  const minute = Math.floor(at / MINUTE_MS);
  const known = lastAsked.get(timeZone);
  if (known?.minute === minute) return known.day;
  const day = format(timeZone, at);
  lastAsked.set(timeZone, { minute, day });
  return day;
}

function format(timeZone: string, at: number): string {
  let known = formats.get(timeZone);
  if (known === undefined) {
    // Swedish writes ISO dates.
    known = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, known);
  }
  return known.format(at);
}
