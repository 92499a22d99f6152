/** The merge of one cell: what to do with the sheet's value, the ledger's, and the base of both. Pure. */
import { canonicalValue } from '../values/canonical.ts';
import { hasParts, mergeParts } from '../values/parts.ts';
import type { Value } from '../values/value.ts';

/**
 * - `same`: the sheet shows what the ledger holds, nobody changed it.
 * - `take`: only the ledger changed: its value goes into the sheet.
 * - `push`: only the sheet changed: its value goes to the ledger.
 * - `agreed`: both changed, to the same value.
 * - `parts`: both changed, in different parts: what has both changes goes to the ledger and into the sheet.
 * - `conflict`: both changed, to different values; a person decides.
 */
export type CellMerge = 'same' | 'take' | 'push' | 'agreed' | 'parts' | 'conflict';

/** Merges three canonical values of one cell. */
export function mergeCell(base: Value, sheet: Value, ledger: Value): CellMerge {
  if (sheet === base) return ledger === sheet ? 'same' : 'take';
  if (ledger === base) return 'push';
  return sheet === ledger ? 'agreed' : 'conflict';
}

/** A cell of a type with parts, with both changes made; null where they meet in one part, or it has none. */
export function mergeByParts(
  type: string | undefined,
  base: Value,
  sheet: Value,
  ledger: Value,
): Value | null {
  const [before, mine, theirs] = [base, sheet, ledger].map((value) => value ?? '');
  if (type === undefined || !hasParts(type)) return null;
  if (typeof before !== 'string' || typeof mine !== 'string' || typeof theirs !== 'string') return null;
  return canonicalValue({ type }, mergeParts(type, before, mine, theirs));
}

/** What is known of a cell's base. */
export interface BaseSources {
  /** The pin's base, where the cell is pinned. */
  readonly pinned?: Value | undefined;
  /** Whether a revision after the base put the sheet's value there: a lost answer, a file closed unsaved. */
  readonly sheetWasPut: boolean;
  /** The ledger's value at the revision at which the column was last compared. */
  readonly atBase: Value;
}

/** Which value counts as the base of a cell that shows `sheet`: its pin's, else its own if it came from the ledger. */
export function baseOf(sheet: Value, sources: BaseSources): Value {
  if (sources.pinned !== undefined) return sources.pinned;
  return sources.sheetWasPut ? sheet : sources.atBase;
}
