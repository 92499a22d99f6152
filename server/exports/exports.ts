/**
 * The exports of all groups: every night at its time, those missed while the service was down in their order,
 * and any on request. What a night holds is the ledger at the last revision at or before its time; what is
 * asked for now, the head.
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
import type { NightRecord, Snapshot, Store } from '../store/store.ts';
import { makeNight } from './make.ts';
import { dueAt, lastNight, nightsAfter, pattern } from './nights.ts';

export interface Exports {
  /** All groups with their nights, newest first; a night that was due and is not there is `late`. */
  list(): Promise<ExportsAnswer>;
  /** Begins a run and answers at once. Without a night: today's, from the head. */
  ask(group: string, night?: string): Promise<Night>;
  /** The path of a finished night's file. Throws `unknown-group` or `unknown-night`. */
  path(group: string, night: string, file: string): Promise<string>;
  /** Makes the nights that were missed, then each night when it is due. */
  start(): Promise<void>;
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
}

/** A run whose process died leaves its night "running": after this long another may take it over. */
const ABANDONED_MS = 15 * 60_000;

const Files = z.array(ExportFile);

/** The exports of one tracker. */
export function openExports(options: ExportsOptions): Exports {
  const { ledger, store, tracker, configuration, folder, now, log } = options;
  const running = new Set<Promise<unknown>>();
  let cron: Cron | null = null;

  async function list(): Promise<ExportsAnswer> {
    const records = await store.nights(tracker);
    return {
      groups: configuration.groups.map(({ group }) => {
        const nights = records.filter((record) => record.group === group).map(nightOf);
        const known = new Set(nights.map(({ night }) => night));
        const late = missed(group, records).filter((night) => !known.has(night));
        return {
          group,
          nights: [
            ...nights,
            ...late.map((night): Night => ({ night, revision: null, hash: null, state: 'late', files: [] })),
          ].sort((a, b) => (a.night < b.night ? 1 : -1)),
        };
      }),
    };
  }

  /** Nights of a group that were due since its first one and were not made. */
  function missed(group: string, records: readonly NightRecord[]): string[] {
    const own = records.filter((record) => record.group === group);
    const first = own.map(({ night }) => night).sort()[0];
    if (first === undefined) return [];
    const made = new Set(
      own.filter(({ state }) => state === 'made' || state === 'running').map(({ night }) => night),
    );
    return nightsAfter(first, lastNight(configuration, now())).filter((night) => !made.has(night));
  }

  async function ask(name: string, night?: string): Promise<Night> {
    const group = groupOf(name);
    const last = lastNight(configuration, now());
    if (night !== undefined && night > last) {
      throw new Problem('unknown-night', `The night of ${night} has not come yet; the last one was ${last}.`);
    }
    const revision = night === undefined ? null : await revisionAt(dueAt(configuration, night));
    const day = night ?? dayIn(configuration.timeZone, now());
    if (!(await claim(group, day))) {
      throw new Problem('busy', `${name} ${day} is being made right now. Ask again when it is done.`);
    }
    begin(run(group, day, revision));
    return nightOf(runningRecord(group, day));
  }

  async function nightly(): Promise<void> {
    const last = lastNight(configuration, now());
    for (const group of configuration.groups) {
      const nights = [...missed(group.group, await store.nights(tracker)), last];
      for (const night of new Set(nights)) {
        if (await isMade(group, night)) continue;
        if (!(await claim(group, night))) continue;
        await run(group, night, await revisionAt(dueAt(configuration, night)));
      }
    }
  }

  async function isMade(group: Group, night: string): Promise<boolean> {
    return (await store.nights(tracker)).some(
      (record) => record.group === group.group && record.night === night && record.state === 'made',
    );
  }

  /** Takes a night for this run: one that nobody has, that has ended, or whose run was abandoned. */
  async function claim(group: Group, night: string): Promise<boolean> {
    const record = runningRecord(group, night);
    if (await store.claimNight(tracker, record)) return true;
    const held = (await store.nights(tracker)).find(
      (each) => each.group === group.group && each.night === night,
    );
    if (held === undefined || (held.state === 'running' && now() - held.started < ABANDONED_MS)) return false;
    return store.finishNight(tracker, record);
  }

  function runningRecord({ group }: Group, night: string): NightRecord {
    return {
      group,
      night,
      state: 'running',
      revision: null,
      hash: null,
      files: '[]',
      started: now(),
      finished: null,
    };
  }

  async function run(group: Group, night: string, at: number | null): Promise<void> {
    const record = runningRecord(group, night);
    try {
      const made = await makeNight({
        ledger,
        configuration,
        group,
        night,
        at,
        folder,
        now,
        mark: randomUUID(),
      });
      const { revision, hash, files } = made;
      await store.finishNight(tracker, {
        ...record,
        state: 'made',
        revision,
        hash,
        files: JSON.stringify(files),
        finished: now(),
      });
      log(`Export of ${night} for ${group.group} made from revision ${revision}`);
    } catch (error) {
      log(
        `Export of ${night} for ${group.group} failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
      await store.finishNight(tracker, { ...record, state: 'failed', finished: now() });
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

  function groupOf(name: string): Group {
    const group = configuration.groups.find((each) => each.group === name);
    if (group !== undefined) return group;
    const names = configuration.groups.map((each) => each.group).join(', ');
    throw new Problem('unknown-group', `There is no group "${name}". The groups are: ${names}.`);
  }

  async function path(name: string, night: string, file: string): Promise<string> {
    groupOf(name);
    const record = (await store.nights(tracker)).find((each) => each.group === name && each.night === night);
    // Only names that a run wrote down are served: a path from outside never reaches the file system.
    const known = record && nightOf(record).files.find((each) => each.file === file);
    if (known === undefined)
      throw new Problem('unknown-night', `${name} has no file "${file}" for ${night}.`);
    return join(folder, name, night, known.file);
  }

  function begin(work: Promise<void>): void {
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  async function start(): Promise<void> {
    cron = new Cron(pattern(configuration), { timezone: configuration.timeZone, protect: true }, () =>
      begin(nightly()),
    );
    const records = await store.nights(tracker);
    if (configuration.groups.some(({ group }) => missed(group, records).length > 0)) begin(nightly());
  }

  async function close(): Promise<void> {
    cron?.stop();
    await Promise.all(running);
  }

  return { list, ask, path, start, close };
}

function nightOf({ night, revision, hash, state, files }: NightRecord): Night {
  return Night.parse({ night, revision, hash, state, files: Files.parse(JSON.parse(files)) });
}
