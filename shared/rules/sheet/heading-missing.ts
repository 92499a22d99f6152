import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { noParameters, quoted } from '../facts.ts';
import { sheetRule } from '../rule.ts';

/** A column that every row needs and the sheet lacks, or calls by a name that nobody knows. */
export const headingMissing = sheetRule({
  id: 'heading-missing',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ heading: z.string() }),
  *check({ region, tab, places }) {
    for (const { column, heading, required, computed } of tab.tab.columns) {
      if (required !== 'always' || computed || column === REF || places.has(column)) continue;
      yield { row: region.headerRow, column, facts: { heading } };
    }
  },
  message: ({ heading }, { title }) =>
    `${title()} needs the column ${quoted(heading)}, and this sheet has none. Add it, or say which heading it goes by here.`,
});
