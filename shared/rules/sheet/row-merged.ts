import { z } from 'zod';
import { letter } from '../../sheet/grid.ts';
import { noParameters } from '../facts.ts';
import { sheetRule } from '../rule.ts';

export const rowMerged = sheetRule({
  id: 'row-merged',
  about:
    'Merged cells among the records: only the first of them has a value, the other rows say nothing there.',
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ area: z.string() }),
  check({ region, grid }, say) {
    for (const { top, left, bottom, right } of grid?.merges ?? []) {
      if (bottom < region.firstRow || top > region.lastRow) continue;
      if (right < region.left || left > region.right) continue;
      const column = region.columns.find(({ at }) => at >= left && at <= right)?.column ?? null;
      const area = `${letter(left)}${top + 1}:${letter(right)}${bottom + 1}`;
      say({ row: Math.max(top, region.firstRow), column, facts: { area } });
    }
  },
  message: ({ area }) =>
    `${area} is merged. Only its first cell has a value: unmerge it and fill in every row.`,
});
