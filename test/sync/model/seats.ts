/**
 * One workbook that several people have open at once. Each sees at once what they and their own add-in do; what the
 * others do reaches them later: cells by one way, the state sheet by another, either of them first. Where two change
 * one cell, the later one stays, whether or not it had seen the other: so Excel merges what co-authors do.
 */
import type { CellEdit } from '../../../shared/sync/plan.ts';
import { type Cell, ModelWorkbook, type Sheet } from './workbook.ts';

/** How many empty rows stand below what is filled: whoever writes below the last row writes into one of them. */
const EMPTY_ROWS = 100;

type Done =
  | {
      readonly kind: 'cell';
      readonly sheet: string;
      readonly row: number;
      readonly column: number;
      readonly to: Cell;
    }
  | { readonly kind: 'row in'; readonly sheet: string; readonly row: number; readonly before: number }
  | { readonly kind: 'row out'; readonly sheet: string; readonly row: number }
  | { readonly kind: 'state'; readonly state: string[][] | null };

type Typing = Extract<Done, { kind: 'cell' }>;

type Content = string | number | boolean | null;

/** What reaches others by itself: cells with rows, or the state sheet. */
export type Way = 'cells' | 'state';

interface Entry {
  readonly by: Seat;
  readonly done: Done;
}

/** A sheet whose rows are known whatever moves them; `gone` are kept for those who still write there. */
interface Lasting {
  order: number[];
  readonly gone: Set<number>;
  readonly cells: Map<number, Cell[]>;
}

/** The workbook as it is kept for all: everything that was done to it, in order. */
export class SharedWorkbook {
  readonly log: Entry[] = [];
  readonly seats: Seat[] = [];
  readonly #sheets: string;
  readonly #state: string;
  readonly #typedOver = new Map<Content, Set<Content>>();
  /**
   * What somebody typed where a co-author had typed something that had not reached them, and over that: both may be rows
   * of their own.
   */
  readonly typedUnseeing = new Set<Content>();
  #rows = 0;

  constructor({ sheets, state }: ModelWorkbook) {
    this.#sheets = JSON.stringify(sheets);
    this.#state = JSON.stringify(state);
  }

  /** One more person opens it. */
  open(): Seat {
    const seat = new Seat(this);
    this.seats.push(seat);
    return seat;
  }

  /** The number of a new row. */
  fresh(): number {
    this.#rows += 1;
    return 100_000 + this.#rows;
  }

  /** The sheets, and the state, as they were when it was shared. */
  start(): { sheets: Map<string, Lasting>; state: string[][] | null } {
    const sheets: Sheet[] = JSON.parse(this.#sheets);
    const lasting = sheets.map(({ name, rows }): [string, Lasting] => {
      const all = [...rows, ...Array.from({ length: EMPTY_ROWS }, (): Cell[] => [])];
      return [name, { order: [...all.keys()], gone: new Set(), cells: new Map(all.entries()) }];
    });
    return { sheets: new Map(lasting), state: JSON.parse(this.#state) };
  }

  /** Somebody is about to type a value over another that they see in a cell. */
  typed({ sheet, row, column, to: cell }: Typing, before: Content): void {
    const to = contentOf(cell);
    const { sheets } = this.start();
    for (const { done } of this.log) if (done.kind !== 'state') follow(sheets.get(done.sheet), done);
    const there = contentOf(sheets.get(sheet)?.cells.get(row)?.[column]);
    if (there !== before || this.typedUnseeing.has(before)) this.typedUnseeing.add(to);
    this.#typedOver.set(to, (this.#typedOver.get(to) ?? new Set()).add(before));
  }

  /** All that was there when a value was typed, or when what it was typed over was, and so on. */
  typedOver(value: Content): ReadonlySet<Content> {
    const all = new Set<Content>();
    const left = [value];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      for (const before of this.#typedOver.get(next) ?? []) {
        if (!all.has(before)) left.push(before);
        all.add(before);
      }
    }
    return all;
  }

  /** All that was done has reached everybody. */
  settle(): void {
    for (const seat of this.seats) for (const way of ['cells', 'state'] as const) seat.receive(way);
  }
}

/** The workbook as one of them has it open. */
export class Seat extends ModelWorkbook {
  readonly shared: SharedWorkbook;
  /** How far the others' doings have reached this one. */
  readonly #reached = { cells: 0, state: 0 };
  #lasting: Map<string, Lasting> = new Map();
  readonly #edits = new Map<string, Pick<CellEdit, 'source' | 'before'>>();
  #isWriting = false;
  /** After so many waits everything has reached this one. */
  late = 0;

  constructor(shared: SharedWorkbook) {
    super({});
    this.shared = shared;
    this.autoSave = true;
    this.#reached = { cells: shared.log.length, state: shared.log.length };
    this.#show();
  }

  /** The others' doings come in, all or the first so many of them. */
  receive(way: Way, count = Number.POSITIVE_INFINITY): void {
    const { log } = this.shared;
    const before = new Map([...this.#lasting].map(([name, { cells }]) => [name, cells]));
    let left = count;
    while (left > 0 && this.#reached[way] < log.length) {
      const entry = log[this.#reached[way]];
      if (entry && entry.by !== this && wayOf(entry.done) === way) left -= 1;
      this.#reached[way] += 1;
    }
    this.#show();
    for (const [name, { cells }] of this.#lasting) {
      for (const [row, now] of cells) {
        const was = before.get(name)?.get(row) ?? [];
        for (let column = 0; column < Math.max(now.length, was.length); column += 1) {
          if (contentOf(now[column]) === contentOf(was[column])) continue;
          this.#edits.set(`${name}\0${row}\0${column}`, { source: 'remote', before: contentOf(was[column]) });
        }
      }
    }
  }

  /** Whether something that others did has not reached this one yet. */
  get isBehind(): boolean {
    const { log } = this.shared;
    return log.some(({ by, done }, index) => by !== this && index >= this.#reached[wayOf(done)]);
  }

  override waited(): void {
    this.late -= 1;
    if (this.late === 0) for (const way of ['cells', 'state'] as const) this.receive(way);
  }

  override edits(): readonly CellEdit[] {
    return [...this.#edits].flatMap(([key, edit]) => {
      const [sheet = '', row, column] = key.split('\0');
      const place = this.#lasting.get(sheet)?.order.indexOf(Number(row)) ?? -1;
      return place < 0 ? [] : [{ sheet, row: place, column: Number(column), ...edit }];
    });
  }

  override async write(edits: Parameters<ModelWorkbook['write']>[0]): ReturnType<ModelWorkbook['write']> {
    // What the add-in itself writes its host does not tell it of.
    this.#isWriting = true;
    try {
      return await super.write(edits);
    } finally {
      this.#isWriting = false;
    }
  }

  override async writeState(rows: Parameters<ModelWorkbook['writeState']>[0]): Promise<void> {
    this.before('writeState');
    this.#do({ kind: 'state', state: rows?.map((row) => [...row]) ?? null });
  }

  /** A row that is gone is taken out; what else differs is typed, below the last row into empty ones. */
  override edit(sheet: string, change: (rows: Cell[][]) => Cell[][]): void {
    const found = this.#lasting.get(sheet);
    if (!found) return;
    const shown = [...this.sheet(sheet).rows];
    const rowOf = new Map(shown.map((cells, place) => [cells, found.order[place] ?? -1]));
    const after = change([...shown]);
    const gone = shown.filter((cells) => !after.includes(cells)).map((cells) => rowOf.get(cells) ?? -1);
    for (const row of gone) this.#do({ kind: 'row out', sheet, row });
    for (const [place, cells] of after.entries()) {
      const row = this.#lasting.get(sheet)?.order[place];
      if (row === undefined || rowOf.get(cells) === row) continue;
      const there = this.#lasting.get(sheet)?.cells.get(row) ?? [];
      for (let column = 0; column < Math.max(cells.length, there.length); column += 1) {
        this.#typed({ kind: 'cell', sheet, row, column, to: cells[column] ?? null });
      }
    }
  }

  override undo(): void {
    throw new Error('what co-authors took back is not told here');
  }

  protected override put({ name }: Sheet, place: number, column: number, to: Cell): void {
    const row = this.#lasting.get(name)?.order[place];
    if (row !== undefined) this.#typed({ kind: 'cell', sheet: name, row, column, to });
  }

  protected override insert({ name }: Sheet, place: number): void {
    const before = this.#lasting.get(name)?.order[place];
    if (before !== undefined) this.#do({ kind: 'row in', sheet: name, row: this.shared.fresh(), before });
  }

  protected override takeOut({ name }: Sheet, place: number): void {
    const row = this.#lasting.get(name)?.order[place];
    if (row !== undefined) this.#do({ kind: 'row out', sheet: name, row });
  }

  #typed(done: Typing): void {
    const { sheet, row, column, to } = done;
    const there = this.#lasting.get(sheet)?.cells.get(row)?.[column] ?? null;
    if (there === to) return;
    const before = contentOf(there);
    if (!this.#isWriting) {
      this.#edits.set(`${sheet}\0${row}\0${column}`, { source: 'local', before });
      this.shared.typed(done, before);
    }
    this.#do(done);
  }

  #do(done: Done): void {
    this.shared.log.push({ by: this, done });
    this.#show();
  }

  /** Everything that has reached this one, in the order in which it was done. */
  #show(): void {
    const { sheets, state } = this.shared.start();
    this.state = state;
    for (const [index, { by, done }] of this.shared.log.entries()) {
      if (by !== this && index >= this.#reached[wayOf(done)]) continue;
      if (done.kind === 'state') this.state = done.state;
      else follow(sheets.get(done.sheet), done);
    }
    this.#lasting = sheets;
    this.sheets = [...sheets].map(([name, { order, cells }]) => {
      const rows = order.map((row) => cells.get(row) ?? []);
      const last = rows.findLastIndex((row) => row.some((cell) => cell !== null));
      return { name, rows: rows.slice(0, last + 1) };
    });
  }
}

function follow(sheet: Lasting | undefined, done: Exclude<Done, { kind: 'state' }>): void {
  if (!sheet) return;
  const { order, gone, cells } = sheet;
  if (done.kind === 'row out') {
    sheet.order = order.filter((row) => row !== done.row);
    gone.add(done.row);
    cells.delete(done.row);
  } else if (done.kind === 'row in') {
    const place = order.indexOf(done.before);
    order.splice(place < 0 ? order.length - EMPTY_ROWS : place, 0, done.row);
    cells.set(done.row, []);
  } else if (!gone.has(done.row)) {
    const row = cells.get(done.row) ?? [];
    while (row.length <= done.column) row.push(null);
    row[done.column] = done.to;
    cells.set(done.row, row);
  }
}

function wayOf({ kind }: Done): Way {
  return kind === 'state' ? 'state' : 'cells';
}

/** What a cell shows, as the host tells it. */
function contentOf(cell: Cell | undefined): Content {
  return typeof cell === 'object' && cell !== null ? (cell.cached ?? null) : (cell ?? null);
}
