/** The canonical value of a cell and the record of a row, as they travel and are stored. */
import { z } from 'zod';

/**
 * What a cell holds, in canonical form: text, a finite number, a boolean, or null for nothing.
 * Dates are text, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`. Lone surrogates and U+0000 are refused:
 * no store keeps both (PostgreSQL refuses U+0000, SQLite rewrites surrogates).
 */
export const Value = z.union([
  z
    .string()
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'has a character that no store keeps'),
  z.number(),
  z.boolean(),
  z.null(),
]);
export type Value = z.infer<typeof Value>;

/** A row's cells by column key, without the ref, without computed columns, nulls omitted. */
export const Cells = z.record(z.string(), Value);
export type Cells = z.infer<typeof Cells>;

/** Excel's own limit on the length of a cell's text, in UTF-16 units. Longer text is refused. */
export const MAX_TEXT = 32_767;
