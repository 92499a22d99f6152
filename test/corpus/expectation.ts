/** What a person expects of a real book, as written in `expectations/*.yaml`. The books themselves are not kept. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const Letter = z.string().regex(/^[A-Z]{1,3}$/);

export const ExpectedTab = z.strictObject({
  tab: z.string(),
  sheet: z.string(),
  headerRow: z.number().int().positive(),
  rows: z.number().int().nonnegative(),
  unkeyed: z.enum(['no-ref', 'refs-repeat']).optional(),
  columns: z.record(z.string(), Letter),
  extra: z.array(Letter).default([]),
});
export type ExpectedTab = z.infer<typeof ExpectedTab>;

export const ExpectedRegister = z.strictObject({
  sheet: z.string(),
  headerRow: z.number().int().positive(),
  rows: z.number().int().positive(),
});
export type ExpectedRegister = z.infer<typeof ExpectedRegister>;

export const Expectation = z.strictObject({
  /** How the file's name ends: a help for people. A book is told by its bytes. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  tabs: z.union([z.literal('none'), z.array(ExpectedTab).min(1)]),
  /** Left out where nobody has looked for them. */
  registers: z.array(ExpectedRegister).optional(),
});
export type Expectation = z.infer<typeof Expectation>;

/** All expectations of a folder by SHA-256. Throws where one can't be read, or two are of the same book. */
export function readExpectations(folder: string): Map<string, Expectation> {
  const all = new Map<string, Expectation>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
    for (const one of z.array(Expectation).parse(parse(readFileSync(join(folder, name), 'utf8')))) {
      if (all.has(one.sha256)) throw new Error(`${name}: ${one.file} is expected twice`);
      all.set(one.sha256, one);
    }
  }
  return all;
}
