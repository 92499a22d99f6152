/** The facts that many rules tell: what stands in the cell, which date, how many. */
import { z } from 'zod';
import type { Value } from '../values/value.ts';

/** No facts: the place says it all. */
export const Nothing = z.object({});

/** What stands in the cell. */
export const Text = z.object({ text: z.string() });

/** A rule without anything to configure. */
export const noParameters = z.strictObject({});

/** A value as a sentence quotes it, cut short. */
export function quoted(value: Value): string {
  const text = String(value ?? '').replace(/\s+/gu, ' ');
  const letters = [...text];
  return `"${letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : text}"`;
}

/** A text kept as a fact: the beginning of it, so that a page in a cell does not travel with each finding. */
export function excerpt(value: Value): string {
  const text = String(value ?? '');
  const letters = [...text];
  return letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : text;
}
