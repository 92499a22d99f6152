/** Starts the service and stops it again: what is opened here in one order is closed in the other. */

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import type { Router } from 'express';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import { isLoopback, openAccess } from '../access/access.ts';
import { openExports } from '../exports/exports.ts';
import { inForceIn } from '../ledger/in-force.ts';
import { DEFAULT_TRACKER, type Ledger, openLedger } from '../ledger/ledger.ts';
import { openLedgerThread } from '../ledger/thread.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { createApp } from './app.ts';

export interface ServiceOptions {
  readonly configuration: Configuration;
  /** The path of the SQLite file, or the address of a PostgreSQL database. */
  readonly database: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The folder of the nightly exports. */
  readonly exports: string;
  readonly addin: string | null;
  /** Makes routes that stand before the pages, from the service's own ledger. */
  readonly extra?: (ledger: Ledger) => Router;
  /** A clock of the caller's own. It can't be sent to another thread, so the ledger then runs in this one. */
  readonly now?: () => number;
  readonly log: (line: string) => void;
}

export interface RunningService {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly ledger: Ledger;
  /** Resolves if the database fails: then close, and end the process; another one may find the disk well again. */
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

/** Slow senders of headers are cut off: checked this often, since Node's own check comes only every 30 s. */
const CONNECTIONS_CHECK_MS = 2_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** How long a stop waits for requests under way. */
const GRACE_MS = 5_000;

/**
 * Opens the database, then listens.
 * @throws Error where there are no tokens and `host` is not this machine's own
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { configuration, database, host, port, log, now = Date.now } = options;
  const failure = Promise.withResolvers<Error>();
  const store = await openStore(database);
  const opened: (() => Promise<void>)[] = [() => store.close()];
  const close = async () => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    const ledger = await openedLedger(store, options, failure.resolve);
    opened.push(() => ledger.close());
    const access = openAccess(store, DEFAULT_TRACKER);
    await mayListen(access, host, log);
    const exports = openExports({
      ledger,
      store,
      tracker: DEFAULT_TRACKER,
      configuration,
      folder: resolve(options.exports),
      now,
      log,
      failed: failure.resolve,
    });
    opened.push(() => exports.close());
    const app = createApp({
      configuration,
      ledger,
      inForce: inForceIn(store, DEFAULT_TRACKER, configuration),
      access,
      exports,
      addin: options.addin,
      extra: options.extra?.(ledger) ?? null,
      log,
      failed: failure.resolve,
    });
    const server = createServer({ connectionsCheckingInterval: CONNECTIONS_CHECK_MS }, app);
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    const url = await listening(server, host, port);
    opened.push(() => closed(server));
    await exports.start();
    return { url, ledger, failed: failure.promise, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The ledger in a thread of its own, so that its work holds up no request. */
async function openedLedger(
  store: Store,
  { database, configuration, now, log }: ServiceOptions,
  failed: (error: Error) => void,
): Promise<Ledger> {
  if (now !== undefined) return openLedger({ store, configuration, now, uuid: randomUUID });
  const thread = await openLedgerThread(database, configuration);
  void thread.ended.then((error) => {
    log(inspect(error));
    failed(error);
  });
  return thread;
}

/** The service was asked to listen where anybody could reach it, without a token to know anybody by. */
export class OpenToAll extends Error {
  constructor(host: string) {
    super(
      `Without tokens the service listens on this machine only, not on ${host}. ` +
        'Make one for each person first: npx tracker token add NAME',
    );
    this.name = 'OpenToAll';
  }
}

async function mayListen(
  access: { isOpen(): Promise<boolean> },
  host: string,
  log: (line: string) => void,
): Promise<void> {
  if (!(await access.isOpen())) return;
  if (!isLoopback(host)) throw new OpenToAll(host);
  log('There are no tokens: the service listens on this machine only, and every change is by "local".');
}

function listening(server: Server, host: string, port: number): Promise<string> {
  return new Promise((done, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: given } = server.address() as AddressInfo;
      done(`http://${host.includes(':') ? `[${host}]` : host}:${given}`);
    });
  });
}

/** Lets requests under way end, for a while, and drops idle connections. */
async function closed(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  try {
    await new Promise<void>((done, reject) => {
      server.close((error) => (error ? reject(error) : done()));
      server.closeIdleConnections();
    });
  } finally {
    clearTimeout(late);
  }
}
