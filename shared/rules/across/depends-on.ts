/** What a dependency waits for: what the rules about it share. */
import { z } from 'zod';
import { choiceIn } from '../choice.ts';
import { statusOf } from '../status.ts';
import { type RowView, says } from '../view.ts';

export const dependsOnParameters = {
  on: z.string().default('depends-on-ref'),
  type: z.string().default('depends-on-type'),
};

/** The kind of thing that an open row waits for; null where it does not say, or is over. */
export function waitsFor(view: RowView, { on, type }: { on: string; type: string }): string | null {
  if (!says(view, on) || statusOf(view)?.closed === true) return null;
  return choiceIn(view, type);
}
