/** How fast a big workbook is read, recognised and checked, against what the machine and exceljs take for it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { check } from '../../shared/rules/check.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { bigBook } from './book.ts';
import { inflateAndScan } from './floor.ts';
import { measure, table } from './measure.ts';
import { READERS } from './readers.ts';

const SIZE = { tabs: 5, rows: 10_000, columns: 16 };
const ROUNDS = 5;
/** Of what takes a tenth of that: the engine is done with compiling after some ten. */
const READING_ROUNDS = 15;
const TODAY = '2022-08-10';
const PEAK = fileURLToPath(new URL('peak.ts', import.meta.url));

/** Prints the tables. */
export async function benchReading(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'));
  try {
    const bytes = bigBook(SIZE);
    const path = join(folder, 'big.xlsx');
    writeFileSync(path, bytes);
    await benchFile(bytes, path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function benchFile(bytes: Uint8Array, path: string): Promise<void> {
  const peaks = new Map(Object.keys(READERS).map((name) => [name, peakOf(name, path)]));
  const schema = schemaOf(configure({}));
  const { grids } = await readWorkbook(bytes, 'big.xlsx');
  const reading = await measure(READING_ROUNDS, {
    'inflate and scan': () => inflateAndScan(bytes),
    'our reader': () => readWorkbook(bytes, 'big.xlsx'),
    'recognise tabs': () => recognise(schema, grids),
  });
  // The rows are held from here on, and every collection walks through them.
  const tracker = readTracker(schema, grids);
  const checking = await measure(ROUNDS, {
    'grids to records': () => readTracker(schema, grids),
    'check all rows': () => check(schema, TODAY, tracker),
  });
  const theirs = await measure(
    1,
    Object.fromEntries(
      Object.entries(READERS)
        .filter(([name]) => name.startsWith('exceljs'))
        .map(([name, read]) => [name, () => read(path)]),
    ),
  );
  const times = new Map([...reading, ...checking, ...theirs]);
  const ms = (name: string) => times.get(name) ?? Number.NaN;
  const ratio = (name: string, to: string) => (ms(name) / ms(to)).toFixed(2);
  console.log(
    `Reading ${SIZE.tabs} × ${SIZE.rows} rows × ${SIZE.columns} columns (${(bytes.length / 1e6).toFixed(1)} MB, ${tracker.rows.length} records); medians of ${READING_ROUNDS}, of ${ROUNDS} for checking\n`,
  );
  console.log(
    table([
      ['', 'ms', '× inflate and scan', '× our reader', 'peak MB'],
      ...[...new Set([...times.keys(), ...peaks.keys()])].map((name) => [
        name,
        times.has(name) ? ms(name).toFixed(0) : '',
        times.has(name) ? ratio(name, 'inflate and scan') : '',
        times.has(name) ? ratio(name, 'our reader') : '',
        peaks.get(name)?.toFixed(0) ?? '',
      ]),
    ]),
  );
  console.log();
  console.log(
    table([
      ['ratio in this run', 'is', 'is to be'],
      ['our reader / inflate and scan', ratio('our reader', 'inflate and scan'), 'at most 2'],
      ['exceljs in memory / our reader', ratio('exceljs, in memory', 'our reader'), 'at least 5'],
      ['exceljs streaming / our reader', ratio('exceljs, streaming', 'our reader'), ''],
      ['recognise tabs / our reader', ratio('recognise tabs', 'our reader'), 'at most 0.1'],
      ['check all rows / our reader', ratio('check all rows', 'our reader'), 'at most 0.2'],
      ['peak of our reader, MB', peaks.get('our reader')?.toFixed(0) ?? '', 'under 300'],
    ]),
  );
}

/** The most memory, in MB, that a process of its own held while it read the file. */
function peakOf(reader: string, path: string): number {
  return Number(execFileSync(process.execPath, [PEAK, reader, path], { encoding: 'utf8' }));
}
