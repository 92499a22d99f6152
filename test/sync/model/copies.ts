/** Copies to tell a history with: who has which workbook, and what goes wrong with it. */
import assert from 'node:assert/strict';
import type { CellValue } from '../../../shared/sheet/grid.ts';
import { decide } from '../../../shared/sync/decide.ts';
import type { Pin, SyncResult } from '../../../shared/sync/preview.ts';
import { readState } from '../../../shared/sync/state.ts';
import type { Conflict } from '../../../shared/values/change.ts';
import { type Person, World } from './person.ts';
import { Crash, type ModelWorkbook } from './workbook.ts';

/** Ann and Bob each have a synced copy, of its own lineage, of three notes; the ledger stands at revision 1. */
export async function twoCopies() {
  const world = await World.open();
  const ann = world.person('Ann', [
    [null, 'First', 'Ann', 1],
    [null, 'Second', 'Ann', 2],
    [null, 'Third', null, null],
  ]);
  await ann.sync();
  ann.open();
  const bob = world.person('Bob');
  await bob.sync();
  bob.open();
  return { world, ann, bob };
}

/** Both changed the owner of N-001: Bob's is in the ledger, Ann's "Anna" in conflict with it. */
export async function inConflict() {
  const both = await twoCopies();
  const { ann, bob } = both;
  await edits(bob, 'N-001', 'owner', 'Bob');
  const result = await edits(ann, 'N-001', 'owner', 'Anna');
  return { ...both, result, conflict: onlyConflict(result) };
}

/** Types into a cell and syncs. */
export async function edits(
  person: Person,
  ref: string,
  column: string,
  value: CellValue,
): Promise<SyncResult> {
  person.type(ref, column, value);
  return person.sync();
}

/** Decides as the person at this copy. */
export function decides(
  person: Person,
  conflict: Conflict,
  choose: 'mine' | 'theirs' | 'value',
  value?: string,
) {
  return decide({ ...person.options(), conflict, choose, ...(value === undefined ? {} : { value }) });
}

/** What the workbook has on disk, once saved; `closedUnsaved` brings it back. */
export function saved({ workbook }: Person): ModelWorkbook {
  return workbook.saveAs();
}

/** The workbook is closed without saving, and opened again as it was saved last. */
export function closedUnsaved(person: Person, file: ModelWorkbook): void {
  const { sheets, state } = file.saveAs();
  person.workbook.sheets = sheets;
  person.workbook.state = state;
  person.open();
}

/** Syncs, and the program goes down before the first call of this kind after `more` others of it. */
export async function crashes(person: Person, at: 'read' | 'write' | 'writeState', more = 0): Promise<void> {
  let calls = 0;
  person.workbook.before = (call) => {
    if (call === at && calls++ === more) throw new Crash();
  };
  await assert.rejects(person.sync(), Crash);
  person.workbook.before = () => undefined;
}

/** The owner that the copy shows of a row. */
export function owner(person: Person, ref: string): CellValue | undefined {
  return person.shows().find(([own]) => own === ref)?.[2];
}

/** The owner that the ledger has of a row. */
export async function ownerInLedger(world: World, ref: string): Promise<CellValue | undefined> {
  return (await world.ledger()).find(([own]) => own === ref)?.[2];
}

export function pinsOf(person: Person): readonly Pin[] {
  return readState(person.workbook.state)?.pins ?? [];
}

/** The one conflict that a sync ended with. */
export function onlyConflict({ conflicts }: SyncResult): Conflict {
  const [item, ...others] = conflicts;
  assert.ok(item && others.length === 0, `one conflict, not ${conflicts.length}`);
  return item.conflict;
}

/** Base, mine and theirs. */
export function sides({ base, mine, theirs }: Conflict) {
  return { base, mine, theirs };
}

/** `N-001 First`, for each row. */
export function titles(rows: readonly (readonly CellValue[])[]): string[] {
  return rows.map(([ref, title]) => `${ref} ${title}`);
}
