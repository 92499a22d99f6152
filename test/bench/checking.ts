/** What checking a big tracker costs, from grids to findings and after one changed row, against our own reading. */
import { readWorkbook } from '../../server/xlsx/read.ts';
import { check } from '../../shared/rules/check.ts';
import { Checker } from '../../shared/rules/checker.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { measure, table } from './measure.ts';
import { trackerBook } from './tracker-book.ts';

const ROWS = 10_000;
const COLUMNS = 18;
const ROUNDS = 15;
const TODAY = '2022-08-10';

/** Prints the table. */
export async function benchChecking(): Promise<void> {
  const bytes = trackerBook(ROWS, COLUMNS);
  const schema = schemaOf(configure({}));
  const { grids } = await readWorkbook(bytes, 'tracker.xlsx');
  const tracker = readTracker(schema, grids);
  const checker = new Checker(schema, TODAY, tracker);
  const rows = [...tracker.rows];
  let turn = 0;
  const times = await measure(ROUNDS, {
    'read into grids': () => readWorkbook(bytes, 'tracker.xlsx'),
    'grids to records': () => readTracker(schema, grids),
    'check all rows': () => check(schema, TODAY, tracker),
    'grids to findings': () => check(schema, TODAY, readTracker(schema, grids)),
    'check after one change': () => {
      turn += 1;
      const place = (turn * 7_919) % rows.length;
      const before = rows[place];
      if (before === undefined) throw new Error('no rows were read');
      const after = { ...before, cells: { ...before.cells, update: `ONGOING: again ${turn}` } };
      checker.change([{ before, after }], []);
      rows[place] = after;
    },
  });
  const read = times.get('read into grids') ?? 0;
  console.log(
    `Checking ${tracker.regions.length} × ${ROWS} rows × ${COLUMNS} columns (${checker.findings.length} findings); medians of ${ROUNDS}\n`,
  );
  console.log(
    table([
      ['', 'ms', '× our reading'],
      ...[...times].map(([name, ms]) => [name, ms.toFixed(1), (ms / read).toFixed(3)]),
    ]),
  );
}
