import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { isWritten, matchRef, repairRef } from '../../values/ref.ts';
import { isExcelError } from '../excel-error.ts';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { NO_WRITTEN_REF } from '../marks.ts';
import { isRef, nameOfRef } from '../register.ts';
import { cellRule } from '../rule.ts';

export const refForm = cellRule({
  id: 'ref-form',
  about:
    "A ref that is not written as the tab's refs are. Mended where there is one right way and no row has that ref.",
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ text: z.string(), pattern: z.string(), right: z.string().nullable() }),
  hears: NO_WRITTEN_REF,
  columns: ({ pattern }) => (pattern === null ? [] : [REF]),
  check({ value, view: { tab, rows } }, say) {
    if (!isRef(value) || tab.pattern === null || tab.tab.refPattern === null || isExcelError(value)) return;
    if (isWritten(tab.pattern, value) || matchRef(tab.pattern, value) !== null) return;
    const right = repairRef(tab.pattern, value);
    const name = nameOfRef(tab, value);
    const free = name !== null && rows.count(name, tab.tab.tab) <= 1;
    say({
      facts: { text: excerpt(value), pattern: tab.tab.refPattern, right },
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
