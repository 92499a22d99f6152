import { z } from 'zod';
import { excerpt, noParameters, quoted } from '../facts.ts';
import { sheetRule } from '../rule.ts';
import { meantBy } from '../vocabulary.ts';

export const dropDownMisspelt = sheetRule({
  id: 'drop-down-misspelt',
  about:
    "A drop-down list of the workbook's own that offers a misspelt word: every row picks the mistake up again.",
  severity: 'warning',
  parameters: noParameters,
  facts: z.object({ text: z.string(), word: z.string(), source: z.string() }),
  check({ region, tab, grid, places }, say) {
    if (grid === null) return;
    for (const { column, computed } of tab.ofType.choice) {
      const place = places.get(column);
      const vocabulary = tab.vocabularies.get(column);
      if (computed || place === undefined || vocabulary === undefined) continue;
      const told = new Set<string>();
      for (const { areas, values, source } of grid.dropDowns) {
        if (values === null || !areas.some((area) => covers(area, place, region))) continue;
        for (const value of values) {
          const text = value.trim();
          const meant = meantBy(vocabulary, text);
          if (meant === null || meant.exact || told.has(text)) continue;
          told.add(text);
          say({
            row: region.headerRow,
            column,
            facts: { text: excerpt(text), word: meant.word, source: excerpt(source) },
          });
        }
      }
    }
  },
  message: ({ text, word, source }, { heading }) =>
    `The drop-down list of ${heading()} offers ${quoted(text)}. Correct it to ${quoted(word)} in the list (${source}).`,
});

function covers(
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  place: number,
  { firstRow, lastRow }: { firstRow: number; lastRow: number },
): boolean {
  return left <= place && place <= right && top <= Math.max(lastRow, firstRow) && bottom >= firstRow;
}
