import type { Value } from '../values/value.ts';

/** Whether a flag is set, also where it was typed as `Yes` or `Y`. */
export function isYes(value: Value): boolean {
  return value === true || (typeof value === 'string' && /^y(?:es)?$/i.test(value));
}
