/** What a push asks for (`Op`), what a revision did (`Change`), and what a person must decide (`Conflict`). */
import { z } from 'zod';
import { Cells, Value } from './value.ts';

const tab = z.string().min(1);
const ref = z.string().min(1);
const column = z.string().min(1);
/** The row's `revision` as the sender saw it. */
const seen = z.number().int().nonnegative();
/** Typed by a co-author in the same workbook, synced by the revision's author. */
const elsewhere = z.boolean().optional();

export const Choice = z.enum(['mine', 'theirs', 'value']);
export type Choice = z.infer<typeof Choice>;

export const Op = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('set'),
    tab,
    ref,
    column,
    from: Value,
    to: Value,
    /** The open conflict whose "mine" this is a fresher typing of. */
    replaces: z.uuid().optional(),
    elsewhere,
  }),
  /** `ref` may be `new:1`, `new:2` …: the ledger then gives the number. */
  z.strictObject({ op: z.literal('add'), tab, ref, cells: Cells, elsewhere }),
  z.strictObject({ op: z.literal('remove'), tab, ref, seen, elsewhere }),
  z.strictObject({ op: z.literal('restore'), tab, ref, seen, elsewhere }),
  z.strictObject({ op: z.literal('renumber'), tab, ref, to: ref, seen, elsewhere }),
  z.strictObject({
    op: z.literal('decide'),
    conflict: z.uuid(),
    choose: Choice,
    value: Value.optional(),
    /** The conflict's `theirsRevision` as shown. */
    seen,
    elsewhere,
  }),
]);
export type Op = z.infer<typeof Op>;

export const Change = z.discriminatedUnion('op', [
  z.object({ op: z.literal('set'), tab, ref, column, before: Value, after: Value, elsewhere }),
  z.object({ op: z.literal('add'), tab, ref, cells: Cells, elsewhere }),
  z.object({ op: z.literal('remove'), tab, ref, cells: Cells, elsewhere }),
  z.object({ op: z.literal('restore'), tab, ref, cells: Cells, elsewhere }),
  z.object({ op: z.literal('renumber'), tab, ref, to: ref, elsewhere }),
  z.object({
    op: z.literal('decide'),
    conflict: z.uuid(),
    tab,
    ref,
    column: z.string().nullable(),
    choose: Choice,
    elsewhere,
  }),
]);
export type Change = z.infer<typeof Change>;

export const ConflictKind = z.enum(['cell', 'removed-edited', 'edited-removed', 'added', 'renumbered']);
export type ConflictKind = z.infer<typeof ConflictKind>;

const side = z.union([Value, Cells]);

export const Conflict = z.object({
  /** Null where it was answered only, not recorded (a dry run, a push without a workbook). */
  id: z.uuid().nullable(),
  workbook: z.uuid().nullable(),
  kind: ConflictKind,
  tab,
  ref,
  /** Null but for `cell`. */
  column: z.string().nullable(),
  base: side,
  mine: side,
  /** The `theirs` fields are those of now. */
  theirs: side,
  theirsRevision: z.number().int().nonnegative(),
  theirsAuthor: z.string().nullable(),
  theirsAt: z.string().nullable(),
  author: z.string(),
  at: z.string(),
  state: z.enum(['open', 'superseded', 'settled', 'decided']),
  decided: z
    .object({ choose: Choice, value: Value, revision: z.number().int(), author: z.string(), at: z.string() })
    .nullable(),
});
export type Conflict = z.infer<typeof Conflict>;
