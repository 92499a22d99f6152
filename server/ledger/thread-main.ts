/** What runs in the ledger's thread: a store and a ledger of its own, asked by messages until it is told to end. */
import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../store/open.ts';
import { type Ledger, openLedger } from './ledger.ts';
import type { Answered, Asked, CallName, Calls, Opened, Opening, Refused, ToThread } from './thread-calls.ts';
import { dataOf } from './thread-errors.ts';

if (parentPort === null) throw new Error('This is no program of its own: server/ledger/thread.ts starts it.');
const port = parentPort;

/**
 * Pushes that the ledger is given at a time. Had it all that wait, it would commit them in one group: then the service's
 * thread, which writes the answers and reads what comes next, and this one would take turns instead of working both
 * (measured with 32 connections: up to a quarter fewer pushes a second; in groups of 8, commits cost more than that brings).
 */
const PUSHES_AT_ONCE = 16;

try {
  const { calls, close } = await open(workerData);
  port.on('message', (asked: ToThread) => {
    // What `close` throws ends the thread, and the other side hears of it.
    if (asked === null) void close().then(() => port.close());
    else void answer(calls, asked);
  });
  sayOpened({ opened: true });
} catch (error) {
  sayOpened({ opened: dataOf(error) });
}

async function open({ database, tracker, configuration }: Opening) {
  const store = await openStore(database);
  try {
    const ledger = await openLedger({ store, configuration, tracker, now: Date.now, uuid: randomUUID });
    return {
      calls: callsOf(ledger),
      async close() {
        await ledger.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function callsOf(ledger: Ledger): Calls {
  const inTurn = atMost(PUSHES_AT_ONCE);
  return { ...ledger, push: (author, text) => inTurn(() => ledger.push(author, JSON.parse(text), text)) };
}

/** Runs so many pieces of work at a time, first come, first served. */
function atMost(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

async function answer<Call extends CallName>(calls: Calls, { id, call, given }: Asked<Call>): Promise<void> {
  try {
    const answered: Answered<Call> = { id, call, answer: await calls[call](...given) };
    port.postMessage(answered);
  } catch (error) {
    const refused: Refused = { id, call, error: dataOf(error) };
    port.postMessage(refused);
  }
}

function sayOpened(opened: Opened): void {
  port.postMessage(opened);
}
