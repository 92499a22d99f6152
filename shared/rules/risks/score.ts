import type { Value } from '../../values/value.ts';

/** The number that a score cell holds, also where it was typed as text; null where it holds none. */
export function scoreIn(value: Value): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,3}(?:\.\d{1,9})?$/.test(value) ? Number(value) : null;
}
