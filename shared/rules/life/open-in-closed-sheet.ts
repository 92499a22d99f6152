import { z } from 'zod';
import { quoted } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { statusOf } from '../status.ts';

export const openInClosedSheet = rowRule({
  id: 'open-in-closed-sheet',
  about: 'An open row in a sheet for those that are over: nobody looks for it there.',
  severity: 'error',
  parameters: z.strictObject({
    /** Words in the names of such sheets, in small letters. */
    words: z.array(z.string()).default(['closed', 'archive', 'archived', 'completed']),
  }),
  facts: z.object({ status: z.string(), sheet: z.string() }),
  check(view, say, { words }) {
    const { sheet } = view;
    if (sheet === null || !isClosedSheet(sheet, words)) return;
    const status = statusOf(view);
    if (status === null || status.closed) return;
    say({ column: status.column, facts: { status: status.status, sheet } });
  },
  message: ({ status, sheet }) =>
    `The status is ${status}, but the row stands in the sheet ${quoted(sheet)}. Move the row back, or correct its status.`,
});

function isClosedSheet(sheet: string, words: readonly string[]): boolean {
  const own = sheet.toLowerCase().split(/[^\p{L}]+/u);
  return !own.includes('open') && words.some((word) => own.includes(word));
}
