/**
 * `tracker sync --watch DIR`: syncs the workbooks of a folder as they are saved there. Unless told to write, it only
 * reads them: what the ledger has to say stays out of them, and their state is kept beside the service's data.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Unreachable } from '../../shared/protocol/problem.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { heldLine, itemLine, resultLine } from '../../shared/sync/describe.ts';
import type { Preview, SyncChoices } from '../../shared/sync/preview.ts';
import { sync } from '../../shared/sync/session.ts';
import { readState } from '../../shared/sync/state.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import { openFile } from '../xlsx/file.ts';
import { failureOf } from './failure.ts';
import type { Terminal } from './terminal.ts';

export interface WatchOptions {
  readonly folder: string;
  /** Also write the ledger's changes, and the state, into the workbooks. */
  readonly write: boolean;
  readonly reason?: string | undefined;
  /** The folder that the states of workbooks are kept in that are only read. */
  readonly states: string;
}

/** Looked at again and again: shared folders often tell nobody of changes. */
const POLL_MS = 1_000;
/** Goes on until the command is told to stop. Throws where the folder can't be listed at the start. */
export async function watch(service: Service, options: WatchOptions, terminal: Terminal): Promise<void> {
  let over = false;
  const stopped = terminal.stopped().then(() => {
    over = true;
  });
  const done = new Map<string, string>();
  const seen = new Map<string, string>();
  await readdir(options.folder);
  terminal.remark(
    `Watching ${options.folder}. ${options.write ? 'Workbooks are written.' : 'Workbooks are only read.'}`,
  );
  while (!over) {
    for (const [name, mark] of await workbooksIn(options.folder)) {
      // A file that is being saved is left until it has come to rest.
      const rests = seen.get(name) === mark;
      seen.set(name, mark);
      if (over || !rests || done.get(name) === mark) continue;
      const after = await syncOne(service, name, options, terminal);
      if (after === 'again') continue;
      done.set(name, options.write ? ((await markOf(join(options.folder, name))) ?? mark) : mark);
    }
    await Promise.race([stopped, pause(POLL_MS)]);
  }
}

/** The workbooks of a folder with what changes whenever they are saved. A folder that is away for now has none. */
async function workbooksIn(folder: string): Promise<[string, string][]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    return [];
  }
  const found: [string, string][] = [];
  for (const name of names.filter((each) => /^[^~.].*\.xlsx$/i.test(each)).sort()) {
    const mark = await markOf(join(folder, name));
    if (mark !== null) found.push([name, mark]);
  }
  return found;
}

async function markOf(path: string): Promise<string | null> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch {
    // Gone between the list and this look.
    return null;
  }
}

/** Syncs one workbook and says what came of it. `again`: the service did not answer. */
async function syncOne(
  service: Service,
  name: string,
  { folder, write, reason, states }: WatchOptions,
  terminal: Terminal,
): Promise<'done' | 'again'> {
  const path = join(folder, name);
  let shown: Preview | null = null;
  try {
    const schema = await service.schema();
    const result = await sync({
      workbook: write ? await openFile(path) : await readOnly(path, states),
      service,
      schema,
      preview: async (preview) => {
        shown = preview;
        return choose(preview, write);
      },
      confirm: async () => false,
      uuid: randomUUID,
      ...(reason === undefined ? {} : { reason }),
    });
    terminal.print(`${name}: ${resultLine(result)}`);
    for (const row of result.held) terminal.print(`  ${heldLine(row, schema)}`);
    if (result.status === 'cancelled' && shown !== null) printOpen(terminal, shown);
    return 'done';
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    terminal.remark(`${name}: ${failure.error.message}`);
    return error instanceof Unreachable ? 'again' : 'done';
  }
}

/** What needs a person's word is never done here: it waits for a sync in Excel, or `tracker sync FILE --accept-…`. */
function choose({ removals, renumberings, pairings }: Preview, write: boolean): SyncChoices | null {
  if (pairings.length > 0) return null;
  // Declined, rows would be written back into a file whose owner took them out.
  if (write && removals.length + renumberings.length > 0) return null;
  return { removals: [], renumberings: [], reversals: [] };
}

function printOpen(terminal: Terminal, { removals, renumberings, pairings }: Preview): void {
  for (const item of [...removals, ...renumberings]) terminal.print(`  needs a yes: ${itemLine(item)}`);
  if (pairings.length > 0) terminal.print('  Which row is which is not clear: sync it in Excel.');
}

const NOT_WRITTEN = 'The workbook is only read here.';

/** A file as a workbook that takes no writes; its state is kept in the folder of states. */
async function readOnly(path: string, states: string): Promise<Workbook> {
  const file = await openFile(path);
  const kept = join(states, `${createHash('sha256').update(resolve(path)).digest('hex')}.json`);
  return {
    async read(sheets) {
      const reading = await file.read(sheets);
      return { ...reading, state: newer(reading.state, await readKept(kept)), canKeepState: true };
    },
    write: async (edits) => edits.map((_, index) => ({ index, reason: NOT_WRITTEN })),
    async writeState(rows) {
      if (rows === null) return rm(kept, { force: true });
      await mkdir(states, { recursive: true });
      await writeFile(`${kept}.new`, JSON.stringify(rows), { flush: true });
      await rename(`${kept}.new`, kept);
    },
  };
}

type StateRows = readonly (readonly string[])[] | null;

/** A workbook that was synced in Excel since brings a state of its own, which is then the newer one. */
function newer(own: StateRows, kept: StateRows): StateRows {
  const [mine, aside] = [readState(own), readState(kept)];
  // Choices alone are no state, and better than nothing.
  if (mine === null) return kept ?? own;
  if (aside === null || aside.workbook !== mine.workbook) return own;
  return aside.base.revision > mine.base.revision ? kept : own;
}

const Kept = z.array(z.array(z.string()));

async function readKept(path: string): Promise<StateRows> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return Kept.parse(JSON.parse(text));
}
