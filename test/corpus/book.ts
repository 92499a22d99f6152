/** Reads one book and prints, as JSON, what was recognised in it and what that cost. Run by `run.ts` for each. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { WorkbookError } from '../../server/xlsx/error.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { letter } from '../../shared/sheet/grid.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { unrecognised } from '../../shared/sheet/unrecognised.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { isExtra } from '../../shared/tracker/schema.ts';
import type { Recognised } from './recognised.ts';

const [, , file = ''] = process.argv;
const bytes = await readFile(file);
const begun = performance.now();
const found = await recognised();
const seconds = (performance.now() - begun) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ...found, seconds, megabytes } satisfies Recognised));

async function recognised(): Promise<Pick<Recognised, 'tabs' | 'registers' | 'refused'>> {
  const schema = schemaOf(configure({}));
  try {
    const { grids } = await readWorkbook(bytes, basename(file));
    const { regions, rows } = readTracker(schema, grids);
    const tabs = regions.map((region) => ({
      tab: region.tab,
      sheet: region.sheet,
      headerRow: region.headerRow + 1,
      rows: rows.filter((row) => row.region === region).length,
      ...(region.unkeyed === undefined ? {} : { unkeyed: region.unkeyed }),
      columns: Object.fromEntries(
        region.columns.filter(({ column }) => !isExtra(column)).map(({ column, at }) => [column, letter(at)]),
      ),
      extra: region.columns.filter(({ column }) => isExtra(column)).map(({ at }) => letter(at)),
    }));
    const registers = unrecognised(schema, grids, regions).map(({ sheet, headerRow, rows: count }) => ({
      sheet,
      headerRow: headerRow + 1,
      rows: count,
    }));
    return { tabs, registers, refused: null };
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    return { tabs: [], registers: [], refused: error.message };
  }
}
