/**
 * A real service for tests: a temporary folder, a SQLite file, a port that was free, and a clock that stands still or,
 * where `asItRuns`, the machine's, with which the ledger runs in its thread.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOfToken } from '../../server/access/access.ts';
import { type RunningService, type ServiceOptions, startService } from '../../server/http/start.ts';
import { DEFAULT_TRACKER } from '../../server/ledger/ledger.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { httpService } from '../../shared/protocol/client.ts';
import type { Push } from '../../shared/protocol/push.ts';
import type { Role } from '../../shared/protocol/schema.ts';
import type { ExportService, Service } from '../../shared/protocol/service.ts';
import { type Configuration, configure } from '../../shared/tracker/configuration.ts';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';
import type { Op } from '../../shared/values/change.ts';

const dropped = Object.fromEntries(
  defaultTabs.flatMap(({ tab }) => (tab === 'risks' || tab === 'actions' ? [] : [[tab, false as const]])),
);

/** `notes` of our own beside the default risks and actions; one group outside the house and one inside. */
export const configuration: Configuration = configure({
  timeZone: 'Europe/London',
  tabs: {
    ...dropped,
    notes: {
      refPattern: 'N-{000}',
      columns: {
        title: { type: 'text', required: 'always' },
        due: { type: 'date' },
        status: { type: 'choice', vocabulary: ['Open', 'Closed'], closed: ['Closed'] },
        gossip: { type: 'text', internal: true },
        total: { type: 'number', computed: true },
      },
    },
  },
  exports: {
    groups: [
      { group: 'Members', tabs: ['notes', { tab: 'risks', columns: ['ref', 'score', 'title'], open: true }] },
      { group: 'House', outside: false, tabs: [{ tab: 'notes', only: { status: ['Open'] } }] },
    ],
  },
});

/** 10 August 2022, ten in the morning in London. */
export const NOON = Date.parse('2022-08-10T09:00:00.000Z');

export interface Running {
  readonly service: RunningService;
  readonly folder: string;
  readonly database: string;
  /** The address of the tracker: routes are added to it. */
  readonly api: string;
  readonly clock: { now: number };
  readonly log: string[];
  /** The service as somebody with a token, or as whoever has none. */
  as(token?: string): Service & ExportService;
  /** A request as it would come from anywhere. */
  get(route: string, headers?: Record<string, string>): Promise<Answer>;
  post(route: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The body of a push of these ops on the head. */
  body(changes: readonly Op[], more?: Partial<Push>): Promise<Push>;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** Uuids in order. */
let last = 0;
export function uuid(): string {
  last += 1;
  return `cccccccc-0000-4000-8000-${last.toString(16).padStart(12, '0')}`;
}

interface Options extends Partial<ServiceOptions> {
  /** Who has a token before it starts. */
  readonly tokens?: Readonly<Record<string, Role>>;
  readonly asItRuns?: boolean;
}

/** Starts the service. */
export async function serve(options: Options = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'design-tracker-'));
  const { tokens = {}, asItRuns = false, ...more } = options;
  const database = join(folder, 'tracker.db');
  for (const [name, role] of Object.entries(tokens)) await addToken(database, name, role);
  const clock = { now: NOON };
  const log: string[] = [];
  const service = await startService({
    configuration,
    database,
    host: '127.0.0.1',
    port: 0,
    exports: join(folder, '.data', 'exports'),
    addin: null,
    ...(asItRuns ? {} : { now: () => clock.now }),
    log: (line) => log.push(line),
    ...more,
  });
  const api = `${service.url}/api/v1/trackers/design`;
  const as = (token?: string) => httpService(api, { fetch, ...(token === undefined ? {} : { token }) });
  return {
    service,
    folder,
    database,
    api,
    clock,
    log,
    as,
    get: (route, headers = {}) => ask(`${api}${route}`, { headers }),
    post: (route, body, headers = {}) =>
      ask(`${api}${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: bodyOf(body),
      }),
    async body(changes, more = {}) {
      const { tracker, fingerprint, revision, hash } = await service.ledger.schema({
        name: 'test',
        role: 'reader',
      });
      const base = { revision, hash };
      return { request: uuid(), tracker, workbook: null, base, fingerprint, changes: [...changes], ...more };
    },
    async stop() {
      await service.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Asks any address. */
export async function ask(address: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(address, init);
  const text = await response.text();
  const type = response.headers.get('content-type')?.split(';')[0] ?? null;
  const json: unknown = type?.endsWith('json') ? JSON.parse(text) : undefined;
  return { status: response.status, type, headers: response.headers, text, json };
}

/** A token whose secret is `dt_NAME`, as another process puts it into the database. */
export async function addToken(database: string, name: string, role: Role): Promise<void> {
  const store = await openSqlite(database);
  const sha256 = hashOfToken(`dt_${name}`);
  await store.addToken(DEFAULT_TRACKER, { name, role, sha256, created: NOON, revoked: null });
  await store.close();
}

/** Ends a token. */
export async function revokeToken(database: string, name: string): Promise<void> {
  const store = await openSqlite(database);
  await store.revokeToken(DEFAULT_TRACKER, name, NOON);
  await store.close();
}

/** A new note. */
export function note(ref: string, cells: Record<string, string | number | boolean | null> = {}): Op {
  return { op: 'add', tab: 'notes', ref, cells: { title: `Note ${ref}`, ...cells } };
}

/** Text as it is, bytes as they are, anything else as JSON. */
function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body);
}
