/** A person at a copy: what they type into the sheet of notes, and how they answer a sync. */

import { serviceOf } from '../../../server/ledger/service.ts';
import type { Base } from '../../../shared/protocol/common.ts';
import type { Service } from '../../../shared/protocol/service.ts';
import type { CellValue } from '../../../shared/sheet/grid.ts';
import type { SyncOptions } from '../../../shared/sync/options.ts';
import type { Pairing, Preview, SyncChoices, SyncResult } from '../../../shared/sync/preview.ts';
import { sync } from '../../../shared/sync/session.ts';
import { readState } from '../../../shared/sync/state.ts';
import type { Value } from '../../../shared/values/value.ts';
import { type Fixture, openFixture, uuids } from '../../ledger/builder.ts';
import { valuesOf } from './book.ts';
import { type Cell, ModelWorkbook } from './workbook.ts';

export const HEADINGS = ['Ref', 'Title', 'Owner', 'Count'];
const COLUMNS: Record<string, number> = { ref: 0, title: 1, owner: 2, count: 3 };

export interface Answers {
  /** Ids of removals and reversals that are accepted; `all` of them. */
  readonly removals?: 'all';
  readonly reversals?: 'all';
  readonly renumberings?: 'all';
  readonly pairs?: Readonly<Record<string, string | null>>;
  /** Rows that could be ones added before are told by a cell that is still the same. */
  readonly knowsRows?: boolean;
  readonly confirm?: boolean;
}

/** Several copies over one ledger. */
export class World {
  /** The ledger; another one once it was restored. */
  fixture: Fixture;
  readonly uuid = uuids('c');

  /** The service as somebody calls it. */
  readonly #as: (name: string) => Service;

  /** Without `as` all ask the fixture's ledger, with nothing between. */
  constructor(fixture: Fixture, as?: (name: string) => Service) {
    this.fixture = fixture;
    this.#as = as ?? ((name) => serviceOf(this.fixture.ledger, { name, role: 'owner' }));
  }

  /** From now on the person asks the ledger that is there now. */
  connect(person: Person): void {
    person.service = this.#as(person.name);
  }

  /** A fresh ledger; one of another `kind` has another uuid. */
  static async open(options: { kind?: string } = {}): Promise<World> {
    return new World(await openFixture(options));
  }

  /** A person with a workbook of these notes: rows of ref, title, owner, count. */
  person(name: string, rows: readonly (readonly Cell[])[] = []): Person {
    return this.at(name, new ModelWorkbook({ Notes: [HEADINGS, ...rows] }));
  }

  at(name: string, workbook: ModelWorkbook): Person {
    return new Person(this, name, workbook, this.#as(name));
  }

  /** The ledger's notes, as the sheet would show them, by ref. */
  async ledger(): Promise<CellValue[][]> {
    const { rows } = await this.fixture.service.rows('notes');
    return rows.map(({ ref, cells }) => [ref, cells.title ?? null, cells.owner ?? null, cells.count ?? null]);
  }
}

export class Person {
  readonly world: World;
  readonly name: string;
  readonly workbook: ModelWorkbook;
  service: Service;
  /** Nobody listens to what the host tells of edits. */
  isDeaf = false;
  /** The last preview seen. */
  seen: Preview | null = null;
  /** What a preview showed of the ledger beside the cells: rows to be paired, cells of a copy with a proposed base. */
  readonly paired = new Set<Value>();
  /** The refs that rows were to have, or had until they were told to be others, by a preview. */
  readonly offered = new Set<Value>();
  #opened: Base | null = null;
  #own = new Set<number>();

  constructor(world: World, name: string, workbook: ModelWorkbook, service: Service) {
    this.world = world;
    this.name = name;
    this.workbook = workbook;
    this.service = service;
    this.open();
  }

  /** Opens the workbook (again): from now on counts what is received. */
  open(): void {
    this.#opened = readState(this.workbook.state)?.base ?? null;
    this.#own = new Set();
  }

  /** Types into a cell of the row with this ref, or of the row in this place below the headings. */
  type(row: string | number, column: string, value: Cell): void {
    this.workbook.type('Notes', this.rowOf(row), COLUMNS[column] ?? 0, value);
  }

  /** Types a new row below all others. */
  add(...cells: readonly Cell[]): void {
    this.workbook.edit('Notes', (rows) => [...rows, [...cells]]);
  }

  /** Deletes the row. */
  remove(row: string | number): void {
    const index = this.rowOf(row);
    this.workbook.edit('Notes', (rows) => rows.filter((_, each) => each !== index));
  }

  rowOf(row: string | number): number {
    if (typeof row === 'number') return row;
    const index = this.workbook.sheet('Notes').rows.findIndex(([ref]) => ref === row);
    if (index < 0) throw new Error(`${this.name} has no row ${row}`);
    return index;
  }

  /** What the sheet shows, by ref. */
  shows(): CellValue[][] {
    return this.workbook
      .shows('Notes')
      .map((row) => HEADINGS.map((_, index) => row[index] ?? null))
      .sort((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1));
  }

  async sync(answers: Answers = {}, more: Partial<SyncOptions> = {}): Promise<SyncResult> {
    return sync({ ...this.options(answers), ...more });
  }

  options(answers: Answers = {}): SyncOptions {
    const { workbook } = this;
    const tells = workbook.edits() !== undefined;
    return {
      ...(tells && !this.isDeaf ? { edits: () => workbook.edits() ?? [] } : {}),
      workbook: this.workbook,
      service: this.service,
      opened: this.#opened,
      own: this.#own,
      uuid: this.world.uuid,
      wait: async (milliseconds) => {
        this.world.fixture.clock.now += milliseconds;
        this.workbook.waited();
      },
      patience: 120_000,
      preview: async (preview) => {
        this.seen = preview;
        for (const { from } of preview.unsure) for (const value of valuesOf(from)) this.paired.add(value);
        // Where co-authors' cells come late, what is gone over may be known from this list alone.
        for (const { from } of tells ? preview.reversals : [])
          if (typeof from !== 'object' || from === null) this.paired.add(from);
        for (const { to } of preview.renumberings) if (typeof to === 'string') this.offered.add(to);
        for (const { sheet, row } of preview.pairings.flatMap(({ rows }) => rows)) {
          const ref = this.workbook.sheet(sheet).rows[row - 1]?.[0];
          if (typeof ref === 'string') this.offered.add(ref);
        }
        for (const { refs } of preview.pairings) {
          for (const { cells } of refs) for (const value of Object.values(cells)) this.paired.add(value);
        }
        return choicesOf(preview, answers);
      },
      confirm: async () => answers.confirm ?? true,
    };
  }
}

function choicesOf(
  { removals, reversals, unsure, renumberings, pairings }: Preview,
  answers: Answers,
): SyncChoices {
  const pairs = answers.knowsRows ? Object.assign({}, ...pairings.map(told)) : answers.pairs;
  return {
    removals: answers.removals === 'all' ? removals.map(({ id }) => id) : [],
    reversals: answers.reversals === 'all' ? reversals.map(({ id }) => id) : [],
    unsure: answers.reversals === 'all' ? unsure.map(({ id }) => id) : [],
    renumberings: answers.renumberings === 'all' ? renumberings.map(({ id }) => id) : [],
    ...(pairs ? { pairs } : {}),
  };
}

function told({ refs, rows }: Pairing): Record<string, string | null> {
  const left = [...refs];
  const pairs = rows.map(({ id, cells }): [string, string | null] => {
    const index = left.findIndex((each) =>
      Object.entries(each.cells).some(([column, value]) => cells[column] === value),
    );
    const [found] = index < 0 ? [] : left.splice(index, 1);
    return [id, found?.ref ?? null];
  });
  return Object.fromEntries(pairs);
}
