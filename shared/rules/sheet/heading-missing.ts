import { z } from 'zod';
import { REF } from '../../tracker/schema.ts';
import { partyOfColumn } from '../dissensus/positions.ts';
import { quoted } from '../facts.ts';
import { partiesParameter } from '../form/parties.ts';
import { sheetRule } from '../rule.ts';

export const headingMissing = sheetRule({
  id: 'heading-missing',
  about: 'A column that every row needs and the sheet lacks, or calls by a name that nobody knows.',
  severity: 'error',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ heading: z.string() }),
  check({ region, tab, places }, say, { parties }) {
    for (const { column, heading, required, computed, type } of tab.tab.columns) {
      if (required !== 'always' || computed || column === REF || places.has(column)) continue;
      // A column a party holds them.
      if (type === 'positions' && [...places.keys()].some((each) => partyOfColumn(parties, each) !== null))
        continue;
      say({ row: region.headerRow, column, facts: { heading } });
    }
  },
  message: ({ heading }, { title }) =>
    `${title()} needs the column ${quoted(heading)}, and this sheet has none. Add it, or say which heading it goes by here.`,
});
