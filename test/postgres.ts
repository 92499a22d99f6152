/** A PostgreSQL for the tests: Debian's, started in a folder of its own and gone with it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const PACKAGE = 'postgresql';
/** The account that Debian's package makes: PostgreSQL refuses to run as root. */
const ACCOUNT = 'postgres';

/** Where the newest installed PostgreSQL has its programs; null where there is none. */
function programs(): string | null {
  const debian = globSync('/usr/lib/postgresql/*/bin').sort(
    (one, other) => Number(other.split('/')[4]) - Number(one.split('/')[4]),
  );
  const own = (process.env.PATH ?? '').split(':');
  return [...debian, ...own].find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** Installs PostgreSQL where it is missing and we may (root on Debian); throws with the one line to type where not. */
export function ensurePostgres(): void {
  if (programs() !== null) return;
  // `--no-install-recommends`, and no cluster of Debian's own beside ours.
  const command = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGE}`;
  if (process.getuid?.() !== 0) {
    throw new Error(
      `The tests start PostgreSQL, which is missing. Type this, then run them again:\n  sudo sh -c '${command}'`,
    );
  }
  process.stderr.write(`Installing what the tests need: ${PACKAGE}\n`);
  const installed = spawnSync('sh', ['-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (installed.status !== 0 || programs() === null) {
    throw new Error(`PostgreSQL could not be installed. Type this, then run the tests again:\n  ${command}`);
  }
}

export interface TestPostgres {
  /** Its address, with a superuser's name and password. */
  readonly url: string;
  /** Ends it: at once without tidying up, as a crash does, or in order. */
  halt(how: 'immediate' | 'fast'): void;
  /** Starts it again, at the same address. */
  start(): void;
  /** Ends it and removes its folder. */
  stop(): void;
}

/** Makes and starts a PostgreSQL on a free port. It ends with this process at the latest. */
export async function startPostgres(): Promise<TestPostgres> {
  ensurePostgres();
  const bin = programs();
  if (bin === null) throw new Error('There is no initdb.');
  const folder = mkdtempSync(join(tmpdir(), 'tracker-postgres-'));
  const account = process.getuid?.() === 0 ? accountOf(ACCOUNT) : null;
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null) for (const path of [folder, passwordFile]) chownSync(path, account.uid, account.gid);

  const commandOf = (program: string, given: readonly string[]): readonly [string, ...string[]] => {
    const command = join(bin, program);
    return account === null ? [command, ...given] : ['runuser', '-u', ACCOUNT, '--', command, ...given];
  };
  const run = (program: string, ...given: string[]) => {
    const [name, ...words] = commandOf(program, given);
    const { status, error } = spawnSync(name, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${program} failed (${error?.message ?? `status ${status}`}).`);
  };
  const data = join(folder, 'data');
  // An order of letters that is not that of bytes, so that nothing leans on it by accident.
  const locale = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-GB'];
  const access = [`--username=tracker`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  run('initdb', '--pgdata', data, '--encoding=UTF8', ...locale, ...access, '--no-sync', '--no-instructions');
  const port = await freePort();
  const options = `-p ${port} -h 127.0.0.1 -k ${folder}`;
  const log = join(folder, 'log');
  let up = false;
  const server: TestPostgres = {
    url: `postgres://tracker:${password}@127.0.0.1:${port}/postgres`,
    start() {
      try {
        run('pg_ctl', 'start', '--wait', '--silent', '--pgdata', data, '--log', log, '--options', options);
      } catch (error) {
        throw new Error(`PostgreSQL did not start:\n${existsSync(log) ? readFileSync(log, 'utf8') : ''}`, {
          cause: error,
        });
      }
      up = true;
    },
    halt(how) {
      up = false;
      run('pg_ctl', 'stop', '--wait', '--silent', '--mode', how, '--pgdata', data);
    },
    stop() {
      if (up) server.halt('immediate');
      lifeline.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const kill = commandOf('pg_ctl', ['stop', '--silent', '--mode', 'immediate', '--pgdata', data]);
  const lifeline = endWithUs(folder, kill);
  server.start();
  return server;
}

/** A shell that stops the server and removes its folder as soon as this process is gone, however it goes. */
function endWithUs(folder: string, stop: readonly string[]): ChildProcess {
  const script = 'cat > /dev/null; folder=$1; shift; "$@"; rm -rf "$folder"';
  const lifeline = spawn('sh', ['-c', script, 'sh', folder, ...stop], {
    // Its standard input ends when we do; a signal to our group is not meant for it.
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  lifeline.unref();
  if (lifeline.stdin instanceof Socket) lifeline.stdin.unref();
  return lifeline;
}

let shared: Promise<TestPostgres> | null = null;

/** The one PostgreSQL of all tests of this process that do not stop it. */
export function sharedPostgres(): Promise<TestPostgres> {
  shared ??= startPostgres();
  return shared;
}

let schemas = 0;

/**
 * An empty place in a database, as an address: a schema of its own.
 * @param base the database's address; that of the shared PostgreSQL where none is given
 */
export async function freshDatabase(base?: string): Promise<{ url: string; drop(): Promise<void> }> {
  const url = base ?? (await sharedPostgres()).url;
  schemas += 1;
  const name = `tracker_test_${process.pid}_${schemas}_${randomBytes(3).toString('hex')}`;
  await query(url, `CREATE SCHEMA ${name}`);
  const mark = url.includes('?') ? '&' : '?';
  return {
    url: `${url}${mark}options=${encodeURIComponent(`-c search_path=${name}`)}`,
    drop: () => query(url, `DROP SCHEMA ${name} CASCADE`),
  };
}

/** Asks a database something, over a connection of its own. */
export async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function accountOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  const found = { uid: id('-u'), gid: id('-g') };
  if (found.uid > 0) return found;
  throw new Error(`There is no account ${name} to run PostgreSQL as: it refuses to run as root.`);
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? done(address.port) : reject(new Error('No port.')),
      );
    });
  });
}
