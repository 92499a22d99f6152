import assert from 'node:assert/strict';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Region } from '../../shared/sheet/region.ts';
import { disagreementCells, disagreementEdit } from '../../shared/sync/disagreement.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Conflict } from '../../shared/values/change.ts';

const schema = schemaOf(configure({}));

const conflict: Conflict = {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  workbook: 'aaaaaaaa-0000-4000-8000-000000000002',
  kind: 'cell',
  tab: 'artefacts',
  ref: 'DA-003',
  column: 'status',
  base: 'In Review',
  mine: 'Approved',
  theirs: 'Withdrawn',
  theirsRevision: 7,
  theirsAuthor: 'Edda',
  theirsAt: '2022-08-10T09:30:00.000Z',
  author: 'Owen',
  at: '2022-08-10T10:00:00.000Z',
  state: 'open',
  decided: null,
};

describe('a disagreement on record', () => {
  const cells = disagreementCells(schema, conflict, 'Document\nStatus', { version: '0.4' }, '2022-08-11');

  it('cites the ref and both sides, with who and when, and leaves the rest to a person', () => {
    assert.deepEqual(cells, {
      artefact: 'DA-003',
      version: '0.4',
      subject: 'Disagreement on Document Status of DA-003 (Design Artefacts)',
      options: 'Owen, 10/08/2022 10:00 UTC: Approved\nEdda, 10/08/2022 09:30 UTC: Withdrawn',
      'raised-date': '2022-08-11',
      status: 'Raised',
      'related-refs': 'DA-003',
    });
  });

  it('is a row below the last one of the register, without a ref, in the columns that the sheet has', () => {
    const region: Region = {
      tab: 'dissensus',
      sheet: 'Dissensus',
      headerRow: 3,
      firstRow: 4,
      lastRow: 9,
      left: 0,
      right: 3,
      columns: ['ref', 'subject', 'raised-date', 'x:remarks'].map((column, at) => ({
        column,
        heading: column,
        at,
      })),
      table: 'Register',
      occupiedBelow: true,
    };
    const grid: Grid = {
      sheet: 'Dissensus',
      visibility: 'visible',
      dateSystem: 1900,
      values: [],
      formats: [],
      formulas: new Map(),
      links: new Map(),
      merges: [],
      hiddenRows: [],
      hiddenColumns: [],
      dropDowns: [],
      tables: [],
      notes: null,
    };
    assert.deepEqual(disagreementEdit(schema, region, grid, cells), {
      kind: 'append',
      sheet: 'Dissensus',
      after: 9,
      left: 0,
      right: 3,
      table: 'Register',
      shift: true,
      cells: [
        {
          column: 1,
          content: { kind: 'text', text: 'Disagreement on Document Status of DA-003 (Design Artefacts)' },
        },
        { column: 2, content: { kind: 'number', number: 44784, format: 'date' } },
      ],
    });
  });
});
