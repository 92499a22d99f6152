/**
 * `npm start`: the service with the sample tracker, its pages, and `/try`, where the add-in works without Excel.
 * On this machine only, over plain HTTP, in a database of its own.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnvironment } from '../../server/config/environment.ts';
import { loadConfiguration } from '../../server/config/load.ts';
import { type RunningService, startService } from '../../server/http/start.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { buildAddin } from '../build.ts';
import { buildTry } from './build.ts';
import { tryRoutes } from './routes.ts';
import { seed } from './seed.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = join(ROOT, 'server/sample/design-artefact-tracker.xlsx');

/** The day of the meeting that the sample is about: on any later one nearly all of it would be overdue. */
const DEMO_DAY = Date.parse('2022-08-10T08:30:00.000Z');

export interface TryOptions {
  /** Holds the database, the workbook of the page and the exports; made where it is missing. */
  readonly folder: string;
  readonly port: number;
  readonly log: (line: string) => void;
}

/** Builds the add-in and the page, starts the service, and fills its ledger with the sample where it is empty. */
export async function startTry({ folder, port, log }: TryOptions): Promise<RunningService> {
  const addin = join(ROOT, 'dist/try/addin');
  const page = join(ROOT, 'dist/try/page');
  const workbook = join(folder, 'demo-workbook.json');
  await Promise.all([
    mkdir(folder, { recursive: true }),
    buildAddin({ officeJs: 'local', target: addin }),
    buildTry(page),
  ]);
  const started = Date.now();
  const service = await startService({
    now: () => DEMO_DAY + (Date.now() - started),
    configuration: loadConfiguration(join(ROOT, 'server/sample/tracker.yaml')),
    database: join(folder, 'demo.db'),
    host: '127.0.0.1',
    port,
    exports: join(folder, 'demo-exports'),
    addin,
    extra: () => tryRoutes(page, workbook),
    log,
  });
  try {
    const owner = serviceOf(service.ledger, { name: 'sample', role: 'owner' });
    const isNew = (await owner.schema()).revision === 0;
    if (isNew || !existsSync(workbook)) await writeFile(workbook, JSON.stringify(await seed(owner, SAMPLE)));
  } catch (error) {
    await service.close();
    throw error;
  }
  return service;
}

if (import.meta.main) {
  const { port } = readEnvironment(process.env);
  const service = await startTry({
    folder: join(ROOT, '.data'),
    port,
    log: (line) => process.stderr.write(`${line}\n`),
  }).catch((error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    process.stderr.write(
      `Port ${port} is in use. Stop what listens there, or set TRACKER_PORT to another.\n`,
    );
    process.exit(3);
  });
  process.stdout.write(
    `Design Tracker runs on ${service.url}\n  ${service.url}/try   the sample workbook beside the task pane\n  ${service.url}/      the tracker at a glance\nIt lives on 10 August 2022, the day of the sample's meeting. Ctrl+C stops it.\n`,
  );
  const stopped = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null));
  });
  const failure = await Promise.race([stopped, service.failed]);
  if (failure !== null) process.stderr.write(`${failure.message}\n`);
  await service.close();
  process.exit(failure === null ? 0 : 3);
}
