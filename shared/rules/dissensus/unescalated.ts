/** An open dissensus that is still with its working group: what the rules about it share. */
import { z } from 'zod';
import { choiceIn } from '../choice.ts';
import type { Status } from '../memo.ts';
import { statusOf } from '../status.ts';
import type { RowView } from '../view.ts';

export const unescalatedParameters = {
  materiality: z.string().default('materiality'),
  level: z.string().default('level'),
  /** The level at which it was not escalated. */
  lowest: z.string().default('Working Group'),
  /** States that say the same where there is no level. */
  states: z.array(z.string()).default(['Raised', 'At Working Group']),
};

/** The status of an open dissensus of such weight that no level above its working group has; else null. */
export function unescalated(
  view: RowView,
  {
    materiality,
    level,
    lowest,
    states,
  }: { materiality: string; level: string; lowest: string; states: readonly string[] },
  weights: readonly string[],
): Status | null {
  const weight = choiceIn(view, materiality);
  if (weight === null || !weights.includes(weight)) return null;
  const status = statusOf(view);
  if (status === null || status.closed || !states.includes(status.status)) return null;
  const at = choiceIn(view, level);
  return at === null || at === lowest ? status : null;
}
