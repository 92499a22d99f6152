import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { matchRef, repairRef } from '../../values/ref.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { hasRef, nameOf } from '../register.ts';
import { rowRule } from '../rule.ts';

export const refForm = rowRule({
  id: 'ref-form',
  about:
    "A ref that is not written as the tab's refs are. Mended where there is one right way and no row has that ref.",
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ text: z.string(), pattern: z.string(), right: z.string().nullable() }),
  check({ row, tab, rows }, say) {
    if (!hasRef(row) || tab.pattern === null || tab.tab.refPattern === null || isExcelError(row.ref)) return;
    if (matchRef(tab.pattern, row.ref) !== null) return;
    const right = repairRef(tab.pattern, row.ref);
    const name = nameOf(tab, row);
    const free = name !== null && rows.named(tab.tab.tab, name).length <= 1;
    say({
      column: REF,
      facts: { text: excerpt(row.ref), pattern: tab.tab.refPattern, right },
      fix: right !== null && free ? right : undefined,
    });
  },
  message: ({ text, pattern, right }) =>
    `The ref ${quoted(text)} is not written as ${example(pattern)}. ${
      right === null ? 'Write it so, or leave it blank for sync to give one.' : `Write ${right}.`
    }`,
});

/** `DR-{000}` as a person reads it: `DR-001`. */
function example(pattern: string): string {
  return pattern
    .replace('{meeting}', '14')
    .replace(/\{(0+)\}/u, (_, zeros: string) => '1'.padStart(zeros.length, '0'));
}
