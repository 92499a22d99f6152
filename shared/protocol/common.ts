/** Parts that several requests and answers share. */
import { z } from 'zod';
import { isStorable } from '../values/text.ts';

/** SHA-256 over RFC 8785 JSON, in lower-case hex. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits');
export type Hash = z.infer<typeof Hash>;

/** Text that is written down, or looked for in what is. */
export const StoredText = z
  .string()
  .refine(isStorable, 'It has a character that can’t be stored. Type it again.');

export const Revision = z.number().int().nonnegative();

/** `2022-08-10T09:30:00.000Z` */
export const Instant = z.iso.datetime({ precision: 3 });

/** A calendar day, `2022-08-10`. */
export const Day = z.iso.date();

/** Where a copy's cells stand: the revision that they were last reconciled with. */
export const Base = z.strictObject({ revision: Revision, hash: Hash });
export type Base = z.infer<typeof Base>;
