/** What was recognised in a book, and how that differs from what a person expects of it. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Expectation, ExpectedRegister, ExpectedTab } from './expectation.ts';

export const Recognised = z.strictObject({
  tabs: z.array(ExpectedTab),
  registers: z.array(ExpectedRegister),
  /** Why the reader would not take the file. */
  refused: z.string().nullable(),
  /** Of reading and recognising once, in a process just begun, and the most memory that this process held. */
  seconds: z.number(),
  megabytes: z.number(),
  /** Of reading over and over, and of inflating and scanning alone; null where the reader would not take the file. */
  readMs: z.number().nullable(),
  floorMs: z.number().nullable(),
});
export type Recognised = z.infer<typeof Recognised>;

/** The differences in words, none where a person would agree with each row and column. */
export function differences(expected: Expectation, found: Recognised): string[] {
  const tabs = expected.tabs === 'none' ? [] : expected.tabs;
  const said = found.refused === null ? [] : [`refused: ${found.refused}`];
  said.push(
    ...compare(
      'tab',
      tabs,
      found.tabs,
      ({ tab, sheet, headerRow }) => `${tab} in ${sheet}, row ${headerRow}`,
    ),
  );
  if (expected.registers !== undefined) {
    const place = ({ sheet, headerRow }: ExpectedRegister) => `${sheet}, row ${headerRow}`;
    said.push(...compare('unrecognised register', expected.registers, found.registers, place));
  }
  return said;
}

function compare<Each extends object>(
  what: string,
  expected: readonly Each[],
  found: readonly Each[],
  placeOf: (each: Each) => string,
): string[] {
  const byPlace = new Map(found.map((each) => [placeOf(each), each]));
  const missing = expected.flatMap((each) => {
    const place = placeOf(each);
    const other = byPlace.get(place);
    byPlace.delete(place);
    if (other === undefined) return [`not found: ${what} ${place}`];
    return isDeepStrictEqual(each, other)
      ? []
      : [`${what} ${place}:`, `  expected ${JSON.stringify(each)}`, `  found    ${JSON.stringify(other)}`];
  });
  return [...missing, ...[...byPlace.keys()].map((place) => `not expected: ${what} ${place}`)];
}
