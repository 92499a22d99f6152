/**
 * The exports of all groups: every night at its time, those missed while the service was down in their order,
 * and any on request. What a night holds is the ledger at the last revision at or before its time; what is
 * asked for now, the head, under today's date.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Cron } from 'croner';
import { z } from 'zod';
import { ExportFile, type ExportsAnswer, Night } from '../../shared/protocol/exports.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { Group } from '../../shared/tracker/groups.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { dayIn } from '../ledger/today.ts';
import { type NightRecord, type Snapshot, type Store, StoreFailed } from '../store/store.ts';
import { makeNight } from './make.ts';
import { dueAt, lastNight, nightsAfter, pattern } from './nights.ts';

export interface Exports {
  /** All groups with their nights, newest first; a night that was due and is not there is `late`. */
  list(): Promise<ExportsAnswer>;
  /** The group of that name. Throws `unknown-group`. */
  group(name: string): Group;
  /** Begins a run and answers at once. Without a night: today's, from the head. Throws `invalid`, `busy`. */
  ask(group: Group, night?: string): Promise<Night>;
  /** The path of a finished night's file. Throws `unknown-group` or `unknown-night`. */
  path(group: string, night: string, file: string): Promise<string>;
  /** Makes the nights that were missed, then each night when it is due. */
  start(): Promise<void>;
  /** Makes what is due and not there, oldest first: what `start` and the clock call. */
  catchUp(): Promise<void>;
  /** Stops the clock and waits for the runs under way. */
  close(): Promise<void>;
}

export interface ExportsOptions {
  readonly ledger: Ledger;
  readonly store: Store;
  /** The tracker's key in the store. */
  readonly tracker: string;
  readonly configuration: Configuration;
  readonly folder: string;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** Told of a database that failed. */
  readonly failed: (error: Error) => void;
}

/** A run whose process died leaves its night "running": after this long another may take it over. */
const ABANDONED_MS = 15 * 60_000;

const Files = z.array(ExportFile);

/** The exports of one tracker. */
export function openExports(options: ExportsOptions): Exports {
  const { ledger, store, tracker, configuration, folder, now, log, failed } = options;
  // The configuration may have dropped every tab of a default group: a book without sheets is no book.
  const groups = configuration.groups.filter(({ tabs }) => tabs.length > 0);
  const running = new Set<Promise<void>>();
  /** Nights that this process works on. */
  const inHand = new Set<string>();
  let cron: Cron | null = null;
  let stopping = false;

  async function list(): Promise<ExportsAnswer> {
    const records = await store.nights(tracker);
    return {
      groups: groups.map(({ group }) => {
        const own = records.filter((record) => record.group === group);
        const known = new Set(own.map(({ night }) => night));
        const first = own.at(-1)?.night;
        const due = first === undefined ? [] : nightsAfter(first, lastNight(configuration, now()));
        const late = due.filter((night) => !known.has(night));
        return {
          group,
          nights: [
            ...own.map((record) => nightOf(abandoned(record) ? { ...record, state: 'failed' } : record)),
            ...late.map((night): Night => ({ night, revision: null, hash: null, state: 'late', files: [] })),
          ].sort((a, b) => (a.night < b.night ? 1 : -1)),
        };
      }),
    };
  }

  function group(name: string): Group {
    const found = groups.find((each) => each.group === name);
    if (found !== undefined) return found;
    const names = groups.map((each) => each.group).join(', ');
    throw new Problem('unknown-group', `There is no group "${name}". The groups are: ${names}.`);
  }

  async function ask(wanted: Group, night?: string): Promise<Night> {
    const last = lastNight(configuration, now());
    if (night !== undefined && night > last) {
      const message = `The night of ${night} has not come yet; the last one was ${last}.`;
      throw new Problem('invalid', message, { errors: [{ path: 'night', message }] });
    }
    const revision = night === undefined ? null : await revisionAt(dueAt(configuration, night));
    const day = night ?? dayIn(configuration.timeZone, now());
    const claimed = await claim(wanted, day);
    if (claimed === null) {
      throw new Problem('busy', `${wanted.group} ${day} is being made right now. Ask again when it is done.`);
    }
    begin(run(wanted, claimed, revision));
    return nightOf(claimed);
  }

  async function catchUp(): Promise<void> {
    for (const each of groups) {
      for (const night of await wanting(each)) {
        // What is left is made at the next start.
        if (stopping) return;
        const claimed = await claim(each, night);
        if (claimed !== null) await run(each, claimed, await revisionAt(dueAt(configuration, night)));
      }
    }
  }

  /**
   * The nights of a group that are due and not made, oldest first: from its first one on or, where it has none
   * yet, the last one, if the ledger then held anything.
   */
  async function wanting({ group: name }: Group): Promise<string[]> {
    const own = (await store.nights(tracker)).filter((record) => record.group === name);
    const last = lastNight(configuration, now());
    const first = own.at(-1)?.night;
    if (first === undefined) return (await revisionAt(dueAt(configuration, last))) > 0 ? [last] : [];
    const done = new Set(own.filter(isDone).map(({ night }) => night));
    return [first, ...nightsAfter(first, last)].filter((night) => night <= last && !done.has(night));
  }

  /** Made, or being made. What somebody asked for earlier on the day is not the night's own run. */
  function isDone(record: NightRecord): boolean {
    if (record.state === 'running') return !abandoned(record);
    return record.state === 'made' && record.started >= dueAt(configuration, record.night);
  }

  function abandoned({ state, started }: NightRecord): boolean {
    return state === 'running' && now() - started >= ABANDONED_MS;
  }

  /**
   * Takes a night for this run: one that nobody has, that has ended, or whose run was abandoned; null where
   * another run has it. The files made before stay its files until they are replaced.
   */
  async function claim({ group: name }: Group, night: string): Promise<NightRecord | null> {
    const key = `${name}/${night}`;
    if (inHand.has(key)) return null;
    inHand.add(key);
    try {
      const fresh: NightRecord = {
        group: name,
        night,
        state: 'running',
        revision: null,
        hash: null,
        files: '[]',
        started: now(),
        finished: null,
      };
      if (await store.claimNight(tracker, fresh)) return fresh;
      const held = (await store.nights(tracker)).find((each) => each.group === name && each.night === night);
      if (held !== undefined && (held.state !== 'running' || abandoned(held))) {
        const again: NightRecord = { ...held, state: 'running', started: now(), finished: null };
        if (await store.finishNight(tracker, again)) return again;
      }
    } catch (error) {
      inHand.delete(key);
      throw error;
    }
    inHand.delete(key);
    return null;
  }

  async function run(wanted: Group, claimed: NightRecord, at: number | null): Promise<void> {
    const { night } = claimed;
    try {
      const mark = randomUUID();
      const made = await makeNight({ ledger, configuration, group: wanted, night, at, folder, now, mark });
      const { revision, hash, files: list } = made;
      const files = JSON.stringify(list);
      await store.finishNight(tracker, {
        ...claimed,
        state: 'made',
        revision,
        hash,
        files,
        finished: now(),
      });
      log(`Export of ${night} for ${wanted.group} made from revision ${revision}`);
    } catch (error) {
      report(`Export of ${night} for ${wanted.group} failed`, error);
      await store.finishNight(tracker, { ...claimed, state: 'failed', finished: now() });
    } finally {
      inHand.delete(`${wanted.group}/${night}`);
    }
  }

  /** The last revision at or before a moment. Times never go back, so it is found by halving. */
  function revisionAt(moment: number): Promise<number> {
    return store.snapshot(tracker, async (snapshot: Snapshot) => {
      let low = 0;
      let high = (await snapshot.tracker()).revision;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        const at = (await snapshot.revision(middle))?.at ?? Number.POSITIVE_INFINITY;
        if (at <= moment) low = middle;
        else high = middle - 1;
      }
      return low;
    });
  }

  async function path(name: string, night: string, file: string): Promise<string> {
    group(name);
    const record = (await store.nights(tracker)).find((each) => each.group === name && each.night === night);
    // Only names that a run wrote down are served: a path from outside never reaches the file system.
    const known = record && nightOf(record).files.find((each) => each.file === file);
    if (known === undefined) {
      throw new Problem('unknown-night', `${name} has no file "${file}" for ${night}.`);
    }
    return join(folder, name, night, known.file);
  }

  function begin(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => report('An export could not be begun or ended', error))
      .finally(() => running.delete(watched));
    running.add(watched);
  }

  function report(what: string, error: unknown): void {
    log(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
    if (error instanceof StoreFailed) failed(error);
  }

  async function start(): Promise<void> {
    const times = { timezone: configuration.timeZone, protect: true };
    cron = new Cron(pattern(configuration), times, () => begin(catchUp()));
    begin(catchUp());
  }

  async function close(): Promise<void> {
    stopping = true;
    cron?.stop();
    await Promise.all(running);
  }

  return { list, group, ask, path, start, catchUp, close };
}

function nightOf({ night, revision, hash, state, files }: NightRecord): Night {
  return Night.parse({ night, revision, hash, state, files: Files.parse(JSON.parse(files)) });
}
