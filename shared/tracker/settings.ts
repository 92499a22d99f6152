/** The form of `tracker.yaml`. Everything may be left out; what stands there goes over the defaults. */
import { z } from 'zod';
import { ColumnType, DateOrder, Severity } from './schema.ts';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens, a letter first');
const text = z.string().trim().min(1, 'must not be empty');
const texts = z.array(text);
const date = z.iso.date('must be a date such as 2022-08-10');
const dropped = z.literal(false);

const columnSettings = z.strictObject({
  heading: text.optional(),
  /** Added to those it has. */
  aliases: texts.optional(),
  type: ColumnType.optional(),
  required: z.enum(['always', 'sometimes', 'no']).optional(),
  computed: z.boolean().optional(),
  internal: z.boolean().optional(),
  /** In place of those it has. */
  vocabulary: texts.min(1, 'must have at least one value').optional(),
  closed: texts.optional(),
});
export type ColumnSettings = z.infer<typeof columnSettings>;

/** `DR-{000}`: one counter, as many zeros as digits; at most one `{meeting}` before it. */
const refPattern = text.regex(
  /^[^{}]*(\{meeting\}[^{}]*)?\{0+\}[^{}]*$/,
  'must have one counter such as {000}, with at most one {meeting} before it: DR-{000} or DAG{meeting}-{00}',
);

const tabSettings = z.strictObject({
  title: text.optional(),
  /** Added to those it has. */
  sheets: texts.optional(),
  refPattern: refPattern.nullable().optional(),
  columns: z.record(key, z.union([dropped, columnSettings])).optional(),
});
export type TabSettings = z.infer<typeof tabSettings>;

const ruleSettings = z
  .object({ severity: z.enum([...Severity.options, 'off']).optional() })
  .catchall(z.json());

const ownRule = z.strictObject({
  tab: key,
  /** In the Common Expression Language, over the tab's columns. */
  when: text,
  message: text,
  severity: Severity.default('warning'),
  /** The column that the finding is about. */
  column: key.optional(),
});

const groupTab = z.strictObject({
  tab: key,
  columns: z.array(key).min(1, 'must name at least one column').optional(),
  open: z.boolean().optional(),
  only: z.record(key, texts.min(1, 'must have at least one value')).optional(),
});

export const Settings = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/London').optional(),
  /** Which comes first in dates that are typed as text. */
  dateOrder: DateOrder.optional(),
  tabs: z.record(key, z.union([dropped, tabSettings])).optional(),
  /** Party → its aliases, added to those it has. */
  parties: z.record(text, z.union([dropped, texts])).optional(),
  matrix: z
    .strictObject({
      scores: z
        .array(z.array(z.number()).min(1, 'must have a score for each impact'))
        .min(1, 'must have a row for each probability')
        .optional(),
      bands: z
        .array(
          z.strictObject({
            from: z.number(),
            to: z.number(),
            band: text,
            rag: z.enum(['Red', 'Amber', 'Green']),
          }),
        )
        .min(1, 'must have at least one band')
        .optional(),
    })
    .optional(),
  /** In place of the default ones of the groups that it names. */
  meetings: z
    .array(
      z.strictObject({
        group: text,
        /** Quote `'10.10'`: as a number it is 10.1. */
        meeting: z.union([text, z.number().transform(String)]),
        date,
      }),
    )
    .optional(),
  meetingGroup: text.optional(),
  /** Rule → severity, or severity and the rule's own parameters. */
  rules: z.record(key, z.union([z.enum([...Severity.options, 'off']), ruleSettings])).optional(),
  /** Rules of a person's own. */
  ownRules: z.record(key, ownRule).optional(),
  exports: z
    .strictObject({
      /** When the nightly exports are made, in the time zone above. */
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "02:00"')
        .optional(),
      /** In place of the default ones. */
      groups: z
        .array(
          z.strictObject({
            group: text.regex(/^[\w-]+$/, 'must be letters, digits, hyphens: it names a folder'),
            title: text.optional(),
            outside: z.boolean().optional(),
            tabs: z.array(z.union([key, groupTab])).min(1, 'must have at least one tab'),
          }),
        )
        .optional(),
    })
    .optional(),
});
export type Settings = z.infer<typeof Settings>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
