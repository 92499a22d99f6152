import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { Nothing, noParameters } from '../facts.ts';
import { hasRef } from '../register.ts';
import { rowRule } from '../rule.ts';

export const refMissing = rowRule({
  id: 'ref-missing',
  about:
    'A filled row without a ref: sync gives the number, but in a tab whose refs have no pattern a person must.',
  severity: 'info',
  parameters: noParameters,
  facts: Nothing.extend({ given: z.boolean() }),
  check({ row, tab }, say) {
    if (hasRef(row)) return;
    const given = tab.pattern !== null;
    say({ column: REF, facts: { given }, severity: given ? undefined : 'error' });
  },
  message: ({ given }) =>
    given
      ? 'This row has no ref yet. Sync gives it the next number; nothing to do.'
      : 'This row has no ref, and refs of this tab are not given by sync. Type one that no other row has.',
});
