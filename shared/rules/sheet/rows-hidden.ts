import { z } from 'zod';
import { noParameters } from '../facts.ts';
import { sheetRule } from '../rule.ts';

export const rowsHidden = sheetRule({
  id: 'rows-hidden',
  about: 'Records in hidden rows: they are read, checked and synced like the others, and nobody sees them.',
  severity: 'info',
  parameters: noParameters,
  facts: z.object({ from: z.number(), to: z.number() }),
  check({ grid, rows }, say) {
    for (const { from, to } of grid?.hiddenRows ?? []) {
      const hidden = rows.flatMap(({ at }) =>
        at !== null && at.row >= from && at.row <= to ? [at.row] : [],
      );
      const [first] = hidden;
      const last = hidden.at(-1);
      if (first === undefined || last === undefined) continue;
      say({ row: first, column: null, facts: { from: first + 1, to: last + 1 } });
    }
  },
  message: ({ from, to }) =>
    `${from === to ? `Row ${from} is` : `Rows ${from} to ${to} are`} hidden, and checked and synced all the same. Show them before you change anything there.`,
});
