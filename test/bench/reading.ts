/** How fast a big workbook is read, recognised and checked, against what the machine and exceljs take for it. */
import { inflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { openArchive } from '../../server/xlsx/archive.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { check } from '../../shared/rules/check.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { bigBook } from './book.ts';
import { measure, table } from './measure.ts';

const SIZE = { tabs: 5, rows: 10_000, columns: 16 };
const ROUNDS = 5;
const TODAY = '2022-08-10';

/** Prints the table. */
export async function benchReading(): Promise<void> {
  const bytes = bigBook(SIZE);
  const schema = schemaOf(configure({}));
  const { grids } = await readWorkbook(bytes, 'big.xlsx');
  const tracker = readTracker(schema, grids);
  const times = await measure(ROUNDS, {
    'inflate and scan': () => inflateAndScan(bytes),
    'read into grids': () => readWorkbook(bytes, 'big.xlsx'),
    'recognise tabs': () => recognise(schema, grids),
    'grids to rows': () => readTracker(schema, grids),
    'check all rows': () => check(schema, TODAY, { ...tracker, grids }),
  });
  const exceljs = await measure(1, {
    'exceljs, in memory': async () => new ExcelJS.Workbook().xlsx.load(Uint8Array.from(bytes).buffer),
  });
  const floor = times.get('inflate and scan') ?? 0;
  const read = times.get('read into grids') ?? 0;
  console.log(
    `Reading ${SIZE.tabs} × ${SIZE.rows} rows × ${SIZE.columns} columns (${(bytes.length / 1e6).toFixed(1)} MB, ${tracker.rows.length} records); medians of ${ROUNDS}\n`,
  );
  console.log(
    table([
      ['', 'ms', '× inflate and scan', '× our reading'],
      ...[...times, ...exceljs].map(([name, ms]) => [
        name,
        ms.toFixed(0),
        (ms / floor).toFixed(2),
        (ms / read).toFixed(2),
      ]),
    ]),
  );
}

/** The least that reading can take: every part inflated, and each byte looked at once for the next tag. */
async function inflateAndScan(bytes: Uint8Array): Promise<number> {
  let tags = 0;
  const { entries } = await openArchive(bytes, 'big.xlsx');
  for (const { packed } of entries) {
    const part = inflateRawSync(packed);
    for (let at = part.indexOf(0x3c); at !== -1; at = part.indexOf(0x3c, at + 1)) tags += 1;
  }
  return tags;
}
