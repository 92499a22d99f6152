import { z } from 'zod';
import { cellAt, letter } from '../../sheet/grid.ts';
import { normalHeading } from '../../tracker/heading.ts';
import { noParameters, quoted } from '../facts.ts';
import { sheetRule } from '../rule.ts';
import type { RegionView } from '../view.ts';

export const headingTwice = sheetRule({
  id: 'heading-twice',
  about: 'Two columns of one register with the same heading: only the first can be read under it.',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({ heading: z.string(), letters: z.array(z.string()) }),
  check(view, say) {
    const { region } = view;
    const places = new Map<string, { heading: string; column: string | null; at: number[] }>();
    for (const { heading, at } of headings(view)) {
      const normal = normalHeading(heading);
      if (normal === '') continue;
      const known = places.get(normal);
      if (known !== undefined) known.at.push(at);
      else {
        const column = region.columns.find((each) => each.at === at)?.column ?? null;
        places.set(normal, { heading, column, at: [at] });
      }
    }
    for (const { heading, column, at } of places.values()) {
      if (at.length < 2) continue;
      say({ row: region.headerRow, column, facts: { heading, letters: at.map(letter) } });
    }
  },
  message: ({ heading, letters }) =>
    `The heading ${quoted(heading)} stands over more than one column (${letters.join(', ')}). Give each its own heading.`,
});

/** The headings as the sheet has them: a column that could not be read has none in the region. */
function headings({ region, grid }: RegionView): { heading: string; at: number }[] {
  const known = new Map(region.columns.map(({ heading, at }) => [at, heading]));
  const found: { heading: string; at: number }[] = [];
  for (let at = region.left; at <= region.right; at++) {
    const cell = grid === null ? null : cellAt(grid, region.headerRow, at);
    const heading = known.get(at) ?? (typeof cell === 'string' ? cell : null);
    if (heading !== null) found.push({ heading, at });
  }
  return found;
}
