/** What a sync of a whole tracker takes: the first, one that finds nothing to do, and one after an edit. */
import { sync } from '../../shared/sync/session.ts';
import { registers } from '../sync/model/register.ts';
import { measure, table } from './measure.ts';

const ROWS = 2_000;
const ROUNDS = 3;

/** Prints the table. */
export async function benchSyncing(): Promise<void> {
  const { options, service, type, close } = await registers(ROWS);
  const begun = performance.now();
  await sync(options);
  const first = performance.now() - begun;
  const schema = await service.schema();
  let edits = 0;
  const times = await measure(ROUNDS, {
    'nothing to do': () => sync({ ...options, schema }),
    'one edit': () => {
      edits += 1;
      type(1 + (edits % ROWS), `edited ${edits}`);
      return sync({ ...options, schema });
    },
  });
  await close();
  console.log(`Syncing 6 × ${ROWS} rows, workbook and ledger in memory; medians of ${ROUNDS}\n`);
  console.log(
    table([
      ['', 'ms', '× the first'],
      ['first sync', first.toFixed(0), '1.00'],
      ...[...times].map(([name, ms]) => [name, ms.toFixed(0), (ms / first).toFixed(2)]),
    ]),
  );
}
