/** How many durable pushes a second the ledger takes, beside what the disk itself can do. */
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, openLedger } from '../../server/ledger/ledger.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { PushAnswer } from '../../shared/protocol/push.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Op } from '../../shared/values/change.ts';
import { table } from './measure.ts';

const ROWS = 2_000;
const WINDOW_MS = 2_000;
const MANY = 1_000;

/** Prints the table. */
export async function benchPushing(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-bench-'));
  try {
    const syncs = fsyncsPerSecond(join(folder, 'floor'));
    const store = await openSqlite(join(folder, 'ledger.db'));
    const ledger = await openLedger({ store, configuration: configure({}), now: Date.now, uuid: randomUUID });
    const service = serviceOf(ledger, { name: 'bench', role: 'owner' });
    await fill(service);
    const one = await pushesPerSecond(ledger, service, 'section', 1);
    const callers = await pushesPerSecond(ledger, service, 'decision-ref', 32);
    const many = await secondsForMany(service);
    await ledger.close();
    await store.close();
    console.log(`Pushing to SQLite with ${ROWS} rows, synchronous=FULL; ${WINDOW_MS / 1000} s each\n`);
    console.log(
      table([
        ['', 'per second', '× fdatasync'],
        ['fdatasync of 8 KiB', syncs.toFixed(0), '1.00'],
        ['pushes of one change, 1 caller', one.toFixed(0), (one / syncs).toFixed(2)],
        ['pushes of one change, 32 callers', callers.toFixed(0), (callers / syncs).toFixed(2)],
        [`changes in one push of ${MANY}`, (MANY / many).toFixed(0), ''],
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The disk's own rate: 8 KiB written into a file that is there already, and forced out. */
function fsyncsPerSecond(file: string): number {
  const handle = openSync(file, 'w+');
  const page = Buffer.alloc(8192, 1);
  for (let index = 0; index < 1024; index += 1) writeSync(handle, page);
  let done = 0;
  const begun = performance.now();
  while (performance.now() - begun < WINDOW_MS) {
    writeSync(handle, page, 0, page.length, (done % 1024) * page.length);
    fdatasyncSync(handle);
    done += 1;
  }
  closeSync(handle);
  return done / ((performance.now() - begun) / 1000);
}

const refOf = (row: number) => `DI-${String(row + 1).padStart(3, '0')}`;

async function fill(service: Service): Promise<void> {
  const cells = {
    title: 'A matter of the design',
    description: 'What was found in review and what is to be done about it',
    artefacts: 'DA-001',
    'raised-by': 'Programme',
    'date-raised': '2022-07-28',
    severity: 3,
    'blocks-baseline': 'No',
    owner: 'Programme (Design Team)',
    status: 'Open',
  };
  await push(
    service,
    0,
    Array.from({ length: ROWS }, (_, row): Op => ({ op: 'add', tab: 'issues', ref: refOf(row), cells })),
  );
}

async function push(service: Service, adopted: number, changes: Op[]) {
  const { tracker, fingerprint, revision, hash } = await service.schema();
  return service.push({
    request: randomUUID(),
    tracker,
    workbook: null,
    base: { revision, hash },
    fingerprint,
    ...(adopted === 0 ? { adopt: true } : {}),
    changes,
  });
}

/** Each caller sets one cell a push, in rows that no other caller has under way. */
async function pushesPerSecond(
  ledger: Ledger,
  service: Service,
  column: string,
  callers: number,
): Promise<number> {
  const { tracker, fingerprint, revision, hash } = await service.schema();
  const base = { revision, hash };
  const known = new Map<number, string>();
  let done = 0;
  const begun = performance.now();
  const author = { name: 'bench', role: 'owner' } as const;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; performance.now() - begun < WINDOW_MS; turn += 1) {
        const row = (caller + callers * turn) % ROWS;
        const from = known.get(row) ?? null;
        const to = `Turn ${turn}`;
        known.set(row, to);
        const answer = await ledger.push(author, {
          request: randomUUID(),
          tracker,
          workbook: null,
          base,
          fingerprint,
          changes: [{ op: 'set', tab: 'issues', ref: refOf(row), column, from, to }],
        });
        if (PushAnswer.parse(JSON.parse(answer)).applied !== 1) throw new Error(`Not applied: ${answer}`);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - begun) / 1000);
}

async function secondsForMany(service: Service): Promise<number> {
  const changes = Array.from(
    { length: MANY },
    (_, row): Op => ({
      op: 'set',
      tab: 'issues',
      ref: refOf(row),
      column: 'source',
      from: null,
      to: 'Bench',
    }),
  );
  const begun = performance.now();
  await push(service, 1, changes);
  return (performance.now() - begun) / 1000;
}
