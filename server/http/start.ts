/** Starts the service and stops it again: what is opened here in one order is closed in the other. */

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Router } from 'express';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import { isLoopback, openAccess } from '../access/access.ts';
import { openExports } from '../exports/exports.ts';
import { DEFAULT_TRACKER, type Ledger, openLedger } from '../ledger/ledger.ts';
import { openSqlite } from '../store/sqlite.ts';
import { createApp } from './app.ts';

export interface ServiceOptions {
  readonly configuration: Configuration;
  /** The path of the SQLite file. */
  readonly database: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The folder of the nightly exports. */
  readonly exports: string;
  readonly addin: string | null;
  /** Makes routes that stand before the pages, from the service's own ledger. */
  readonly extra?: (ledger: Ledger) => Router;
  readonly now?: () => number;
  readonly log: (line: string) => void;
}

export interface RunningService {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

/** Slow senders of headers are cut off: checked this often, since Node's own check comes only every 30 s. */
const CONNECTIONS_CHECK_MS = 2_000;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Opens the database, then listens.
 * @throws Error where there are no tokens and `host` is not this machine's own
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { configuration, database, host, port, log, now = Date.now } = options;
  const store = await openSqlite(database);
  try {
    const ledger = await openLedger({ store, configuration, now, uuid: randomUUID });
    const access = openAccess(store, DEFAULT_TRACKER);
    await mayListen(access, host, log);
    const exports = openExports({
      ledger,
      store,
      tracker: DEFAULT_TRACKER,
      configuration,
      folder: options.exports,
      now,
      log,
    });
    const extra = options.extra?.(ledger) ?? null;
    const app = createApp({ configuration, ledger, access, exports, addin: options.addin, extra, log });
    const server = createServer({ connectionsCheckingInterval: CONNECTIONS_CHECK_MS }, app);
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    const url = await listening(server, host, port);
    await exports.start();
    return {
      url,
      ledger,
      async close() {
        await closed(server);
        await exports.close();
        await ledger.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
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
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: given } = server.address() as AddressInfo;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${given}`);
    });
  });
}

/** Lets requests under way end, and drops idle connections. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}
