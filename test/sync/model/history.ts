/**
 * Random histories of several copies over one ledger, and what must hold in each of them. A history is a list of
 * steps; after the last one every copy syncs until all is quiet, with conflicts decided.
 */

import assert from 'node:assert/strict';
import { Problem, Unreachable } from '../../../shared/protocol/problem.ts';
import type { Service } from '../../../shared/protocol/service.ts';
import type { CellValue } from '../../../shared/sheet/grid.ts';
import { type Decided, decideAll } from '../../../shared/sync/decide-all.ts';
import type { Pin, SyncResult } from '../../../shared/sync/preview.ts';
import { readState } from '../../../shared/sync/state.ts';
import type { Workbook } from '../../../shared/sync/workbook.ts';
import type { Conflict } from '../../../shared/values/change.ts';
import { normalRef } from '../../../shared/values/ref.ts';
import type { Value } from '../../../shared/values/value.ts';
import type { Fixture } from '../../ledger/builder.ts';
import { type Backup, backUp } from './backup.ts';
import { ACTIONS, filled, NOTES, rowsOf, SHEETS, type SheetOf, shownIn, valuesOf } from './book.ts';
import { type Answers, type Person, World } from './person.ts';
import { Seat, SharedWorkbook } from './seats.ts';
import type { Step } from './steps.ts';
import { type Copy, checkPushed, look, watchBook, watchService } from './watch.ts';
import { type Cell, Crash, isFormula, type ModelWorkbook } from './workbook.ts';

export type { Copy } from './watch.ts';

/** What a defect puts between the session and its ports. */
export interface Defect {
  readonly service?: (service: Service, copy: Copy) => Service;
  readonly workbook?: (workbook: Workbook, copy: Copy) => Workbook;
  /** Nobody listens to what the host tells of edits. */
  readonly isDeaf?: boolean;
}

/** Who may take part, beside those of the beginning: copies saved under another name. */
export const NAMES = ['Ann', 'Bob', 'Cid', 'P3', 'P4'];

/** How a history begins: with a defect, in a world of its caller's, with a workbook that two people have open. */
export interface Beginning {
  readonly defect?: Defect;
  readonly world?: World;
  readonly isShared?: boolean;
}

/** Runs a history and checks it. Throws what it finds wrong. */
export async function runHistory(history: readonly Step[], beginning: Beginning = {}): Promise<History> {
  const run = await History.begin(beginning);
  try {
    for (const step of history) await run.step(step);
    await run.untilQuiet();
    await run.check();
    return run;
  } finally {
    await run.close();
  }
}

/** How many rounds of syncs all must be quiet after. */
const ROUNDS = 25;

export class History {
  readonly world: World;
  readonly copies: Copy[] = [];
  readonly #defect: Defect;
  #values = 0;
  /** Ids of the conflicts that a push answered. */
  readonly #recorded = new Set<string>();
  /**
   * Titles of rows that may be there twice: given another ref and edited too, a row is one gone and one new; and so is
   * one without ref, without state, and with little of what the ledger has.
   */
  readonly #moved = new Set<CellValue>();
  readonly #backups: Backup[] = [];
  readonly #opened: Fixture[] = [];
  /** The ledger's uuids are others after each restore. */
  #restores = 0;
  #restoredTo = 0;
  /** Titles of rows that only revisions had which a restore took back. */
  readonly #lost = new Set<CellValue>();
  /** Copies that lost their states; and the ids of those that went on without, or without their base. */
  readonly #stateless = new Set<ModelWorkbook>();
  readonly #begunAnew = new Set<string>();
  syncs = 0;
  conflicts = 0;

  private constructor(world: World, defect: Defect) {
    this.world = world;
    this.#defect = defect;
  }

  static async begin({ defect = {}, world: given, isShared = false }: Beginning): Promise<History> {
    const world = given ?? (await World.open());
    const history = new History(world, defect);
    const first = history.#join(
      world.person('Ann', [
        [null, 'a1', 'a2', 1],
        [null, 'b1', 'b2', 2],
        [null, 'c1', null, null],
      ]),
      [
        [null, '2022-08-10', 'd1', 'PMO', '2022-09-01', '01/08/2022: d2'],
        [null, '2022-08-10', 'e1', 'PMO', '2022-09-01', '01/08/2022: e2'],
      ],
    );
    await history.#sync(first);
    history.#save(first);
    first.book.reopen();
    history.#join(world.at('Bob', first.book.saveAs()), [], first);
    const cid = history.#join(world.person('Cid'));
    await history.#sync(cid);
    history.#save(cid);
    cid.book.reopen();
    if (isShared) history.#share(first);
    return history;
  }

  async step({ kind, who, row, column, n }: Step): Promise<void> {
    const copy = this.copies[who % this.copies.length];
    if (!copy) return;
    const { book } = copy;
    const rows = filled(book);
    const at = rows[row % Math.max(rows.length, 1)];
    const place = 1 + (column % 3);
    const edit = (change: (rest: Cell[][]) => Cell[][]) => {
      if (rowsOf(book, NOTES).length > 0) book.edit('Notes', change);
    };
    const all = { removals: true, reversals: true, renumberings: true };
    switch (kind) {
      case 'type':
        if (at !== undefined) book.type('Notes', at, place, this.#value(place));
        break;
      case 'blank':
        if (at !== undefined) book.type('Notes', at, place, null);
        break;
      case 'type a formula':
        if (at !== undefined && n % 2 === 0)
          book.type('Notes', at, 2, { formula: '=A1', cached: String(this.#value(2)) });
        break;
      case 'lock a cell':
        book.locked.add(`Notes!${1 + (row % 4)}!${column % 4}`);
        break;
      case 'add':
        edit((rest) => [...rest, [null, this.#value(1), this.#value(2)]]);
        break;
      case 'add under a ref':
        edit((rest) => [...rest, [`N-0${10 + (n % 4)}`, this.#value(1), null]]);
        break;
      case 'change a ref':
        this.#note(book, at);
        if (at !== undefined && rowsOf(book, NOTES)[at]?.[0])
          book.type('Notes', at, 0, `N-0${n % 2 === 0 ? 40 + n : 10 + (n % 4)}`);
        break;
      case 'swap refs':
        this.#swap(book, at, rows[n % Math.max(rows.length, 1)]);
        break;
      case 'remove':
        if (at !== undefined) edit((rest) => rest.filter((_, index) => index !== at));
        break;
      case 'copy a row':
        if (at !== undefined && n % 3 === 0 && rowsOf(book, NOTES)[at]?.[0])
          edit((rest) => [...rest, [...(rest[at] ?? [])]]);
        break;
      case 'sort':
        edit(([headings = [], ...rest]) => [
          headings,
          ...(n % 2 === 0 ? rest.reverse() : rest.sort(byText(column % 4))),
        ]);
        break;
      case 'write a log line':
      case 'take a log line away':
        this.#log(copy, row, n, kind === 'write a log line');
        break;
      case 'undo':
        for (let times = 0; times <= n % 3; times += 1) book.undo();
        break;
      case 'take a heading away':
        if (rowsOf(book, NOTES).length > 0) book.type('Notes', 0, 2 + (n % 2), null);
        break;
      case 'bring headings back':
        this.#heal(copy);
        break;
      case 'leave a sheet out':
        leaveOut(copy, SHEETS[n % 3 === 0 ? 0 : 1] ?? ACTIONS);
        break;
      case 'bring sheets back':
        bringBack(copy);
        break;
      case 'lose the state':
        if (n % 2 === 0) break;
        book.state = null;
        this.#stateless.add(book);
        copy.person.open();
        break;
      case 'save':
        this.#save(copy);
        break;
      case 'close unsaved':
        reopenAt(copy, copy.files.length - 1);
        break;
      case 'bring an old version back':
        reopenAt(copy, n % copy.files.length);
        break;
      case 'reopen':
        copy.person.open();
        break;
      case 'cells arrive':
      case 'state arrives':
        if (book instanceof Seat)
          book.receive(kind === 'state arrives' ? 'state' : 'cells', n % 3 === 0 ? undefined : 1 + (n % 7));
        break;
      case 'save as':
        if (this.copies.length < NAMES.length)
          this.#join(this.world.at(NAMES[this.copies.length] ?? '', book.saveAs()), [], copy);
        break;
      case 'back up':
        this.#backups.push(await backUp(this.world.fixture));
        break;
      case 'restore':
        await this.#restore(n);
        break;
      case 'sync while the database is restored':
        await this.#sync(copy, { ...all, actAt: n % 12, meanwhile: () => this.#restore(row) });
        break;
      case 'decide':
        await this.#decide(copy, n, row % 4 === 0 ? { crashAt: column } : {});
        break;
      case 'decide all':
        await this.#decide(copy, n, {}, true);
        break;
      case 'sync':
        await this.#sync(copy, {
          removals: n % 2 === 0,
          reversals: n % 3 === 0,
          renumberings: n % 4 !== 0,
        });
        break;
      case 'sync and crash':
        await this.#sync(copy, { ...all, removals: n % 2 === 0, crashAt: n });
        break;
      case 'sync and lose answers':
        await this.#sync(copy, { ...all, lost: 1 + (n % 2) });
        break;
      case 'sync while typing': {
        const typed = () => {
          const now = filled(book);
          const target = now[row % Math.max(now.length, 1)];
          if (target !== undefined) book.type('Notes', target, place, this.#value(place));
        };
        await this.#sync(copy, { ...all, actAt: n % 12, typed });
        break;
      }
      case 'sync while a co-author types': {
        const other = this.copies.find((each) => each !== copy && each.book instanceof Seat);
        const typed = () => {
          const now = other ? filled(other.book) : [];
          const target = now[row % Math.max(now.length, 1)];
          if (other && target !== undefined) other.book.type('Notes', target, place, this.#value(place));
          if (other) look(other);
          if (book instanceof Seat && n % 2 === 0) book.receive('cells');
        };
        await this.#sync(copy, { ...all, actAt: n % 12, typed });
        break;
      }
      case 'sync while it arrives': {
        const typed = () => {
          if (!(book instanceof Seat)) return;
          if (row % 3 !== 0) book.receive('cells');
          if (row % 3 !== 1) book.receive('state');
        };
        await this.#sync(copy, { ...all, actAt: n % 12, typed });
        break;
      }
      case 'sync while another one does': {
        const other = this.copies[(who + 1 + row) % this.copies.length];
        const meanwhile = async () => void (other && (await this.#sync(other, all)));
        await this.#sync(copy, { ...all, ...(other === copy ? {} : { actAt: n % 12, meanwhile }) });
        break;
      }
    }
    look(copy);
  }

  /**
   * The ledger is one of its backups again. What only came after that is gone from it; what copies show of that they
   * show still.
   */
  async #restore(n: number): Promise<void> {
    const backup = this.#backups[n % Math.max(this.#backups.length, 1)];
    if (!backup) return;
    for (const sheet of SHEETS) await this.#noteTwice(sheet);
    const before = (await this.#ledger(NOTES)).map(([, title = null]) => title);
    this.world.fixture = await backup(String(this.#restores % 10));
    this.#opened.push(this.world.fixture);
    this.#restores += 1;
    for (const { person } of this.copies) this.world.connect(person);
    const { service } = this.world.fixture;
    this.#restoredTo = (await service.schema()).revision;
    const after = new Set((await this.#ledger(NOTES)).map(([, title]) => title));
    for (const title of before) if (!after.has(title)) this.#lost.add(title);
    const known = new Set((await service.conflicts({})).conflicts.map(({ id }) => id));
    for (const id of this.#recorded) if (!known.has(id)) this.#recorded.delete(id);
  }

  /** Closes the ledgers that were restored on the way. */
  async close(): Promise<void> {
    for (const { store } of this.#opened) await store.close();
  }

  /** Every copy syncs, again and again, until nothing is left to do; conflicts are decided, doubles cleared. */
  async untilQuiet(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      let busy = false;
      for (const [index, copy] of this.copies.entries()) {
        bringBack(copy);
        if (copy.book instanceof Seat) copy.book.shared.settle();
        copy.book.locked.clear();
        this.#clearDoubles(copy);
        this.#heal(copy);
        const result = await this.#sync(copy, { removals: true, reversals: true, renumberings: true });
        if (result?.status !== 'unchanged') busy = true;
        this.#obey(copy, result);
        if (await this.#decide(copy, round + index)) busy = true;
      }
      if (!busy) return;
    }
    const pins = this.copies.map(({ book }) => readState(book.state)?.pins);
    assert.fail(`not quiet after ${ROUNDS} rounds: ${JSON.stringify(pins)}`);
  }

  /**
   * Does what a stop or a held row asks for: a row under a ref that the ledger gave to another one is numbered anew; of
   * two that say the same the one without a ref is deleted; one that looks like a missing one is that one.
   */
  #obey(copy: Copy, result: SyncResult | null): void {
    const row = /but here row (\d+) /.exec(result?.stops[0] ?? '')?.[1];
    if (row !== undefined) copy.person.type(Number(row) - 1, 'ref', null);
    for (const { sheet, row: number, reason } of result?.held ?? []) {
      const ref = /looks like (\S+), which is missing/.exec(reason ?? '')?.[1];
      if (ref !== undefined) copy.book.type(sheet ?? '', (number ?? 0) - 1, 0, ref);
    }
    const doubles =
      result?.held.filter(({ reason }) => reason?.startsWith('This row has no ref and says')) ?? [];
    for (const { sheet, row: number } of doubles.toReversed())
      copy.book.edit(sheet ?? '', (rows) => rows.filter((_, place) => place + 1 !== number));
  }

  /** What must hold once all is quiet. */
  async check(): Promise<void> {
    for (const sheet of SHEETS) {
      const ledger = await this.#ledger(sheet);
      for (const { person, book } of this.copies) {
        assert.deepEqual(shows(book, sheet), ledger, `${person.name} shows what the ledger holds`);
        assert.deepEqual(readState(book.state)?.pins, [], `${person.name} has no pins left`);
      }
      await this.#noteTwice(sheet);
      // Where two wrote into one empty row, one's cells stand in the other's row too.
      const seats = this.copies.flatMap(({ book: own }) => (own instanceof Seat ? [own] : []));
      const together = new Set(seats.flatMap(({ shared }) => [...shared.typedUnseeing]));
      const titles = ledger
        .map(([, title = null]) => title)
        .filter((title) => !this.#moved.has(title) && !together.has(title));
      assert.deepEqual(titles, [...new Set(titles)], 'no row is doubled');
    }
    const { service } = this.world.fixture;
    const { conflicts } = await service.conflicts({ state: 'open' });
    // One of a copy that was brought back to before it had that id is nobody's: it stays to be looked up.
    const ids = new Set(this.copies.map(({ book }) => readState(book.state)?.workbook));
    const left = conflicts.filter(({ workbook }) => ids.has(workbook ?? undefined));
    assert.deepEqual(left, [], 'no conflict is left open');
    for (const copy of this.copies.slice(0, 1)) {
      const own = this.#defect.service?.(copy.person.service, copy) ?? copy.person.service;
      const known = new Set((await own.conflicts({})).conflicts.map(({ id }) => id));
      for (const id of this.#recorded) assert.ok(known.has(id), `conflict ${id} is still told of`);
    }
    this.conflicts = (await service.conflicts({})).conflicts.length;
  }

  /** Notes rows that may well be there twice by what people decided. */
  async #noteTwice(sheet: SheetOf): Promise<void> {
    const ledger = await this.#ledger(sheet);
    const restored = await this.#restored(sheet);
    for (const [ref, title = null] of ledger) if (restored.has(String(ref))) this.#moved.add(title);
    for (const title of await this.#decidedTwice(sheet)) this.#moved.add(title);
  }

  /** Rows that a decision brought back; meanwhile somebody may have added what they held anew. */
  async #restored({ tab }: SheetOf): Promise<ReadonlySet<string>> {
    const { revisions } = await this.world.fixture.service.changes({ since: 0, tab });
    const changes = revisions.flatMap((each) => each.changes);
    return new Set(changes.filter(({ op }) => op === 'restore').map(({ ref }) => ref));
  }

  /**
   * Titles of rows that people gave a new number in copies of several lineages: each of them wanted one. And of those in
   * a copy that had lost its state or base: that such a row is an edited one it can't know, while another copy may.
   */
  async #decidedTwice({ tab, columns }: SheetOf): Promise<ReadonlySet<CellValue>> {
    const { conflicts } = await this.world.fixture.service.conflicts({});
    const title = columns[0]?.[0] ?? '';
    const numbered = conflicts.filter(
      (each) => each.tab === tab && each.kind === 'added' && each.decided?.choose === 'mine',
    );
    const by = Map.groupBy(numbered, ({ mine }) =>
      typeof mine === 'object' && mine !== null ? (mine[title] ?? null) : null,
    );
    const twice = [...by].filter(
      ([, all]) =>
        new Set(all.map(({ workbook }) => workbook)).size > 1 ||
        all.some(({ workbook }) => workbook !== null && this.#begunAnew.has(workbook)),
    );
    return new Set(twice.map(([value]) => value));
  }

  /** Notes the rows of a copy without a base that nobody can tell. */
  async #noteStrangers({ book }: Copy): Promise<void> {
    for (const sheet of SHEETS) {
      const ledger = await this.#ledger(sheet);
      for (const [ref, ...cells] of shows(book, sheet)) {
        const known = ledger.find(([, title]) => title === cells[0]);
        const filled = cells.filter((value) => value !== null);
        const same = cells.filter((value, index) => value !== null && value === known?.[index + 1]);
        if (ref === null && same.length * 2 < filled.length) this.#moved.add(cells[0] ?? null);
      }
    }
  }

  async #ledger({ tab, columns }: SheetOf): Promise<CellValue[][]> {
    const { rows } = await this.world.fixture.service.rows(tab);
    return rows.map(({ ref, cells }) => [ref, ...columns.map(([column]) => cells[column] ?? null)]);
  }

  #join(person: Person, actions: readonly (readonly Cell[])[] = [], from?: Copy): Copy {
    const book = person.workbook;
    // In every other copy co-authors take turns.
    book.autoSave = this.copies.length % 2 === 1;
    if (!from)
      book.sheets.push({
        name: ACTIONS.sheet,
        rows: [[...ACTIONS.headings], ...actions.map((row) => [...row])],
      });
    const copy: Copy = {
      person,
      book,
      files: [],
      seen: new Set(from?.seen),
      aside: structuredClone(from?.aside ?? []),
    };
    this.#save(copy);
    this.copies.push(copy);
    look(copy);
    return copy;
  }

  /** From now on two people have the copy open at once. */
  #share(copy: Copy): void {
    const shared = new SharedWorkbook(copy.book);
    this.copies.splice(this.copies.indexOf(copy), 1);
    for (const name of ['Ann', 'Eve']) this.#join(this.world.at(name, shared.open()), [], copy);
    for (const seat of shared.seats) seat.autoSave = true;
  }

  #note(book: ModelWorkbook, row: number | undefined): void {
    if (row !== undefined) this.#moved.add(shownIn(rowsOf(book, NOTES)[row]?.[1]));
  }

  #swap(book: ModelWorkbook, one: number | undefined, other: number | undefined): void {
    if (one === undefined || other === undefined) return;
    const [first, second] = [one, other].map((each) => rowsOf(book, NOTES)[each]?.[0] ?? null);
    if (!first || !second) return;
    for (const each of [one, other]) this.#note(book, each);
    book.type('Notes', one, 0, second);
    book.type('Notes', other, 0, first);
  }

  /** Adds a line to the update of an action, at its end or its beginning, or takes one out. */
  #log({ book }: Copy, row: number, n: number, isNew: boolean): void {
    const rows = filled(book, ACTIONS);
    const at = rows[row % Math.max(rows.length, 1)];
    if (at === undefined) return;
    const update = shownIn(rowsOf(book, ACTIONS)[at]?.[5]);
    const lines = typeof update === 'string' ? update.split('\n') : [];
    const line = `0${1 + (n % 9)}/08/2022: ${this.#value(1)}`;
    const now = !isNew
      ? lines.filter((_, index) => index !== n % Math.max(lines.length, 1))
      : n % 3 === 0
        ? [line, ...lines]
        : [...lines, line];
    book.type('Actions', at, 5, now.length === 0 ? null : now.join('\n'));
  }

  /** A value that nobody typed before. */
  #value(place: number): string | number {
    this.#values += 1;
    return place === 3 ? 1_000 + this.#values : `v${this.#values}`;
  }

  #save({ book, files, aside }: Copy): void {
    const [sheets, state] = [JSON.stringify(book.sheets), JSON.stringify(book.state)];
    files.push({ sheets, state, aside: JSON.stringify(aside) });
  }

  /** Headings that went are back; a title or update that is missing is filled in, so that nothing is held. */
  #heal({ book }: Copy): void {
    const [headings] = rowsOf(book, NOTES);
    if (!headings) return;
    for (const [index, heading] of NOTES.headings.entries()) {
      if (headings[index] !== heading) book.type('Notes', 0, index, heading);
    }
    for (const row of filled(book)) {
      const [ref = null, title = null, owner = null] = rowsOf(book, NOTES)[row] ?? [];
      if (title === null) book.type('Notes', row, 1, this.#value(1));
      // One cell without a ref below an empty row is a remark, and no row.
      if (ref === null && owner === null) book.type('Notes', row, 2, this.#value(2));
      if (isFormula(owner)) book.type('Notes', row, 2, shownIn(owner));
    }
    for (const row of filled(book, ACTIONS)) {
      if (shownIn(rowsOf(book, ACTIONS)[row]?.[5]) === null) book.type('Actions', row, 5, this.#value(5));
    }
  }

  /** Of rows under one ref all but the first get another: none. Which is which is told by new titles. */
  #clearDoubles({ book }: Copy): void {
    const refs = new Map<string, number>();
    for (const row of filled(book)) {
      const ref = rowsOf(book, NOTES)[row]?.[0];
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

  /** Decides one conflict of the copy, or all; tells whether there was any. */
  async #decide(copy: Copy, n: number, how: How = {}, all = false): Promise<boolean> {
    const workbook = readState(copy.book.state)?.workbook;
    if (workbook === undefined) return false;
    const { conflicts } = await this.world.fixture.service.conflicts({ workbook, state: 'open' });
    const chosen = all ? conflicts : conflicts.slice(n % Math.max(conflicts.length, 1)).slice(0, 1);
    if (chosen.length === 0) return false;
    const decisions = chosen.map((each, index) => this.#decision(copy, each, n + index));
    await this.#over(copy, how, (book, service) =>
      decideAll({
        ...copy.person.options({ removals: 'all', reversals: 'all', knowsRows: true }),
        acceptRenumbering: true,
        workbook: book,
        service,
        decisions,
      }),
    );
    return true;
  }

  #decision({ seen }: Copy, conflict: Conflict, n: number): Decided {
    for (const side of [conflict.theirs, conflict.mine]) for (const value of valuesOf(side)) seen.add(value);
    const choose = (['mine', 'theirs', 'value'] as const)[n % (conflict.kind === 'cell' ? 3 : 2)] ?? 'theirs';
    const value = conflict.column === 'count' ? 77 + n : String(this.#value(1));
    return { conflict, choose, ...(choose === 'value' ? { value } : {}) };
  }

  async #sync(copy: Copy, how: How = {}): Promise<SyncResult | null> {
    this.syncs += 1;
    const pinned = new Set(readState(copy.book.state)?.pins.map(withoutRef));
    const isLost = copy.book.state === null;
    if (isLost) await this.#noteStrangers(copy);
    // Who added it is forgotten with the revision: another copy may have pushed it again, under its ref, meanwhile.
    for (const [ref, title = null] of shows(copy.book, NOTES))
      if (ref === null && this.#lost.has(title)) this.#moved.add(title);
    const answers: Answers = {
      // Nobody ticks that a row goes which has not reached them yet.
      ...(how.removals && !(copy.book instanceof Seat && copy.book.isBehind) ? { removals: 'all' } : {}),
      ...(how.reversals ? { reversals: 'all' } : {}),
      ...(how.renumberings ? { renumberings: 'all' } : {}),
      knowsRows: true,
    };
    const takesBase = this.syncs % 2 === 0;
    const result = await this.#over(copy, how, async (workbook, service) => {
      copy.person.isDeaf = this.#defect.isDeaf ?? false;
      const how = { workbook, service, acceptRenumbering: true };
      const first = await copy.person.sync(answers, how);
      if (!first.proposal && first.wayOn !== 'without-base') return first;
      await this.#noteStrangers(copy);
      // Its base was lost: the nearest is taken, or declined.
      const base = first.proposal && takesBase ? { base: first.proposal.revision } : { withoutBase: true };
      const known = readState(copy.book.state)?.workbook;
      if (!('base' in base) && known !== undefined) this.#begunAnew.add(known);
      return copy.person.sync(answers, { ...how, ...base });
    });
    const id = readState(copy.book.state)?.workbook;
    if (this.#stateless.has(copy.book) && isLost && id !== undefined) this.#begunAnew.add(id);
    // What is written shows at once what was written, unless somebody types over it.
    for (const pin of how.typed || copy.book instanceof Seat ? [] : (result?.pins ?? [])) {
      const isNew = pin.column !== null && pin.why === 'changed' && !pinned.has(withoutRef(pin));
      assert.ok(!isNew, `${pin.ref} ${pin.column} of ${copy.person.name} changed though nobody typed`);
    }
    return result;
  }

  /** Does something over the copy's ports, which crash, lose answers, let others in between, and are watched. */
  async #over<T>(
    copy: Copy,
    how: How,
    act: (workbook: Workbook, service: Service) => Promise<T>,
  ): Promise<T | null> {
    // Before a session goes on without what it waits for, it comes: Excel itself mixes what it brings later.
    if (copy.book instanceof Seat) copy.book.late = 1 + (this.syncs % 14);
    const { revision: before } = await this.world.fixture.service.schema();
    const restores = this.#restores;
    const isRestored = () => restores !== this.#restores;
    let calls = 0;
    let acted = how.actAt === undefined;
    const tick = async (isWrite = false) => {
      // No host can tell what is typed between the last look at a cell and the write that follows at once.
      if (!acted && calls >= (how.actAt ?? 0) && !isWrite) {
        acted = true;
        how.typed?.();
        await how.meanwhile?.();
      }
      if (calls === how.crashAt) throw new Crash();
      calls += 1;
    };
    const { workbook: badBook, service: badService } = this.#defect;
    const recorded = (id: string) => void this.#recorded.add(id);
    const watched = watchBook(copy, tick, isRestored);
    const called = watchService(copy, { tick, lost: how.lost ?? 0, recorded });
    const workbook = badBook ? badBook(watched, copy) : watched;
    const service = badService ? badService(called, copy) : called;
    try {
      return await act(workbook, service);
    } catch (error) {
      // Where the database is restored behind its back, a session breaks off as it may at any time.
      const isCutOff = isRestored() && error instanceof Problem;
      if (!(error instanceof Crash || error instanceof Unreachable || isCutOff)) throw error;
      return null;
    } finally {
      look(copy);
      await checkPushed(copy, isRestored() ? this.#restoredTo : before);
    }
  }
}

interface How {
  readonly removals?: boolean;
  readonly reversals?: boolean;
  readonly renumberings?: boolean;
  readonly crashAt?: number;
  /** Before which call somebody types, or another copy syncs. */
  readonly actAt?: number;
  readonly typed?: () => void;
  readonly meanwhile?: () => Promise<void>;
  readonly lost?: number;
}

/** What a sheet shows in the columns that are compared, by ref. */
function shows(book: ModelWorkbook, sheet: SheetOf): Value[][] {
  const rows = filled(book, sheet).map((at) => rowsOf(book, sheet)[at] ?? []);
  return rows
    .map((row) => [shownIn(row[0]), ...sheet.columns.map(([, place]) => shownIn(row[place]))])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}

/** A pin as it is known again when its row was renumbered. */
function withoutRef({ ref, ...pin }: Pin): string {
  return JSON.stringify(pin);
}

function byText(place: number): (one: readonly Cell[], other: readonly Cell[]) => number {
  return (one, other) => (String(shownIn(one[place])) < String(shownIn(other[place])) ? -1 : 1);
}

function leaveOut({ book, aside }: Copy, { sheet }: SheetOf): void {
  const out = book.sheets.filter(({ name }) => name === sheet);
  book.sheets = book.sheets.filter(({ name }) => name !== sheet);
  aside.push(...out);
  // Excel can't undo that, nor what was before it.
  book.reopen();
}

function bringBack({ book, aside }: Copy): void {
  for (const sheet of aside.splice(0)) {
    if (!book.sheets.some(({ name }) => name === sheet.name)) book.sheets.push(sheet);
    book.reopen();
  }
}

/** Closed without saving, and an earlier file opened. */
function reopenAt(copy: Copy, index: number): void {
  const file = copy.files[index];
  if (!file) return;
  copy.book.sheets = JSON.parse(file.sheets);
  copy.book.state = JSON.parse(file.state);
  copy.aside.splice(0, copy.aside.length, ...JSON.parse(file.aside));
  copy.book.locked.clear();
  copy.book.reopen();
  copy.person.open();
}
