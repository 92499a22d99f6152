/** Small sheets for tests. */

import type { CellValue, Grid } from '../../shared/sheet/grid.ts';
import { Column, type Schema, Tab } from '../../shared/tracker/schema.ts';

/** A sheet of these rows; a number stands for so many empty rows. */
export function grid(
  sheet: string,
  rows: readonly (readonly CellValue[] | number)[],
  more: Partial<Grid> = {},
): Grid {
  return {
    sheet,
    visibility: 'visible',
    dateSystem: 1900,
    values: rows.flatMap((row) => (typeof row === 'number' ? Array<undefined>(row).fill(undefined) : [row])),
    formats: [],
    formulas: new Map(),
    links: new Map(),
    merges: [],
    hiddenRows: [],
    hiddenColumns: [],
    dropDowns: [],
    tables: [],
    notes: null,
    ...more,
  };
}

/** A small tracker: risks and issues, which have some headings in common. */
export const schema: Schema = {
  timeZone: 'Europe/London',
  rules: [],
  tabs: [
    tab('risks', 'Risk Log', 'DR-{000}', [
      { column: 'ref', heading: 'Ref', aliases: ['ID', 'Risk ID'], type: 'ref', required: 'always' },
      { column: 'title', heading: 'Title', aliases: ['Risk', 'Name'], type: 'text', required: 'always' },
      {
        column: 'status',
        heading: 'Status',
        type: 'choice',
        required: 'always',
        vocabulary: ['Open', 'Closed'],
      },
      { column: 'impact', heading: 'Impact', type: 'score', required: 'always' },
      { column: 'score', heading: 'Score', type: 'score', computed: true },
      { column: 'owner', heading: 'Owner', aliases: ['Risk Owner'], type: 'party', required: 'always' },
      { column: 'due', heading: 'Due Date', aliases: ['Due'], type: 'date' },
      { column: 'controls', heading: 'Action & Controls', type: 'text' },
    ]),
    tab('issues', 'Issues Log', 'DI-{000}', [
      { column: 'ref', heading: 'Ref', aliases: ['ID', 'Issue ID'], type: 'ref', required: 'always' },
      { column: 'title', heading: 'Title', aliases: ['Issue', 'Name'], type: 'text', required: 'always' },
      { column: 'severity', heading: 'Severity', type: 'score', required: 'always' },
      { column: 'status', heading: 'Status', type: 'text', required: 'always' },
      { column: 'link', heading: 'Link', type: 'link' },
    ]),
  ],
};

function tab(name: string, title: string, refPattern: string, columns: Record<string, unknown>[]): Tab {
  return Tab.parse({
    tab: name,
    title,
    sheets: [title],
    refPattern,
    columns: columns.map((each) => Column.parse(each)),
  });
}
