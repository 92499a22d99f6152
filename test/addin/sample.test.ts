import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { excelWorkbook } from '../../addin/excel/workbook.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { fromGrids } from '../excel-host/data.ts';
import { openExcel } from './excel.ts';

const SAMPLE = new URL('../../server/sample/design-artefact-tracker.xlsx', import.meta.url);

describe('the sample tracker', () => {
  it('is the same grids from Excel as from its file', async () => {
    const { grids } = await readWorkbook(await readFile(SAMPLE), 'design-artefact-tracker.xlsx');
    const schema = schemaOf(configure({}));
    await openExcel(fromGrids(grids));
    const reading = await excelWorkbook({ schema: () => schema }).read();
    assert.deepEqual(reading.grids, grids.map(asExcelTells));
  });
});

/**
 * Excel can't say where notes are before ExcelApi 1.18; it tells drop-downs cell by cell, not rule by rule, and
 * is asked for them as far as there are values.
 */
function asExcelTells(grid: Grid): Grid {
  const last = grid.values.length - 1;
  const dropDowns = grid.dropDowns
    .flatMap(({ areas, ...rule }) =>
      areas.map((area) => ({ area: { ...area, bottom: Math.min(area.bottom, last) }, rule })),
    )
    .sort((a, b) => a.area.left - b.area.left || a.area.top - b.area.top)
    .map(({ area, rule }) => ({ areas: [area], ...rule }));
  return { ...grid, notes: null, dropDowns };
}
