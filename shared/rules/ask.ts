/**
 * Asking the rules about rows: each rule once for all the rows to which its answer is the same.
 *
 * A rule over cells is asked once of each value of a column; a rule over rows once of each combination of values in
 * the columns that it looks at, which it finds out itself (`Trace`). Where it has nothing to say, that settles all the
 * rows with these values. Where it has, or looked at the row itself, each of them is asked.
 */
import type { CodedColumn, CodedRows } from '../sheet/coded.ts';
import type { Row } from '../sheet/row.ts';
import { REF, type RuleSetting } from '../tracker/schema.ts';
import type { Value } from '../values/value.ts';
import { marksOf } from './marks.ts';
import type { TabPlan } from './plan.ts';
import type { Rows } from './register.ts';
import type { Asked, CellSaid, Said, Say } from './rule.ts';
import { type CellView, hasColumn, type RegionView, RowView, type Trace } from './view.ts';

/** A rule of the schema, ready to be asked about the rows of a tab. */
interface Common {
  readonly setting: RuleSetting;
  /** Whether what it finds may be an error. */
  readonly mayBeError: boolean;
}

export type Question =
  | (Common & {
      readonly about: 'row';
      readonly check: (view: RowView, say: Say<Said>) => void;
    })
  | (Common & {
      readonly about: 'cell';
      readonly columns: Asked;
      /** The marks of values about which it may have something to say. */
      readonly hears: number;
      /** Whether the other rows are such that it has nothing to say. */
      readonly isIdle: (rows: Rows) => boolean;
      readonly check: (cell: CellView, say: Say<CellSaid>) => void;
    });

/** What the rules know besides the row. */
export interface Around {
  readonly tab: TabPlan;
  readonly rows: Rows;
  readonly today: string;
  readonly region: RegionView | null;
}

/** Writes down what answers rest on among the other rows. */
export interface Notes {
  /** Another question is asked. */
  begin(): void;
  /** It was asked for all rows with this code in the column, or for all rows if that is null. */
  forRows(coded: CodedRows, column: CodedColumn | null, code: number): void;
  forRow(coded: CodedRows, place: number): void;
}

/** How a finding about a row is told. */
export type Tell = (setting: RuleSetting, row: Row, said: Said) => void;

/** Asks about one row. */
export function askRow(questions: readonly Question[], row: Row, around: Around, tell: Tell): void {
  const view = viewOf(row, around);
  for (const question of questions) {
    if (question.about === 'row') question.check(view, (said) => tell(question.setting, row, said));
    else askCells(question, question.columns === 'all' ? columnsOf(row) : question.columns, view, tell);
  }
}

/** Asks about all the rows of a tab that stand in one sheet. */
export function askRows(
  questions: readonly Question[],
  coded: CodedRows,
  around: Around,
  tell: Tell,
  notes: Notes | null = null,
): void {
  if (coded.length === 0) return;
  const trace: Trace = { columns: [], whole: false };
  const view = viewOf(coded, around, trace);
  const asking: Asking = { coded, around, tell, notes, trace, view };
  const byColumn = new Map<string, CellQuestion[]>();
  for (const question of questions) {
    if (question.about === 'row') {
      askByLooks(question, asking);
      continue;
    }
    if (question.isIdle(around.rows)) continue;
    for (const column of question.columns === 'all' ? coded.columns.keys() : question.columns) {
      if (question.columns !== 'all' && column !== REF && !hasColumn(around, column)) continue;
      const those = byColumn.get(column);
      if (those === undefined) byColumn.set(column, [question]);
      else those.push(question);
    }
  }
  for (const [column, those] of byColumn) askByValue(those, column, asking);
}

interface Asking {
  readonly coded: CodedRows;
  readonly around: Around;
  readonly tell: Tell;
  readonly notes: Notes | null;
  /** What the view below was asked for. */
  readonly trace: Trace;
  readonly view: RowView;
}

type RowQuestion = Question & { readonly about: 'row' };
type CellQuestion = Question & { readonly about: 'cell' };

function columnsOf({ cells }: Row): string[] {
  return [REF, ...Object.keys(cells).filter((column) => column !== REF)];
}

function askCells(question: CellQuestion, columns: readonly string[], view: RowView, tell: Tell): void {
  const { check, setting } = question;
  const cell: { column: string; value: Value; view: RowView } = { column: REF, value: null, view };
  const say: Say<CellSaid> = (said) => tell(setting, view.row, { column: cell.column, ...said });
  for (const column of columns) {
    if (column !== REF) {
      if (question.columns !== 'all' && !hasColumn(view, column)) continue;
      if (!view.speaks(column)) continue;
    }
    cell.column = column;
    cell.value = column === REF ? view.ref : view.value(column);
    check(cell, say);
  }
}

/** Asks what is asked about a column: a glance at each value, then each question about those that it may be about. */
function askByValue(questions: readonly CellQuestion[], column: string, asking: Asking): void {
  const cells = asking.coded.columns.get(column) ?? BLANK;
  const pattern = column === REF ? asking.around.tab.pattern : null;
  const marks = new Uint8Array(cells.values.length);
  for (let code = 0; code < marks.length; code += 1)
    if ((cells.first[code] ?? -1) >= 0) marks[code] = marksOf(cells.values[code] ?? null, pattern);
  // Silent cells are asked nothing, whatever stands there.
  if (column !== REF) for (const code of cells.silent) marks[code] = 0;
  for (const question of questions) askMarked(question, column, cells, marks, asking);
}

/** Asks about each value of a column that has one of the marks which the question waits for. */
function askMarked(
  question: CellQuestion,
  column: string,
  { values, first, counts }: CodedColumn,
  marks: Uint8Array,
  asking: Asking,
): void {
  const { coded, notes, trace, view } = asking;
  const { check, hears } = question;
  const cell: { column: string; value: Value; view: RowView } = { column, value: null, view };
  let told = false;
  const say = () => {
    told = true;
  };
  let loud: Uint8Array | null = null;
  for (let code = 0; code < marks.length; code += 1) {
    if (((marks[code] ?? 0) & hears) === 0) continue;
    cell.value = values[code] ?? null;
    told = false;
    begin(asking, first[code] ?? 0);
    notes?.begin();
    check(cell, say);
    notes?.forRows(coded, coded.columns.get(column) ?? null, code);
    // What the row around says matters only where there are several with this value.
    const isAlone = counts[code] === 1;
    if (!told && (isAlone || (!trace.whole && trace.columns.every((each) => each === column)))) continue;
    loud ??= new Uint8Array(marks.length);
    loud[code] = 1;
  }
  if (loud !== null) askAlone(question, column, asking, loud);
}

/** Asks about a column of each row that says something about which there was something to say. */
function askAlone(question: CellQuestion, column: string, asking: Asking, loud: Uint8Array): void {
  const { coded } = asking;
  const codes = coded.columns.get(column)?.codes;
  const alone = viewOf(coded, asking.around);
  for (let place = 0; place < coded.length; place += 1) {
    if (loud[codes?.[place] ?? 0] !== 1) continue;
    alone.turn(place);
    asking.notes?.begin();
    askCells(question, [column], alone, asking.tell);
    asking.notes?.forRow(coded, place);
  }
}

/** A column that is blank in all rows: how many they are does not matter. */
const BLANK: CodedColumn = {
  values: [null],
  codes: new Int32Array(0),
  first: new Int32Array(1),
  counts: new Int32Array(1),
  silent: new Set(),
};

/** A column that a rule looks at, and by the code of what stands there, what follows. */
interface Look {
  readonly column: CodedColumn;
  readonly next: (Look | Answer | undefined)[];
}

/** Whether rows that look like this need not be asked. */
type Answer = 'quiet' | 'loud';

function askByLooks(question: RowQuestion, asking: Asking): void {
  const { coded } = asking;
  const learnt: Learnt = { looks: null };
  const first = learn(question, asking, learnt, 0);
  const root = learnt.looks;
  const alone = viewOf(coded, asking.around);
  if (root === null) {
    if (first === 'loud')
      for (let place = 0; place < coded.length; place += 1) ask(question, asking, alone, place);
    return;
  }
  // Most rules look at one column first, and for most of what stands there need no more.
  const { codes, first: firsts } = root.column;
  const quiet = new Uint8Array(firsts.length);
  let isQuiet = true;
  for (let code = 0; code < firsts.length; code += 1) {
    const place = firsts[code] ?? -1;
    if (place < 0) continue;
    if (root.next[code] === undefined) learn(question, asking, learnt, place);
    if (root.next[code] === 'quiet') quiet[code] = 1;
    else isQuiet = false;
  }
  if (isQuiet) return;
  for (let place = 0; place < codes.length; place += 1) {
    if (quiet[codes[place] ?? 0] === 1) continue;
    let next: Look | Answer | undefined = root;
    while (typeof next === 'object') next = next.next[next.column.codes[place] ?? 0];
    if ((next ?? learn(question, asking, learnt, place)) === 'loud') ask(question, asking, alone, place);
  }
}

interface Learnt {
  /** Null where the rule looks at no column. */
  looks: Look | null;
}

/** Asks about the row at a place, and writes down what the answer rests on. */
function learn(question: RowQuestion, asking: Asking, learnt: Learnt, place: number): Answer {
  const { coded, trace, view } = asking;
  begin(asking, place);
  let told = false;
  asking.notes?.begin();
  question.check(view, () => {
    told = true;
  });
  const answer = told || trace.whole ? 'loud' : 'quiet';
  if (asking.notes !== null) note(asking.notes, coded, trace, place);
  let look: Look | null = null;
  for (const key of trace.columns) {
    const column = coded.columns.get(key);
    if (column === undefined) continue;
    if (look === null) {
      learnt.looks ??= { column, next: [] };
      look = learnt.looks;
      continue;
    }
    const code: number = look.column.codes[place] ?? 0;
    const known: Look | Answer | undefined = look.next[code];
    const next: Look = typeof known === 'object' ? known : { column, next: [] };
    look.next[code] = next;
    look = next;
  }
  if (look !== null) look.next[look.column.codes[place] ?? 0] = answer;
  return answer;
}

/** The rows to which an answer is the same are among those that say the same in any of its columns. */
function note(notes: Notes, coded: CodedRows, { columns }: Trace, place: number): void {
  let fewest: CodedColumn | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const key of columns) {
    const column = coded.columns.get(key);
    if (column === undefined) continue;
    const count = column.counts[column.codes[place] ?? 0] ?? 0;
    if (count < least) {
      least = count;
      fewest = column;
    }
  }
  notes.forRows(coded, fewest, fewest?.codes[place] ?? 0);
}

function begin({ trace, view }: Asking, place: number): void {
  if (trace.columns.length > 0) trace.columns.length = 0;
  trace.whole = false;
  view.turn(place);
}

function ask(question: RowQuestion, asking: Asking, view: RowView, place: number): void {
  view.turn(place);
  asking.notes?.begin();
  question.check(view, (said) => asking.tell(question.setting, view.row, said));
  asking.notes?.forRow(asking.coded, place);
}

function viewOf(given: Row | CodedRows, around: Around, trace: Trace | null = null): RowView {
  return new RowView(given, around.tab, around.rows, around.today, around.region, trace);
}
