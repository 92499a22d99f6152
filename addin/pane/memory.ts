/** What the browser keeps between two openings of the pane. Nothing of it is ever in the workbook. */
import { z } from 'zod';
import { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Schema } from '../../shared/tracker/schema.ts';

/** `localStorage`, or something like it. */
export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Memory {
  readonly token: () => string | null;
  readonly setToken: (token: string | null) => void;
  /** The last schema that the service answered, null where none is kept or an older version kept another kind. */
  readonly schema: () => Schema | null;
  readonly setSchema: (schema: Schema) => void;
}

/** Office gives each site that frames the pane its own partition; its key goes before ours. */
export function memoryOf(storage: Storage, partition: string): Memory {
  const token = `${partition}design-tracker.token`;
  const schema = `${partition}design-tracker.schema`;
  return {
    token: () => storage.getItem(token),
    setToken: (value) => (value === null ? storage.removeItem(token) : storage.setItem(token, value)),
    schema() {
      const kept = KeptSchema.safeParse(storage.getItem(schema));
      return kept.success ? kept.data : null;
    },
    setSchema: (value) => storage.setItem(schema, JSON.stringify(value)),
  };
}

const KeptSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(SchemaAnswer.pick({ timeZone: true, tabs: true, rules: true }));
