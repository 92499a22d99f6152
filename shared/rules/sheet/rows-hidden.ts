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
      let first: number | undefined;
      let last: number | undefined;
      for (let place = 0; place < rows.length; place += 1) {
        const line = rows.line(place);
        if (line === null || line < from || line > to) continue;
        first ??= line;
        last = line;
      }
      if (first === undefined || last === undefined) continue;
      say({ row: first, column: null, facts: { from: first + 1, to: last + 1 } });
    }
  },
  message: ({ from, to }) =>
    `${from === to ? `Row ${from} is` : `Rows ${from} to ${to} are`} hidden, and checked and synced all the same. Show them before you change anything there.`,
});
