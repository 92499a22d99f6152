import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { Nothing, noParameters } from '../facts.ts';
import { NO_WRITTEN_REF } from '../marks.ts';
import { isRef } from '../register.ts';
import { cellRule } from '../rule.ts';
import { isSheetRow } from '../view.ts';

export const refMissing = cellRule({
  id: 'ref-missing',
  about:
    'A filled row without a ref: sync gives the number, but in a tab whose refs have no pattern a person must.',
  severity: 'info',
  raises: true,
  parameters: noParameters,
  facts: Nothing.extend({ given: z.boolean() }),
  hears: NO_WRITTEN_REF,
  columns: () => [REF],
  check({ value, view }, say) {
    if (isRef(value)) return;
    const { row, tab } = view;
    // Where the whole register has none, that is said of it once, and nothing of it is synced.
    if (isSheetRow(row) && row.region.unkeyed === 'no-ref') return;
    const given = tab.pattern !== null;
    say({ facts: { given }, severity: given ? undefined : 'error' });
  },
  message: ({ given }) =>
    given
      ? 'This row has no ref yet. Sync gives it the next number; nothing to do.'
      : 'This row has no ref, and refs of this tab are not given by sync. Type one that no other row has.',
});
