/**
 * What a tracker is, as data: its tabs, their columns and the settings of its rules.
 *
 * A `Schema` is all that is needed to read, check and sync a workbook. The service answers it at
 * `GET /schema`; the add-in keeps the last one it saw and checks by it while the service is away.
 */
import { z } from 'zod';

export const ColumnType = z.enum([
  'text',
  'choice',
  'date',
  'ref',
  'refs',
  'party',
  'score',
  'flag',
  'number',
  'link',
  'positions',
  'log',
]);
export type ColumnType = z.infer<typeof ColumnType>;

export const Severity = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof Severity>;

const key = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, a letter first');

/** A field of a tab. `column` is its permanent key; `heading` and `aliases` are what sheets call it. */
export const Column = z.strictObject({
  column: key,
  heading: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  type: ColumnType,
  /** `sometimes`: a rule asks for it in some states of the row. */
  required: z.enum(['always', 'sometimes', 'no']).default('no'),
  /** Worked out by the workbook from other columns: shown, never pushed. */
  computed: z.boolean().default(false),
  /** Never leaves the house: in no export for outsiders. */
  internal: z.boolean().default(false),
  /** The allowed values of a `choice`. */
  vocabulary: z.array(z.string().min(1)).optional(),
  /** Those of the vocabulary in which a row is over and done with. */
  closed: z.array(z.string().min(1)).optional(),
});
export type Column = z.infer<typeof Column>;

/** The column that is every tab's key. It is among `columns`, and never among a row's cells. */
export const REF = 'ref';

/** A register. Its key is the column `ref`. */
export const Tab = z.strictObject({
  tab: key,
  title: z.string().min(1),
  /** What sheets with this register are called. */
  sheets: z.array(z.string().min(1)).default([]),
  /** `DR-{000}`, `DAG{meeting}-{00}`; null: refs are free text and are never given by the ledger. */
  refPattern: z.string().min(1).nullable().default(null),
  columns: z.array(Column).min(1),
});
export type Tab = z.infer<typeof Tab>;

export const RuleSetting = z.strictObject({
  rule: key,
  severity: Severity,
  /** What the rule is told: thresholds, the risk matrix, parties, meeting dates. */
  parameters: z.record(z.string(), z.json()),
});
export type RuleSetting = z.infer<typeof RuleSetting>;

export const DateOrder = z.enum(['day-first', 'month-first']);
export type DateOrder = z.infer<typeof DateOrder>;

export const Schema = z.strictObject({
  /** IANA name. "Today" is a date there. */
  timeZone: z.string().min(1),
  /** Which comes first in dates typed as text; without it the day. */
  dateOrder: DateOrder.optional(),
  tabs: z.array(Tab).min(1),
  rules: z.array(RuleSetting),
});
export type Schema = z.infer<typeof Schema>;

/** The tab of that name, or undefined. */
export function tabOf(schema: Pick<Schema, 'tabs'>, tab: string): Tab | undefined {
  return schema.tabs.find((each) => each.tab === tab);
}

/** The column of that key, or undefined. */
export function columnOf(tab: Tab, column: string): Column | undefined {
  return tab.columns.find((each) => each.column === column);
}

/** Whether a key names an extra column: a heading that no column of the tab claims. */
export function isExtra(column: string): boolean {
  return column.startsWith('x:');
}

/** An extra column as a column: text, kept and synced like the others. */
export function extraColumn(column: string, heading = column.slice(2)): Column {
  return { column, heading, aliases: [], type: 'text', required: 'no', computed: false, internal: false };
}
