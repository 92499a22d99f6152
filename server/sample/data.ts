/** The sample's data files: what they hold, checked, in the order of the book's sheets. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A cell that is more than its value. */
const Special = z.union([
  z.strictObject({ link: z.url(), text: z.string() }),
  z.strictObject({ rich: z.array(z.strictObject({ text: z.string(), bold: z.boolean().default(false) })) }),
  z.strictObject({ error: z.literal(['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?']) }),
]);

const Cell = z.union([scalar, Special]);
export type Cell = z.infer<typeof Cell>;

const SheetColumn = z.strictObject({
  /** Names the cell in `rows`. */
  key: z.string(),
  heading: z.string(),
  width: z.number(),
  /** `YYYY-MM-DD` is written as a date; any other text stays text. */
  date: z.boolean().default(false),
  /** The list behind the drop-down. */
  list: z.string().optional(),
  /** `{key}` is the cell of that column in the same row, `{tab.key}` that column of another sheet. */
  formula: z.string().optional(),
  /** How the formula's cached result is worked out here. */
  result: z.enum(['product', 'rag', 'count']).optional(),
  /** The columns that the result is worked out from. */
  of: z.array(z.string()).default([]),
});
export type SheetColumn = z.infer<typeof SheetColumn>;

const Register = z.strictObject({
  tab: z.string(),
  sheet: z.string(),
  title: z.string(),
  lines: z.array(z.string()),
  guidance: z.string(),
  /** A row of merged captions above the headings. */
  bands: z.array(z.strictObject({ from: z.string(), to: z.string(), text: z.string() })).default([]),
  /** The name of the Excel table, where it is one. */
  table: z.string().optional(),
  /** The columns that stay in sight. */
  freeze: z.number().default(1),
  hidden: z.array(z.string()).default([]),
  notes: z.array(z.strictObject({ ref: z.string(), key: z.string(), text: z.string() })).default([]),
  columns: z.array(SheetColumn),
  /** By column key; an empty one is a blank row. */
  rows: z.array(z.record(z.string(), Cell)),
});
export type Register = z.infer<typeof Register>;

const Page = z.strictObject({
  sheet: z.string(),
  width: z.number(),
  lines: z.array(
    z.strictObject({
      text: z.string().optional(),
      style: z.enum(['title', 'heading']).optional(),
      cells: z.array(scalar).optional(),
    }),
  ),
});
export type Page = z.infer<typeof Page>;

const Lists = z.record(z.string(), z.array(z.union([z.string(), z.number()])));

export interface SampleData {
  readonly before: readonly Page[];
  readonly registers: readonly Register[];
  readonly after: readonly Page[];
  readonly lists: Readonly<Record<string, readonly (string | number)[]>>;
}

/** Reads the data files of the sample. Throws a ZodError where one is not as it should be. */
export function readSampleData(): SampleData {
  const pages = z.strictObject({ before: z.array(Page), after: z.array(Page) }).parse(contentOf('pages'));
  const registers = ['artefacts', 'issues', 'dependencies', 'dissensus', 'risks', 'actions'].map((name) =>
    Register.parse(contentOf(name)),
  );
  return { ...pages, registers, lists: Lists.parse(contentOf('lists')) };
}

function contentOf(name: string): unknown {
  return parse(readFileSync(new URL(`data/${name}.yaml`, import.meta.url), 'utf8'));
}
