/**
 * A session's turn at a copy that several people have open: while it pushes and writes it holds the copy's lease, so
 * that co-authors write one after another. Only with AutoSave, where they share the cells.
 */

import { Problem, Unreachable } from '../protocol/problem.ts';
import type { Service } from '../protocol/service.ts';
import type { SyncOptions } from './options.ts';
import type { Busy } from './preview.ts';
import { readState, type State } from './state.ts';

/** How long to wait before a look whether it is our turn, or whether the state has arrived. */
const LOOK_AGAIN_MS = 2_000;
/** What the last session wrote should be here by then; later it is gone on with as it is. */
const ARRIVAL_MS = 30_000;

/** Before a push: go on; start over, since the cells may have changed meanwhile; or somebody else is at it. */
export type TurnStart = 'go' | 'again' | Busy;

/**
 * Runs a session, and gives its turn back at the end, if it took one, with the state that it left in the cells.
 * Throws as the session and the service do.
 */
export async function withTurn<T extends { readonly state: State | null }>(
  options: SyncOptions,
  session: (turn: Turn) => Promise<T>,
): Promise<T> {
  const turn = new Turn(options);
  let done: T | null = null;
  try {
    done = await session(turn);
    return done;
  } finally {
    await turn.end(done?.state ?? null);
  }
}

export class Turn {
  readonly #options: SyncOptions;
  readonly #service: Service;
  /** Names this session among those of the copy. */
  readonly #session: string;
  #workbook: string | null = null;
  /** Once is enough: what has not arrived by then is gone on without. */
  #awaited = false;

  constructor(options: SyncOptions) {
    this.#options = options;
    this.#service = options.service;
    this.#session = options.uuid();
  }

  /** Takes the lease, and waits for others and for what they wrote. Throws as the service does. */
  async begin({ workbook, base }: State): Promise<TurnStart> {
    let waited = 0;
    for (;;) {
      const answer = await this.#ask(workbook);
      if ('author' in answer) {
        const { wait, patience = 0 } = this.#options;
        if (!wait || waited >= patience) return answer;
        this.#options.progress?.('wait', waited, patience);
        await wait(LOOK_AGAIN_MS);
        waited += LOOK_AGAIN_MS;
        continue;
      }
      this.#workbook = workbook;
      const left = answer.base?.revision ?? 0;
      const isOlder = left > base.revision && !this.#awaited;
      if (isOlder) await this.#arrival(left);
      return isOlder || waited > 0 ? 'again' : 'go';
    }
  }

  /** Holds on to the lease. One that was lost meanwhile is not missed: every write looks at its cells first. */
  async renew(): Promise<void> {
    if (this.#workbook !== null) await this.#ask(this.#workbook);
  }

  /** Lets the next one in, with the base that the cells now have. */
  async end(state: State | null): Promise<void> {
    const workbook = this.#workbook;
    if (workbook === null) return;
    this.#workbook = null;
    try {
      await this.#service.lease(workbook, {
        session: this.#session,
        base: state?.base ?? null,
        release: true,
      });
    } catch (error) {
      // All is done by now, and a lease that nobody renews ends by itself within a minute.
      if (!(error instanceof Unreachable)) throw error;
    }
  }

  /** What the last session left in the cells goes with the answer until a session says otherwise at its end. */
  async #ask(workbook: string): Promise<{ base: State['base'] | null } | Busy> {
    try {
      return await this.#service.lease(workbook, { session: this.#session, base: null });
    } catch (error) {
      if (!(error instanceof Problem && error.type === 'copy-busy')) throw error;
      return { author: error.body.author ?? 'Somebody', until: error.body.until ?? null };
    }
  }

  /** Until the state that the last session wrote is in the sheet, with the cells that it wrote before. */
  async #arrival(revision: number): Promise<void> {
    this.#awaited = true;
    const { wait, workbook, progress } = this.#options;
    for (let waited = 0; wait && waited < ARRIVAL_MS; waited += LOOK_AGAIN_MS) {
      const state = readState((await workbook.read([])).state);
      if (state && state.base.revision >= revision) return;
      progress?.('wait', waited, ARRIVAL_MS);
      await wait(LOOK_AGAIN_MS);
    }
  }
}
