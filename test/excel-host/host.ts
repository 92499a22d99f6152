/**
 * One Excel with one workbook open: it answers office.js through a bridge, and a test or the development page
 * does with it what people do to Excel. Runs in Node and in a browser.
 */
import type { Area, CellValue, Span } from '../../shared/sheet/grid.ts';
import { areaOf, wholeRow } from './area.ts';
import { type Answer, run } from './batch.ts';
import {
  type Book,
  cellOf,
  heldRange,
  knownSheet,
  nextId,
  openBook,
  putCell,
  type Sheet,
  toData,
} from './book.ts';
import { type CellsChanged, differences, type Happening } from './change.ts';
import { makers } from './classes/make.ts';
import type { BookData, BookInput } from './data.ts';
import { decode, FLAG, type Request } from './decode.ts';
import { eventBody, type Source } from './event.ts';
import { type Modes, modesOf, type ProfileName } from './modes.ts';
import { applyRemote, type RemoteEdit } from './remote.ts';
import { shiftCells } from './shift.ts';
import { EVENT, subscription, WORKBOOK } from './subscription.ts';
import type { Call, Target } from './target.ts';
import { beginStep, emptyUndo, endStep, undoStep } from './undo.ts';
import { growTable, writeCells } from './write.ts';

export interface HostOptions {
  /** Microsoft 365 where it is left out. */
  readonly profile?: ProfileName;
}

/** What office.js talks to: it looks for this in the global `_richApiNativeBridge`. */
export interface NativeBridge {
  sendMessageToHost(text: string): void;
  onMessageFromHost?: (text: string) => void;
}

/** What a cell says now. */
export interface Shown {
  readonly value: CellValue;
  readonly formula: string | null;
  readonly format: string;
}

/** Rounds of the event loop without anything on its way, after which nothing will come. */
const QUIET = 2;

/** Status, code and message of a refusal. */
type Refused = readonly [number, string, string];

const TIMED_OUT: Refused = [
  401,
  'InvalidOrTimedOutSession',
  'The session has ended. Reload the page to go on.',
];

export class ExcelHost {
  readonly modes: Modes;
  readonly book: Book;
  readonly bridge: NativeBridge;
  /** Requests of the add-in so far: for tests of how often it asks. */
  requests = 0;

  /** Requests that still get through before the session times out; null for all. */
  private left: number | null = null;
  private losesNext = false;
  private readonly subscriptions = new Set<string>();
  private readonly references = new Map<string, Target>();
  private readonly waiting: string[] = [];
  private eventsEnabled = true;
  private busy = 0;

  constructor(data: BookInput, options: HostOptions = {}) {
    this.modes = modesOf(options.profile ?? 'microsoft365');
    this.book = openBook(data, emptyUndo());
    this.bridge = { sendMessageToHost: (text) => this.receive(text) };
  }

  /** The workbook as data: what saving keeps and reopening brings back. */
  save(): BookData {
    return toData(this.book);
  }

  /** What a cell says. Throws where there is no such sheet. */
  cell(sheet: string, row: number, column: number): Shown {
    const { value, formula, format } = cellOf(knownSheet(this.book, sheet), row, column);
    return { value, formula: formula ?? null, format: format ?? 'General' };
  }

  /** A person types into a cell. Throws the refusal that Excel would show. */
  type(sheet: string, row: number, column: number, text: string): void {
    this.person((book) => {
      const on = knownSheet(this.book, sheet);
      const change = writeCells(book, on, areaOf(row, column, 1, 1), text, this.modes);
      growTable(on, row, column);
      return [change];
    });
  }

  /** A person inserts a sheet row above this one. */
  insertRow(sheet: string, row: number): void {
    this.person((book) => [
      shiftCells(book, knownSheet(this.book, sheet), { area: wholeRow(row), axis: 'rows', kind: 'insert' }),
    ]);
  }

  /** A person deletes a sheet row. */
  deleteRow(sheet: string, row: number): void {
    this.person((book) => [
      shiftCells(book, knownSheet(this.book, sheet), { area: wholeRow(row), axis: 'rows', kind: 'delete' }),
    ]);
  }

  /** A person goes to a cell. */
  select(sheet: string, row: number, column: number): void {
    const on = knownSheet(this.book, sheet);
    const { active } = this.book;
    const area = areaOf(row, column, 1, 1);
    this.book.selection = { sheet: on, area };
    this.book.active = on;
    this.tell(
      [
        ...(active === on
          ? []
          : [{ kind: 'deactivated', sheet: active } as const, { kind: 'activated', sheet: on } as const]),
        { kind: 'selected', sheet: on, area },
      ],
      'Local',
      false,
    );
  }

  /** A formula's result arrives, as recalculation brings it: without an event. Throws where there is no formula. */
  recalculate(sheet: string, row: number, column: number, result: CellValue): void {
    const on = knownSheet(this.book, sheet);
    const before = cellOf(on, row, column);
    if (before.formula === undefined)
      throw new Error(`${sheet} row ${row} column ${column} holds no formula.`);
    putCell(on, row, column, { ...before, value: result, cached: true });
  }

  /** A filter hides these rows, or with none shows all again. */
  filter(sheet: string, rows: readonly Span[]): void {
    knownSheet(this.book, sheet).filteredRows = rows;
  }

  /** A person protects a sheet or takes its protection away. */
  protect(sheet: string, on: boolean): void {
    knownSheet(this.book, sheet).protected = on;
    this.book.undo.steps = [];
  }

  /** Co-authors' changes arrive, in this order. They are not in this person's undo list. */
  remote(...edits: readonly RemoteEdit[]): void {
    for (const edit of edits) this.tell([applyRemote(this.book, edit)], 'Remote', false);
  }

  /** Takes the last step back. Answers false where there is nothing to undo. */
  undo(): boolean {
    const before = undoStep(this.book);
    if (before === null) return false;
    this.tell(differences(before), 'Local', false);
    return true;
  }

  /** The session times out after so many more requests. */
  timeOutAfter(requests: number): void {
    this.left = requests;
  }

  /** The next request is carried out, but its answer gets lost: the add-in sees a time-out. */
  loseNextAnswer(): void {
    this.losesNext = true;
  }

  /** Ends the typing in a cell: requests that wait for it go on. */
  leaveCell(): void {
    this.modes.cellEdit = false;
    for (const text of this.waiting.splice(0)) this.receive(text);
  }

  /** Resolves once all answers and events are delivered and their handlers have begun. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < QUIET; quiet += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (this.busy > 0) quiet = -1;
    }
  }

  private person(change: (book: Book) => readonly CellsChanged[]): void {
    beginStep(this.book);
    try {
      this.tell(change(this.book), 'Local', false);
    } finally {
      endStep(this.book, true);
    }
  }

  private receive(text: string): void {
    this.busy += 1;
    setTimeout(() => {
      this.busy -= 1;
      const request = decode(text);
      try {
        this.answer(request, text);
      } catch (error) {
        const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.refuse(request.id, 500, 'GeneralException', `The test host has a defect: ${why}`);
      }
    }, this.modes.latency);
  }

  private answer(request: Request, text: string): void {
    this.requests += 1;
    if (this.left === 0) this.modes.timedOut = true;
    if (this.left !== null) this.left -= 1;
    const { cellEdit, profile } = this.modes;
    const refused = this.refusal(request, text);
    if (refused !== null) {
      this.refuse(request.id, ...refused);
    } else if (cellEdit) {
      this.waiting.push(text);
    } else {
      const { answer, happenings } = this.batch(request);
      const message = { statusCode: 200, headers: {}, body: answer };
      const reply = JSON.stringify({ id: request.id, type: 2, message });
      if (this.losesNext) {
        this.losesNext = false;
        this.refuse(request.id, ...TIMED_OUT);
      } else if (profile.payload === null || bytes(reply) <= profile.payload) this.post(reply);
      else {
        const why = 'The answer is over 5 MB, the most that Excel on the web sends.';
        this.refuse(request.id, 413, 'ResponsePayloadSizeLimitExceeded', why);
      }
      this.tell(happenings, 'Local', true);
    }
  }

  /** Why this request is not even looked at; null where it is. One that waits for the typing to end is not refused. */
  private refusal({ flags }: Request, text: string): Refused | null {
    const { cellEdit, timedOut, profile } = this.modes;
    if (timedOut) return TIMED_OUT;
    if (cellEdit && (flags & FLAG.delayForCellEdit) === 0) {
      const message = 'Someone is typing in a cell: press Enter or Esc, then try again.';
      return [400, 'InvalidOperationInCellEditMode', message];
    }
    if (profile.payload !== null && bytes(text) > profile.payload) {
      return [
        413,
        'RequestPayloadSizeLimitExceeded',
        'The request is over 5 MB, the most that Excel on the web takes.',
      ];
    }
    return null;
  }

  private batch(request: Request): { readonly answer: Answer; readonly happenings: readonly Happening[] } {
    const happenings: Happening[] = [];
    const host = this;
    const call: Call = {
      book: this.book,
      modes: this.modes,
      make: makers,
      subscriptions: this.subscriptions,
      references: this.references,
      happened: (what) => happenings.push(what),
      setEventsEnabled: (on) => {
        host.eventsEnabled = on;
      },
      get eventsEnabled() {
        return host.eventsEnabled;
      },
    };
    beginStep(this.book);
    try {
      return { answer: run(request, call), happenings };
    } finally {
      endStep(this.book, this.modes.profile.undoesAddins);
      this.release();
    }
  }

  /** Ranges of the batch that nobody keeps need not follow their cells any more. */
  private release(): void {
    const kept = new Set([...this.references.values()].map(({ subject }) => subject));
    for (const held of this.book.ranges) if (!kept.has(held)) this.book.ranges.delete(held);
  }

  private refuse(id: number, statusCode: number, code: string, message: string): void {
    const body = { error: { code, message } };
    this.post(JSON.stringify({ id, type: 2, message: { statusCode, headers: {}, body } }));
  }

  private post(text: string): void {
    this.bridge.onMessageFromHost?.(text);
  }

  private tell(happenings: readonly Happening[], source: Source, own: boolean): void {
    if (this.modes.losesEvents || (!this.eventsEnabled && !this.modes.ignoresEnableEvents)) return;
    for (const happening of happenings) {
      const type = EVENT[happening.kind];
      const targets = [happening.sheet.id, WORKBOOK].filter((one) =>
        this.subscriptions.has(subscription(type, one)),
      );
      if (targets.length === 0) continue;
      const body = eventBody(happening, source, own, (sheet, area) => this.reference(sheet, area));
      for (const target of targets) {
        this.busy += 1;
        setTimeout(() => {
          this.busy -= 1;
          this.post(
            JSON.stringify({
              type: 3,
              message: { entries: [[65_536, type, target, JSON.stringify(body), nextId(this.book)]] },
            }),
          );
        }, 0);
      }
    }
  }

  /** The range of an event, which the handler may ask for later. */
  private reference(sheet: Sheet, area: Area): string {
    const id = `event-${nextId(this.book)}`;
    this.references.set(id, makers.range(heldRange(this.book, sheet, area)));
    return id;
  }
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
