/** GET /schema */
import { z } from 'zod';
import { Column, DateOrder, RuleSetting, Tab } from '../tracker/schema.ts';
import { Day, Hash, Revision } from './common.ts';

export const Role = z.enum(['reader', 'editor', 'owner']);
export type Role = z.infer<typeof Role>;

export const SchemaAnswer = z.object({
  tracker: z.uuid(),
  fingerprint: Hash,
  revision: Revision,
  hash: Hash,
  today: Day,
  /** Who the caller is to the service, and what they may. */
  you: z.object({ author: z.string(), role: Role }),
  timeZone: z.string(),
  dateOrder: DateOrder.optional(),
  tabs: z.array(Tab.extend({ columns: z.array(Column.loose()) }).loose()),
  rules: z.array(RuleSetting.loose()),
});
export type SchemaAnswer = z.infer<typeof SchemaAnswer>;
