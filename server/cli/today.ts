/** Which day it is, where the tracker is kept. */
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** Today's date in a time zone, `YYYY-MM-DD`. */
export function todayIn(timeZone: string, now = Date.now()): string {
  // The Swedish way of writing a date is the ISO one.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
}

/** Reads a date given on the command line. Throws what commander shows as a wrong argument. */
export function parseDay(text: string): string {
  if (z.iso.date().safeParse(text).success) return text;
  throw new InvalidArgumentError('Write it as YYYY-MM-DD.');
}
