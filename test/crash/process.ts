/** `tracker serve` as a process of its own, which can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';

const TRACKER = join(import.meta.dirname, '../../server/cli/tracker.js');

/** One register with given refs, and no exports. */
export const register = {
  timeZone: 'Europe/London',
  tabs: {
    ...Object.fromEntries(defaultTabs.map(({ tab }) => [tab, false])),
    notes: {
      refPattern: 'N-{000}',
      columns: { title: { type: 'text', required: 'always' }, owner: { type: 'text' } },
    },
  },
  exports: { groups: [] },
};

export interface Place {
  readonly folder: string;
  /** Starts a service on that database; resolves when it listens. */
  start(database: string, command?: Command): Promise<ServiceProcess>;
  /** Ends what still runs, and removes the folder. */
  remove(): Promise<void>;
}

/** What runs the service instead of Node alone: a shell with a limit, say. */
export type Command = (node: string, args: readonly string[]) => readonly [string, ...string[]];

export interface ServiceProcess {
  readonly url: string;
  /** What it said so far. */
  log(): string;
  /** Its exit code; null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** `kill -9`: it gets no chance to end in order. */
  kill(): Promise<void>;
  /** Asks it to end in order. */
  end(): Promise<void>;
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A folder for databases and services. */
export function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-crash-'));
  const config = join(folder, 'tracker.yaml');
  // YAML reads JSON too.
  writeFileSync(config, JSON.stringify(register));
  const running = new Set<ServiceProcess>();
  return {
    folder,
    async start(database, command = (node, args) => [node, ...args]) {
      const args = ['serve', '--port', '0', '--database', database, '--config', config];
      const [name, ...words] = command(process.execPath, [
        TRACKER,
        ...args,
        '--exports',
        join(folder, 'exports'),
      ]);
      const child = spawn(name, words, {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, NO_COLOR: '1' },
      });
      const service = await listening(child);
      running.add(service);
      void service.exited.then(() => running.delete(service));
      return service;
    },
    async remove() {
      for (const service of running) await service.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess): Promise<ServiceProcess> {
  children.add(child);
  let said = '';
  const up = Promise.withResolvers<string>();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const url = /answers on (http:\S+)/.exec(said)?.[1];
    if (url !== undefined) up.resolve(url);
  });
  const exited = new Promise<number | null>((done) => child.once('exit', done)).finally(() => {
    children.delete(child);
    up.reject(new Error(`The service ended before it listened:\n${said}`));
  });
  const by = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);
    await exited;
  };
  return {
    url: await up.promise,
    log: () => said,
    exited,
    kill: () => by('SIGKILL'),
    end: () => by('SIGTERM'),
  };
}
