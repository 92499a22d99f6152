/**
 * Random histories of several copies over one ledger, and what must hold in each of them. A history is a list of
 * steps; after the last one every copy syncs until all is quiet, with conflicts decided.
 */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Unreachable } from '../../../shared/protocol/problem.ts';
import type { Service } from '../../../shared/protocol/service.ts';
import type { CellValue } from '../../../shared/sheet/grid.ts';
import { decide } from '../../../shared/sync/decide.ts';
import type { SyncResult } from '../../../shared/sync/preview.ts';
import { readState } from '../../../shared/sync/state.ts';
import type { Workbook } from '../../../shared/sync/workbook.ts';
import { normalRef } from '../../../shared/values/ref.ts';
import type { Value } from '../../../shared/values/value.ts';
import { type Answers, HEADINGS, type Person, World } from './person.ts';
import { type Cell, Crash, type ModelWorkbook } from './workbook.ts';

/** One step; its numbers choose among what there is when it comes. */
export interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly who: number;
  readonly row: number;
  readonly column: number;
  readonly n: number;
}

/** What people and crashes do while refs stay with their rows. */
const PLAIN = [
  'type',
  'type',
  'type',
  'blank',
  'add',
  'add',
  'add under a ref',
  'remove',
  'copy a row',
  'undo',
  'take a heading away',
  'bring headings back',
  'save',
  'close unsaved',
  'reopen',
  'save as',
  'decide',
  'sync',
  'sync',
  'sync',
  'sync and crash',
  'sync and lose answers',
  'sync while typing',
] as const;
/** Also refs that move among rows, and copies that lose what they knew. */
const KINDS = [...PLAIN, 'change a ref', 'swap refs', 'lose the state'] as const;

export const plainSteps = stepsOf(PLAIN);
export const steps = stepsOf(KINDS);

function stepsOf(kinds: readonly Step['kind'][]): fc.Arbitrary<Step[]> {
  return fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      who: fc.nat(7),
      row: fc.nat(30),
      column: fc.nat(8),
      n: fc.nat(30),
    }),
    { minLength: 5, maxLength: 40 },
  );
}

/** What a defect puts between the session and its ports. */
export interface Defect {
  readonly service?: (service: Service, copy: Copy) => Service;
  readonly workbook?: (workbook: Workbook, copy: Copy) => Workbook;
}

/** Runs a history and checks it. Throws what it finds wrong. */
export async function runHistory(history: readonly Step[], defect: Defect = {}): Promise<History> {
  const run = await History.begin(defect);
  for (const step of history) await run.step(step);
  await run.untilQuiet();
  await run.check();
  return run;
}

interface File {
  readonly sheets: string;
  readonly state: string;
}

/** A copy: its workbook, its file, and everything that its cells ever showed. */
export interface Copy {
  readonly person: Person;
  readonly book: ModelWorkbook;
  file: File;
  readonly seen: Set<Value>;
}

export class History {
  readonly world: World;
  readonly copies: Copy[] = [];
  readonly #defect: Defect;
  #values = 0;
  /** Ids of the conflicts that a push answered. */
  readonly #recorded = new Set<string>();
  /** Titles of rows that were given another ref: where the row was edited too, that is one row gone and one new. */
  readonly #moved = new Set<CellValue>();
  syncs = 0;
  conflicts = 0;

  private constructor(world: World, defect: Defect) {
    this.world = world;
    this.#defect = defect;
  }

  static async begin(defect: Defect): Promise<History> {
    const world = await World.open();
    const history = new History(world, defect);
    const first = history.#join(
      world.person('Ann', [
        [null, 'a1', 'a2', 1],
        [null, 'b1', 'b2', 2],
        [null, 'c1', null, null],
      ]),
    );
    await history.#sync(first);
    history.#save(first);
    first.book.reopen();
    history.#join(world.at('Bob', first.book.saveAs()), first.seen);
    const cid = history.#join(world.person('Cid'));
    await history.#sync(cid);
    history.#save(cid);
    cid.book.reopen();
    return history;
  }

  async step({ kind, who, row, column, n }: Step): Promise<void> {
    const copy = this.copies[who % this.copies.length];
    if (!copy) return;
    const { book } = copy;
    const rows = filled(book);
    const at = rows[row % Math.max(rows.length, 1)];
    const place = 1 + (column % 3);
    switch (kind) {
      case 'type':
        if (at !== undefined) book.type('Notes', at, place, this.#value(place));
        break;
      case 'blank':
        if (at !== undefined) book.type('Notes', at, place, null);
        break;
      case 'add':
        book.edit('Notes', (all) => [...all, [null, this.#value(1), this.#value(2)]]);
        break;
      case 'add under a ref':
        book.edit('Notes', (all) => [...all, [`N-0${10 + (n % 4)}`, this.#value(1), null]]);
        break;
      case 'change a ref':
        this.#note(book, at);
        if (at !== undefined && book.sheet('Notes').rows[at]?.[0])
          book.type('Notes', at, 0, `N-0${n % 2 === 0 ? 40 + n : 10 + (n % 4)}`);
        break;
      case 'swap refs': {
        const other = rows[n % Math.max(rows.length, 1)];
        if (at === undefined || other === undefined) break;
        const [one, another] = [at, other].map((each) => book.sheet('Notes').rows[each]?.[0] ?? null);
        if (!one || !another) break;
        for (const each of [at, other]) this.#note(book, each);
        book.type('Notes', at, 0, another);
        book.type('Notes', other, 0, one);
        break;
      }
      case 'remove':
        if (at !== undefined) book.edit('Notes', (all) => all.filter((_, index) => index !== at));
        break;
      case 'copy a row':
        if (at !== undefined && n % 3 === 0 && book.sheet('Notes').rows[at]?.[0])
          book.edit('Notes', (all) => [...all, [...(all[at] ?? [])]]);
        break;
      case 'undo':
        for (let times = 0; times <= n % 3; times += 1) book.undo();
        break;
      case 'take a heading away':
        book.type('Notes', 0, 2 + (n % 2), null);
        break;
      case 'bring headings back':
        this.#heal(copy);
        break;
      case 'lose the state': {
        const workbook = readState(book.state)?.workbook;
        const isWhole = rows.every((each) => book.sheet('Notes').rows[each]?.[0]);
        if (workbook === undefined || n % 2 === 0 || !isWhole) break;
        // Its conflicts would be nobody's.
        const { conflicts } = await this.world.fixture.service.conflicts({ workbook, state: 'open' });
        if (conflicts.length > 0) break;
        book.state = null;
        copy.person.open();
        break;
      }
      case 'save':
        this.#save(copy);
        break;
      case 'close unsaved':
        book.sheets = JSON.parse(copy.file.sheets);
        book.state = JSON.parse(copy.file.state);
        copy.person.open();
        break;
      case 'reopen':
        copy.person.open();
        break;
      case 'save as':
        if (this.copies.length < 5)
          this.#join(this.world.at(`P${this.copies.length}`, book.saveAs()), copy.seen);
        break;
      case 'decide':
        await this.#decide(copy, n);
        break;
      case 'sync':
        await this.#sync(copy, {
          removals: n % 2 === 0,
          reversals: n % 3 === 0,
          renumberings: n % 4 !== 0,
        });
        break;
      case 'sync and crash':
        await this.#sync(copy, {
          removals: n % 2 === 0,
          reversals: true,
          renumberings: true,
          crashAt: n,
        });
        break;
      case 'sync and lose answers':
        await this.#sync(copy, {
          removals: true,
          reversals: true,
          renumberings: true,
          lost: 1 + (n % 2),
        });
        break;
      case 'sync while typing': {
        const typed = () => {
          const now = filled(book);
          const target = now[row % Math.max(now.length, 1)];
          if (target !== undefined) book.type('Notes', target, place, this.#value(place));
        };
        await this.#sync(copy, {
          removals: true,
          reversals: true,
          renumberings: true,
          typeAt: n % 12,
          typed,
        });
        break;
      }
    }
    this.#look(copy);
  }

  /** Every copy syncs, again and again, until nothing is left to do; conflicts are decided, doubles cleared. */
  async untilQuiet(): Promise<void> {
    for (let round = 0; round < 25; round += 1) {
      let busy = false;
      for (const [index, copy] of this.copies.entries()) {
        this.#clearDoubles(copy);
        this.#heal(copy);
        const result = await this.#sync(copy, { removals: true, reversals: true, renumberings: true });
        if (result?.status !== 'unchanged') busy = true;
        this.#freeRef(copy, result);
        if (await this.#decide(copy, round + index)) busy = true;
      }
      if (!busy) return;
    }
    const pins = this.copies.map(({ book }) => readState(book.state)?.pins);
    assert.fail(`not quiet after 25 rounds: ${JSON.stringify(pins)}`);
  }

  /** Does what a stop asks for: a row under a ref that the ledger gave to another one is numbered anew. */
  #freeRef(copy: Copy, result: SyncResult | null): void {
    const row = /but here row (\d+) /.exec(result?.stops[0] ?? '')?.[1];
    if (row !== undefined) copy.person.type(Number(row) - 1, 'ref', null);
  }

  /** What must hold once all is quiet. */
  async check(): Promise<void> {
    const ledger = await this.world.ledger();
    for (const { person, book } of this.copies) {
      assert.deepEqual(person.shows(), ledger, `${person.name} shows what the ledger holds`);
      assert.deepEqual(readState(book.state)?.pins, [], `${person.name} has no pins left`);
    }
    const titles = ledger.map(([, title]) => title ?? null).filter((title) => !this.#moved.has(title));
    assert.deepEqual(titles, [...new Set(titles)], 'no row is doubled');
    const { conflicts } = await this.world.fixture.service.conflicts({ state: 'open' });
    assert.deepEqual(conflicts, [], 'no conflict is left open');
    for (const copy of this.copies.slice(0, 1)) {
      const service = this.#defect.service?.(copy.person.service, copy) ?? copy.person.service;
      const known = new Set((await service.conflicts({})).conflicts.map(({ id }) => id));
      for (const id of this.#recorded) assert.ok(known.has(id), `conflict ${id} is still told of`);
    }
    this.conflicts = (await this.world.fixture.service.conflicts({})).conflicts.length;
  }

  #join(person: Person, seen: ReadonlySet<Value> = new Set()): Copy {
    const book = person.workbook;
    // In every other copy co-authors take turns.
    book.autoSave = this.copies.length % 2 === 1;
    const copy: Copy = { person, book, file: { sheets: '', state: '' }, seen: new Set(seen) };
    this.#save(copy);
    this.copies.push(copy);
    this.#look(copy);
    return copy;
  }

  #note(book: ModelWorkbook, row: number | undefined): void {
    const title = row === undefined ? null : (book.sheet('Notes').rows[row]?.[1] ?? null);
    if (typeof title !== 'object') this.#moved.add(title);
  }

  /** A value that nobody typed before. */
  #value(place: number): Cell {
    this.#values += 1;
    return place === 3 ? 1_000 + this.#values : `v${this.#values}`;
  }

  #save({ book, file }: Copy): void {
    Object.assign(file, { sheets: JSON.stringify(book.sheets), state: JSON.stringify(book.state) });
  }

  #look({ book, seen }: Copy): void {
    for (const value of valuesIn(book)) seen.add(value);
  }

  /** Headings that went are back; a title that is missing is filled in, so that nothing is held. */
  #heal({ book }: Copy): void {
    const [headings] = book.sheet('Notes').rows;
    for (const [index, heading] of HEADINGS.entries()) {
      if (headings?.[index] !== heading) book.type('Notes', 0, index, heading);
    }
    for (const row of filled(book)) {
      const [ref = null, title = null, owner = null] = book.sheet('Notes').rows[row] ?? [];
      if (title === null) book.type('Notes', row, 1, this.#value(1));
      // One cell without a ref below an empty row is a remark, and no row.
      if (ref === null && owner === null) book.type('Notes', row, 2, this.#value(2));
    }
  }

  /** Of rows under one ref all but the first get another: none. Which is which is told by new titles. */
  #clearDoubles({ book }: Copy): void {
    const refs = new Map<string, number>();
    for (const row of filled(book)) {
      const ref = book.sheet('Notes').rows[row]?.[0];
      if (typeof ref !== 'string') continue;
      const key = normalRef(ref);
      const first = refs.get(key);
      if (first !== undefined) {
        book.type('Notes', row, 0, null);
        for (const each of [first, row]) book.type('Notes', each, 1, this.#value(1));
      }
      refs.set(key, first ?? row);
    }
  }

  async #decide(copy: Copy, n: number): Promise<boolean> {
    const workbook = readState(copy.book.state)?.workbook;
    if (workbook === undefined) return false;
    const { conflicts } = await this.world.fixture.service.conflicts({ workbook, state: 'open' });
    const conflict = conflicts[n % Math.max(conflicts.length, 1)];
    if (!conflict) return false;
    for (const value of valuesOf(conflict.theirs)) copy.seen.add(value);
    for (const value of valuesOf(conflict.mine)) copy.seen.add(value);
    const choose = (['mine', 'theirs', 'value'] as const)[n % (conflict.kind === 'cell' ? 3 : 2)] ?? 'theirs';
    const value = conflict.column === 'count' ? 77 + n : String(this.#value(1));
    await this.#over(copy, {}, (workbook, service) =>
      decide({
        ...this.#answers(copy, true, true),
        acceptRenumbering: true,
        workbook,
        service,
        conflict,
        choose,
        ...(choose === 'value' ? { value } : {}),
      }),
    );
    return true;
  }

  async #sync(copy: Copy, how: How = {}): Promise<SyncResult | null> {
    this.syncs += 1;
    const pinned = JSON.stringify(readState(copy.book.state)?.pins ?? []);
    const answers: Answers = {
      ...(how.removals ? { removals: 'all' } : {}),
      ...(how.reversals ? { reversals: 'all' } : {}),
      ...(how.renumberings ? { renumberings: 'all' } : {}),
      knowsRows: true,
    };
    const result = await this.#over(copy, how, async (workbook, service) => {
      const first = await copy.person.sync(answers, { workbook, service, acceptRenumbering: true });
      if (!first.proposal) return first;
      // Its base was lost: the nearest is taken, or declined.
      const base = this.syncs % 2 === 0 ? { base: first.proposal.revision } : { withoutBase: true };
      return copy.person.sync(answers, { workbook, service, acceptRenumbering: true, ...base });
    });
    // What is written shows at once what was written, unless somebody types over it.
    for (const pin of how.typed ? [] : (result?.pins ?? [])) {
      const isNew = pin.column !== null && pin.why === 'changed' && !pinned.includes(JSON.stringify(pin));
      assert.ok(!isNew, `${pin.ref} ${pin.column} of ${copy.person.name} changed though nobody typed`);
    }
    return result;
  }

  #answers(copy: Copy, removals: boolean, reversals: boolean) {
    return copy.person.options({
      ...(removals ? { removals: 'all' } : {}),
      ...(reversals ? { reversals: 'all' } : {}),
      knowsRows: true,
    });
  }

  /** Does something over the copy's ports, which crash, lose answers, type in between, and are watched. */
  async #over<T>(
    copy: Copy,
    how: How,
    act: (workbook: Workbook, service: Service) => Promise<T>,
  ): Promise<T | null> {
    const before = await this.#head();
    let calls = 0;
    let typed = how.typeAt === undefined;
    const tick = (isWrite = false) => {
      // No host can tell what is typed between the last look at a cell and the write that follows at once.
      if (!typed && calls >= (how.typeAt ?? 0) && !isWrite) {
        typed = true;
        how.typed?.();
      }
      if (calls === how.crashAt) throw new Crash();
      calls += 1;
    };
    const { workbook: badBook, service: badService } = this.#defect;
    const watched = this.#watchBook(copy, tick);
    const called = this.#watchService(copy, tick, how.lost ?? 0);
    const workbook = badBook ? badBook(watched, copy) : watched;
    const service = badService ? badService(called, copy) : called;
    try {
      return await act(workbook, service);
    } catch (error) {
      if (!(error instanceof Crash || error instanceof Unreachable)) throw error;
      return null;
    } finally {
      this.#look(copy);
      await this.#checkPushed(copy, before);
    }
  }

  /** Nothing is overwritten unseen: what a push replaced was shown in this copy before. */
  async #checkPushed(copy: Copy, since: number): Promise<void> {
    const { revisions } = await this.world.fixture.service.changes({ since });
    for (const { revision, changes } of revisions) {
      const isDecided = changes.some(({ op }) => op === 'decide');
      for (const change of changes) {
        assert.ok(change.op !== 'restore' || isDecided, `${change.ref} came back though nobody decided it`);
        if (change.op !== 'set' || change.before === null) continue;
        // Who decides that an edited row comes back decides it over whatever else the removed row held.
        if (changes.some(({ op, ref }) => op === 'restore' && ref === change.ref)) continue;
        assert.ok(
          copy.seen.has(change.before) || copy.person.paired.has(change.before),
          `revision ${revision} by ${copy.person.name} replaced ${change.before} of ${change.ref} unseen`,
        );
      }
    }
  }

  #watchBook(copy: Copy, tick: (isWrite?: boolean) => void): Workbook {
    const { book } = copy;
    let lastRead = '';
    return {
      read: async (sheets) => {
        tick();
        const reading = await book.read(sheets);
        lastRead = JSON.stringify(book.sheets);
        return reading;
      },
      write: async (edits) => {
        tick(true);
        this.#look(copy);
        const before = valuesIn(book);
        const refusals = await book.write(edits);
        this.#look(copy);
        await this.#checkKept(copy, before);
        return refusals;
      },
      writeState: async (rows) => {
        tick();
        await book.writeState(rows);
        await this.#checkBase(copy, lastRead);
      },
    };
  }

  #watchService(copy: Copy, tick: () => void, lost: number): Service {
    const { service } = copy.person;
    let losses = lost;
    const before =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> => {
        tick();
        return call(...args);
      };
    return {
      schema: before(service.schema),
      rows: before(service.rows),
      changes: before(service.changes),
      conflicts: before(service.conflicts),
      lease: before(service.lease),
      push: async (push) => {
        tick();
        for (const op of push.changes) {
          if (op.op !== 'set' || op.to !== null) continue;
          const place = HEADINGS.findIndex((heading) => heading.toLowerCase() === op.column);
          assert.equal(
            copy.book.sheet('Notes').rows[0]?.[place],
            HEADINGS[place],
            `${op.column} is blanked, which the sheet does not show`,
          );
        }
        const answer = await service.push(push);
        for (const each of answer.outcomes) {
          if (each.outcome === 'conflict' && each.conflict.id !== null) this.#recorded.add(each.conflict.id);
        }
        if (push.dryRun !== true && losses > 0) {
          losses -= 1;
          throw new Unreachable('the answer was lost');
        }
        return answer;
      },
    };
  }

  /** What the program took out of the sheet is in the ledger, in its history or in a conflict. */
  async #checkKept(copy: Copy, before: ReadonlySet<Value>): Promise<void> {
    const now = valuesIn(copy.book);
    const gone = [...before].filter((value) => !now.has(value));
    if (gone.length === 0) return;
    const { service } = this.world.fixture;
    const kept = new Set<Value>();
    for (const { changes } of (await service.changes({ since: 0 })).revisions) {
      for (const change of changes) {
        if (change.op === 'set') kept.add(change.before).add(change.after);
        else if ('cells' in change) for (const value of Object.values(change.cells)) kept.add(value);
        if (change.op === 'add') kept.add(change.ref);
        if (change.op === 'renumber') kept.add(change.ref).add(change.to);
      }
    }
    for (const { mine, theirs, ref } of (await service.conflicts({})).conflicts) {
      for (const value of [...valuesOf(mine), ...valuesOf(theirs), ref]) kept.add(value);
    }
    // A ref that was not to be: the row has its own back.
    for (const { to } of copy.person.seen?.renumberings ?? []) if (typeof to === 'string') kept.add(to);
    for (const value of gone) {
      assert.ok(kept.has(value), `${value} vanished from the sheet of ${copy.person.name}`);
    }
  }

  /** The base never runs ahead of the cells: what does not show the ledger at the base is pinned. */
  async #checkBase(copy: Copy, lastRead: string): Promise<void> {
    const state = readState(copy.book.state);
    const tab = state?.tabs.notes;
    if (!state || !tab || lastRead === '') return;
    const { rows } = await this.world.fixture.service.rows('notes', tab.revision);
    const [sheet] = JSON.parse(lastRead);
    const shown: Cell[][] = sheet.rows;
    const headings = shown[0] ?? [];
    const isPinned = (ref: string, column: string | null) =>
      state.pins.some(
        (pin) => normalRef(pin.ref) === normalRef(ref) && (pin.column === null || pin.column === column),
      );
    for (const { ref, cells } of rows) {
      const row = shown.find(([own]) => typeof own === 'string' && normalRef(own) === normalRef(ref));
      if (!row) {
        assert.ok(isPinned(ref, null), `${ref} is in the base of ${copy.person.name}, but not in its sheet`);
        continue;
      }
      for (const [index, heading] of HEADINGS.entries()) {
        const column = heading.toLowerCase();
        if (index === 0 || headings[index] !== heading || tab.columns[column] !== tab.revision) continue;
        const same = (row[index] ?? null) === (cells[column] ?? null);
        const isDoubled = shown.filter(([own]) => own === row[0]).length > 1;
        assert.ok(
          same || isDoubled || isPinned(ref, column),
          `${ref} ${column} of ${copy.person.name} is at revision ${tab.revision}, but shows ${row[index]} for ${cells[column]}`,
        );
      }
    }
  }

  async #head(): Promise<number> {
    return (await this.world.fixture.service.schema()).revision;
  }
}

interface How {
  readonly removals?: boolean;
  readonly reversals?: boolean;
  readonly renumberings?: boolean;
  readonly crashAt?: number;
  readonly typeAt?: number;
  readonly typed?: () => void;
  readonly lost?: number;
}

/** The sheet's rows that hold something, without the headings. */
function filled(book: ModelWorkbook): number[] {
  return book
    .sheet('Notes')
    .rows.map((_, index) => index)
    .filter((index) => index > 0 && book.sheet('Notes').rows[index]?.some((cell) => cell !== null));
}

function valuesIn(book: ModelWorkbook): Set<Value> {
  const values = book.sheet('Notes').rows.slice(1).flat();
  return new Set(values.flatMap((cell) => (typeof cell === 'object' ? [] : [cell])));
}

function valuesOf(side: Value | Record<string, Value>): Value[] {
  return typeof side === 'object' && side !== null ? Object.values(side) : [side];
}
