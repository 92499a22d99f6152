/** Reading the arguments of a method. Each throws InvalidArgument where it is of another type. */
import { z } from 'zod';
import { parseAddress } from './address.ts';
import { type Book, LiveRange, type Sheet, sheetNamed } from './book.ts';
import { invalidArgument, itemNotFound } from './error.ts';
import type { Target } from './target.ts';

/** A range given as an object or, on a sheet, as an address. */
export function rangeArgument(argument: unknown, sheet: Sheet, book: Book): LiveRange {
  const subject = isTarget(argument) ? argument.subject : null;
  if (subject instanceof LiveRange) return subject;
  if (typeof argument !== 'string') throw invalidArgument('a range or an address is expected');
  const { sheet: named, area } = parseAddress(argument);
  const on = named === null ? sheet : sheetNamed(book, named);
  if (on === null) throw itemNotFound(`the sheet "${named}"`);
  return new LiveRange(on, area);
}

function isTarget(value: unknown): value is Target {
  return typeof value === 'object' && value !== null && 'className' in value && 'subject' in value;
}

export function text(argument: unknown, what: string): string {
  return parsed(z.string(), argument, what);
}

export function optionalText(argument: unknown, what: string): string | null {
  return parsed(z.string().nullish(), argument, what) ?? null;
}

export function index(argument: unknown, what: string): number {
  return parsed(z.int().nonnegative(), argument, what);
}

export function whole(argument: unknown, what: string): number {
  return parsed(z.int(), argument, what);
}

export function flag(argument: unknown, what: string): boolean {
  return parsed(z.boolean().nullish(), argument, what) ?? false;
}

/** Anything else, by its schema. */
export function parsed<T>(schema: z.ZodType<T>, argument: unknown, what: string): T {
  const result = schema.safeParse(argument);
  if (!result.success) throw invalidArgument(what);
  return result.data;
}
