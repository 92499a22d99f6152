/** A day, as the command line is given it. */
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** Reads a date given on the command line. Throws what commander shows as a wrong argument. */
export function parseDay(text: string): string {
  if (z.iso.date().safeParse(text).success) return text;
  throw new InvalidArgumentError('Write it as YYYY-MM-DD.');
}
