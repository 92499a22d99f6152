/** Keeping a person's choices in a copy. */

import { Unreachable } from '../protocol/problem.ts';
import type { Choices } from '../sheet/region.ts';
import type { SyncOptions } from './options.ts';
import type { Busy } from './preview.ts';
import { choiceRows, readState, type State, stateRows } from './state.ts';
import { type Turn, withTurn } from './turn.ts';

/**
 * Writes the choices into the state sheet, beside all else that it holds by then. With AutoSave that is done in the
 * copy's turn, since a co-author's sync writes the same sheet; answers who has the turn, or null once it is done.
 * Throws `StateDamaged`, and as workbook and service do.
 */
export async function keepChoices(options: SyncOptions, map: Choices): Promise<Busy | null> {
  const { workbook } = options;
  const reading = await workbook.read([]);
  const state = readState(reading.state);
  // A copy that was never synced has no id to wait by.
  if (state === null || !reading.autoSave) {
    await write(options, state, map);
    return null;
  }
  try {
    return (await withTurn(options, (turn) => inTurn(options, turn, map))).busy;
  } catch (error) {
    // Who can't be asked for a turn can't be synced with either.
    if (!(error instanceof Unreachable)) throw error;
    await write(options, readState((await workbook.read([])).state), map);
    return null;
  }
}

async function inTurn(
  options: SyncOptions,
  turn: Turn,
  map: Choices,
): Promise<{ readonly state: State | null; readonly busy: Busy | null }> {
  for (;;) {
    const state = readState((await options.workbook.read([])).state);
    const start = state === null ? 'go' : await turn.begin(state);
    if (start === 'again') continue;
    if (start !== 'go') return { state: null, busy: start };
    await write(options, state, map);
    return { state, busy: null };
  }
}

async function write({ workbook }: SyncOptions, state: State | null, map: Choices): Promise<void> {
  await workbook.writeState(state === null ? choiceRows(map) : stateRows({ ...state, map }));
}
