/** What must hold at every call of a session, checked between it and its ports. */

import assert from 'node:assert/strict';
import type { ChangesQuery } from '../../../shared/protocol/changes.ts';
import type { ConflictsQuery } from '../../../shared/protocol/conflicts.ts';
import type { LeaseRequest } from '../../../shared/protocol/lease.ts';
import { Unreachable } from '../../../shared/protocol/problem.ts';
import type { Service } from '../../../shared/protocol/service.ts';
import { readState } from '../../../shared/sync/state.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Workbook } from '../../../shared/sync/workbook.ts';
import { normalRef } from '../../../shared/values/ref.ts';
import type { Value } from '../../../shared/values/value.ts';
import { linesOf, rowsOf, SHEETS, type SheetOf, shownIn, valuesIn, valuesOf } from './book.ts';
import type { Person } from './person.ts';
import { Seat } from './seats.ts';
import type { Cell, ModelWorkbook } from './workbook.ts';

export interface File {
  readonly sheets: string;
  readonly state: string;
  /** Sheets that were left out. */
  readonly aside: string;
}

/** A copy: its workbook, the files that it was saved as, and everything that its cells ever showed. */
export interface Copy {
  readonly person: Person;
  readonly book: ModelWorkbook;
  readonly files: File[];
  readonly seen: Set<Value>;
  /** Sheets that were left out, as they were. */
  readonly aside: ModelWorkbook['sheets'];
}

/** Takes in what a copy shows now. */
export function look({ book, seen }: Copy): void {
  for (const value of valuesIn(book)) seen.add(value);
}

/**
 * The copy's workbook, watched. `tick` is called before each call. `isRestored`: whether the ledger was restored from
 * a backup since the session began, so that what was pulled before may be nowhere any more.
 */
export function watchBook(
  copy: Copy,
  tick: (isWrite?: boolean) => Promise<void>,
  isRestored: () => boolean,
): Workbook {
  const { book } = copy;
  let firstRead: ModelWorkbook | null = null;
  let lastRead: ModelWorkbook | null = null;
  return {
    read: async (sheets) => {
      await tick();
      const reading = await book.read(sheets);
      lastRead = book.saveAs();
      firstRead ??= lastRead;
      return reading;
    },
    write: async (edits) => {
      await tick(true);
      look(copy);
      const before = valuesIn(book);
      const refusals = await book.write(edits);
      look(copy);
      if (!isRestored()) await checkKept(copy, before);
      return refusals;
    },
    writeState: async (rows) => {
      await tick();
      await book.writeState(rows);
      for (const sheet of firstRead && lastRead && !isRestored() ? SHEETS : []) {
        // What is typed into a tab that was passed over, its digest tells.
        const known = firstRead && digestIn(firstRead, sheet);
        const isPassedOver = known !== undefined && known === digestIn(book, sheet);
        const isTyped = firstRead && textOf(firstRead, sheet) !== (lastRead && textOf(lastRead, sheet));
        if (lastRead && !(isPassedOver && isTyped)) await checkBase(copy, lastRead, sheet);
      }
    },
  };
}

/** The digest of a tab in the state; undefined where nothing vouches for it. */
function digestIn(book: ModelWorkbook, { tab }: SheetOf): string | undefined {
  return readState(book.state)?.tabs[tab]?.digest ?? undefined;
}

function textOf(book: ModelWorkbook, sheet: SheetOf): string {
  return JSON.stringify(rowsOf(book, sheet));
}

export interface Watched {
  readonly tick: () => Promise<void>;
  /** How many answers of pushes get lost. */
  readonly lost: number;
  /** Called with the id of each conflict that a push answers. */
  readonly recorded: (id: string) => void;
}

/** The service as the copy calls it, watched. */
export function watchService(copy: Copy, { tick, lost, recorded }: Watched): Service {
  let losses = lost;
  const before =
    <A extends unknown[], R>(call: (service: Service, ...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await tick();
      // The ledger may be another one by now.
      return call(copy.person.service, ...args);
    };
  return {
    schema: before((service) => service.schema()),
    rows: before((service, tab: string, at?: number) => service.rows(tab, at)),
    changes: before((service, query: ChangesQuery) => service.changes(query)),
    conflicts: before((service, query: ConflictsQuery) => service.conflicts(query)),
    lease: before((service, workbook: string, request: LeaseRequest) => service.lease(workbook, request)),
    push: async (push) => {
      await tick();
      const { service } = copy.person;
      for (const op of push.changes) {
        if (op.op !== 'set' || op.to !== null) continue;
        const sheet = SHEETS.find(({ tab }) => tab === op.tab);
        const place = sheet?.columns.find(([column]) => column === op.column)?.[1] ?? 0;
        const heading = sheet && rowsOf(copy.book, sheet)[0]?.[place];
        assert.equal(
          heading,
          sheet?.headings[place],
          `${op.column} is blanked, which the sheet does not show`,
        );
      }
      const answer = await service.push(push);
      for (const each of answer.outcomes) {
        if (each.outcome === 'conflict' && each.conflict.id !== null) recorded(each.conflict.id);
      }
      if (push.dryRun !== true && losses > 0) {
        losses -= 1;
        throw new Unreachable('the answer was lost');
      }
      return answer;
    },
  };
}

/** Nothing is overwritten unseen: what a push of this copy replaced was shown in it before. */
export async function checkPushed({ person, book, seen }: Copy, since: number): Promise<void> {
  const { revisions } = await person.service.changes({ since });
  for (const { revision, changes, author } of revisions) {
    if (author !== person.name) continue;
    const isDecided = changes.some(({ op }) => op === 'decide');
    for (const change of changes) {
      assert.ok(change.op !== 'restore' || isDecided, `${change.ref} came back though nobody decided it`);
      if (change.op !== 'set' || change.before === null) continue;
      // Who decides that an edited row comes back decides it over whatever else the removed row held.
      if (changes.some(({ op, ref }) => op === 'restore' && ref === change.ref)) continue;
      // Or by the co-author who typed over it.
      const typedOver = book instanceof Seat ? book.shared.typedOver(change.after) : new Set<Value>();
      const wasSeen = (value: Value) => seen.has(value) || person.paired.has(value) || typedOver.has(value);
      // Of a log that was merged the other's lines stay.
      const stays = change.column === 'update' ? linesOf(change.after) : [];
      const [, ...lines] = linesOf(change.before);
      const isMerged = lines.length > 0 && lines.every((line) => stays.includes(line) || wasSeen(line));
      assert.ok(
        wasSeen(change.before) || isMerged || stays.includes(change.before),
        `revision ${revision} by ${person.name} replaced ${change.before} of ${change.ref} unseen`,
      );
    }
  }
}

/** What the program took out of the sheet is in the ledger, in its history or in a conflict. */
async function checkKept({ person, book }: Copy, before: ReadonlySet<Value>): Promise<void> {
  const now = valuesIn(book);
  const gone = [...before].filter((value) => value !== null && !now.has(value));
  if (gone.length === 0) return;
  const { service } = person;
  const kept = new Set<Value>();
  const keep = (...values: readonly Value[]) => {
    for (const value of values.flatMap(linesOf)) kept.add(value);
  };
  for (const { changes } of (await service.changes({ since: 0 })).revisions) {
    for (const change of changes) {
      if (change.op === 'set') keep(change.before, change.after);
      else if ('cells' in change) keep(...Object.values(change.cells));
      if (change.op === 'add') keep(change.ref);
      if (change.op === 'renumber') keep(change.ref, change.to);
    }
  }
  for (const { mine, theirs, ref } of (await service.conflicts({})).conflicts) {
    keep(...valuesOf(mine), ...valuesOf(theirs), ref);
  }
  // A ref that was not to be, as the person was told: the row has its own back, or is gone since.
  keep(...person.offered);
  for (const value of gone) {
    const [, ...lines] = linesOf(value);
    const isMerged = lines.length > 0 && lines.every((line) => kept.has(line));
    assert.ok(kept.has(value) || isMerged, `${value} vanished from the sheet of ${person.name}`);
  }
}

/** The base never runs ahead of the cells: what does not show the ledger at the base is pinned. */
async function checkBase({ person, book }: Copy, lastRead: ModelWorkbook, sheet: SheetOf): Promise<void> {
  const state = readState(book.state);
  const tab = state?.tabs[sheet.tab];
  const shown: readonly (readonly Cell[])[] = rowsOf(lastRead, sheet);
  // One that was left out, or not recognised, keeps its revision: it was not compared.
  if (!state || !tab || shown.length === 0 || tab.revision !== state.base.revision) return;
  const refs = shown.flatMap(([ref]) => (typeof ref === 'string' ? [ref] : []));
  // Where many refs are doubled, they are not told as such, and the tab says nothing.
  if (new Set(refs).size < refs.length) {
    const view = viewOf(await person.service.schema(), await lastRead.read(), state.map);
    if (!view.tabs.has(sheet.tab)) return;
  }
  const { rows } = await person.service.rows(sheet.tab, tab.revision);
  const headings = shown[0] ?? [];
  const isPinned = (ref: string, column: string | null) =>
    state.pins.some(
      (pin) =>
        pin.tab === sheet.tab &&
        normalRef(pin.ref) === normalRef(ref) &&
        (pin.column === null || pin.column === column),
    );
  for (const { ref, cells } of rows) {
    const row = shown.find(([own]) => typeof own === 'string' && normalRef(own) === normalRef(ref));
    if (!row) {
      assert.ok(isPinned(ref, null), `${ref} is in the base of ${person.name}, but not in its sheet`);
      continue;
    }
    for (const [column, place] of sheet.columns) {
      if (headings[place] !== sheet.headings[place] || tab.columns[column] !== tab.revision) continue;
      const isSame = shownIn(row[place]) === (cells[column] ?? null);
      const isDoubled = shown.filter(([own]) => own === row[0]).length > 1;
      assert.ok(
        isSame || isDoubled || isPinned(ref, column),
        `${ref} ${column} of ${person.name} is at revision ${tab.revision}, but shows ${row[place]} for ${cells[column]}`,
      );
    }
  }
}
