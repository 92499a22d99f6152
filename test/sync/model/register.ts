/** The six default registers with many rows each, as a workbook and a ledger of their own. */
import { openLedger } from '../../../server/ledger/ledger.ts';
import { serviceOf } from '../../../server/ledger/service.ts';
import { openSqlite } from '../../../server/store/sqlite.ts';
import type { Service } from '../../../shared/protocol/service.ts';
import type { SyncOptions } from '../../../shared/sync/options.ts';
import { configure } from '../../../shared/tracker/configuration.ts';
import { REF, type Tab } from '../../../shared/tracker/schema.ts';
import { defaultTabs } from '../../../shared/tracker/tabs/index.ts';
import { refPattern, writeRef } from '../../../shared/values/ref.ts';
import { uuids } from '../../ledger/builder.ts';
import { type Cell, ModelWorkbook } from './workbook.ts';

export interface Registers {
  readonly workbook: ModelWorkbook;
  readonly service: Service;
  readonly options: SyncOptions;
  /** Types into a cell of the first register that no rule looks at. */
  type(row: number, text: string): void;
  close(): Promise<void>;
}

/** `rows` rows in each register, not synced yet. */
export async function registers(rows: number): Promise<Registers> {
  const store = await openSqlite(':memory:');
  const uuid = uuids('f');
  let now = Date.parse('2022-08-10T09:00:00.000Z');
  const clock = () => {
    now += 1_000;
    return now;
  };
  const ledger = await openLedger({ store, configuration: configure({}), now: clock, uuid });
  const workbook = new ModelWorkbook(
    Object.fromEntries(defaultTabs.map((tab) => [tab.title, sheetOf(tab, rows)])),
  );
  const service = serviceOf(ledger, { name: 'Ann', role: 'owner' });
  const [first] = defaultTabs;
  if (!first) throw new Error('there are no default tabs');
  const place = columnsOf(first).findIndex(({ type }) => type === 'text');
  const options: SyncOptions = {
    workbook,
    service,
    own: new Set(),
    uuid,
    adopt: true,
    preview: async () => ({ removals: [], reversals: [] }),
    confirm: async () => true,
  };
  return {
    workbook,
    service,
    options,
    type: (row, text) => workbook.type(first.title, row, place, text),
    close: () => ledger.close(),
  };
}

function columnsOf({ columns }: Tab): Tab['columns'] {
  return columns.filter(({ computed }) => !computed);
}

function sheetOf(tab: Tab, rows: number): Cell[][] {
  const columns = columnsOf(tab);
  const pattern = tab.refPattern === null ? null : refPattern(tab.refPattern);
  const cells = (row: number) =>
    columns.map(({ column, heading, type, vocabulary }): Cell => {
      if (column === REF) return pattern ? writeRef(pattern, '14', row + 1) : `${tab.tab} ${row + 1}`;
      if (vocabulary?.[0] !== undefined) return vocabulary[0];
      if (type === 'date') return '2022-08-10';
      return type === 'text' ? `${heading} of ${row + 1}` : null;
    });
  return [columns.map(({ heading }) => heading), ...Array.from({ length: rows }, (_, row) => cells(row))];
}
