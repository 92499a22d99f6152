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
import { inflateAndScan } from '../bench/floor.ts';
import type { Recognised } from './recognised.ts';

const ROUNDS = 40;

const [, , file = ''] = process.argv;
const bytes = await readFile(file);
const begun = performance.now();
const found = await recognised();
const seconds = (performance.now() - begun) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ ...found, seconds, megabytes, ...(await warm()) } satisfies Recognised));

/**
 * What reading takes when the engine has compiled it, and what inflating the parts and scanning them for tags does:
 * of many rounds in turn the fastest, which other work of the machine disturbs least.
 */
async function warm(): Promise<Pick<Recognised, 'readMs' | 'floorMs'>> {
  if (found.refused !== null) return { readMs: null, floorMs: null };
  let readMs = Number.POSITIVE_INFINITY;
  let floorMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await inflateAndScan(bytes);
    const between = performance.now();
    await readWorkbook(bytes, basename(file));
    floorMs = Math.min(floorMs, between - start);
    readMs = Math.min(readMs, performance.now() - between);
  }
  return { readMs, floorMs };
}

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
