/** What the rules about a green artefact share. */
import { z } from 'zod';
import { choiceIn } from '../choice.ts';
import { statusOf } from '../status.ts';
import type { RowView } from '../view.ts';

export const greenParameters = {
  rag: z.string().default('rag'),
  green: z.string().default('Green'),
};

/** Whether an open row says that all is well. */
export function isGreen(view: RowView, { rag, green }: { rag: string; green: string }): boolean {
  return choiceIn(view, rag) === green && statusOf(view)?.closed === false;
}
