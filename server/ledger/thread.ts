/**
 * The ledger in a thread of its own, behind the same interface: checking, merging and writing then hold up neither the
 * service's sockets nor who only wants to know whether it lives (docs/decisions/0008-ledger-in-a-thread.md).
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import { StoreBusy } from '../store/store.ts';
import { DEFAULT_TRACKER, type Ledger } from './ledger.ts';
import type {
  Answer,
  Answered,
  Asked,
  CallName,
  FromThread,
  Given,
  Opening,
  Refused,
  ToThread,
} from './thread-calls.ts';
import { errorOf } from './thread-errors.ts';

export interface LedgerThread extends Ledger {
  /** Waits for what is under way, and ends the thread with its store. */
  close(): Promise<void>;
  /** Resolves if the thread ends without having been asked to: then the process has to end. */
  readonly ended: Promise<Error>;
}

/** Calls under way, by their number. */
type Waiting = { readonly [Call in CallName]: Map<number, PromiseWithResolvers<Answer<Call>>> };

/**
 * Opens a tracker's ledger in a thread, with a connection to the database of its own.
 *
 * @param database the path of the SQLite file, or the address of a PostgreSQL database
 * @throws ConfigurationError, StoreFailed
 */
export async function openLedgerThread(
  database: string,
  configuration: Configuration,
): Promise<LedgerThread> {
  const opening: Opening = { database, configuration, tracker: DEFAULT_TRACKER };
  const worker = new Worker(new URL('./thread-main.ts', import.meta.url), {
    name: 'ledger',
    workerData: opening,
  });
  const waiting: Waiting = {
    schema: new Map(),
    rows: new Map(),
    changes: new Map(),
    conflicts: new Map(),
    push: new Map(),
    lease: new Map(),
    verify: new Map(),
  };
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Error>();
  let life: 'runs' | 'closes' | 'over' = 'runs';
  let last = 0;

  worker.on('message', (message: FromThread) => {
    if ('answer' in message) settle(message);
    else if ('error' in message) refuse(message);
    else if (message.opened === true) opened.resolve();
    else opened.reject(errorOf(message.opened));
  });
  worker.once('error', dies);
  worker.once('messageerror', dies);
  worker.once('exit', (code) => {
    if (life !== 'closes' || code !== 0) dies(new Error(`its exit code is ${code}`));
    life = 'over';
  });

  function settle<Call extends CallName>({ id, call, answer }: Answered<Call>): void {
    waiting[call].get(id)?.resolve(answer);
    waiting[call].delete(id);
  }

  function refuse({ id, call, error }: Refused): void {
    waiting[call].get(id)?.reject(errorOf(error));
    waiting[call].delete(id);
  }

  /** The first reason counts: the thread's exit follows whatever it died of. */
  function dies(reason: Error): void {
    if (life === 'over') return;
    life = 'over';
    const error = new Error(`The thread of the ledger ended: ${reason.message}.`, { cause: reason });
    for (const calls of Object.values(waiting)) {
      for (const { reject } of calls.values()) reject(gone(error));
      calls.clear();
    }
    opened.reject(error);
    ended.resolve(error);
    void worker.terminate();
  }

  const underWay = () => Object.values(waiting).flatMap((calls) => [...calls.values()]);

  async function ask<Call extends CallName>(call: Call, ...given: Given<Call>): Promise<Answer<Call>> {
    if (life !== 'runs') throw gone();
    last += 1;
    const asked: Asked<Call> = { id: last, call, given };
    worker.postMessage(asked);
    const answer = Promise.withResolvers<Answer<Call>>();
    waiting[call].set(last, answer);
    return answer.promise;
  }

  await opened.promise;
  return {
    schema: (author) => ask('schema', author),
    rows: (tab, at) => ask('rows', tab, at),
    changes: (query) => ask('changes', query),
    conflicts: (query) => ask('conflicts', query),
    push: (author, body, text = JSON.stringify(body)) => ask('push', author, text),
    lease: (author, workbook, asked) => ask('lease', author, workbook, asked),
    verify: () => ask('verify'),
    ended: ended.promise,
    async close() {
      for (let calls = underWay(); calls.length > 0; calls = underWay()) {
        await Promise.allSettled(calls.map(({ promise }) => promise));
      }
      if (life !== 'runs') return;
      life = 'closes';
      const exit = once(worker, 'exit');
      const end: ToThread = null;
      worker.postMessage(end);
      const dead = ended.promise.then((error) => Promise.reject(error));
      await Promise.race([exit, dead]);
    },
  };
}

/** Whether a push that was under way is kept, nobody here knows; whoever sends it again is told. */
function gone(cause?: Error): StoreBusy {
  return new StoreBusy(
    { cause },
    'The ledger of the service ended unexpectedly. Send the same request again: it is done once, also if it was done already.',
  );
}
