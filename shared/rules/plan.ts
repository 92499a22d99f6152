/** A schema's tabs made ready for checking: what the rules ask of them again and again, worked out once. */
import { type Column, type ColumnType, REF, type Schema, type Tab } from '../tracker/schema.ts';
import { type RefPattern, refPattern } from '../values/ref.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

export interface TabPlan {
  readonly tab: Tab;
  /** The tab's place among the tabs. */
  readonly order: number;
  readonly pattern: RefPattern | null;
  readonly columns: ReadonlyMap<string, Column>;
  /** The place of a column among the tab's. */
  readonly columnOrder: ReadonlyMap<string, number>;
  readonly ofType: Readonly<Record<ColumnType, readonly Column[]>>;
  /** The columns that name other rows: refs, but for the row's own. */
  readonly citing: readonly Column[];
  /** The keys of the columns of dates, of choices, and of those that name parties; the last without computed ones. */
  readonly dates: readonly string[];
  readonly choices: readonly string[];
  readonly parties: readonly string[];
  /** The columns in which people write sentences. */
  readonly prose: readonly Column[];
  /** The column that says whether a row is over: the first choice with closed words; null where none does. */
  readonly status: Column | null;
  /** By the key of a choice column. */
  readonly vocabularies: ReadonlyMap<string, Vocabulary>;
}

export interface Plan {
  readonly schema: Schema;
  readonly tabs: ReadonlyMap<string, TabPlan>;
  /** Of all tabs that have one. */
  readonly patterns: readonly RefPattern[];
}

const plans = new WeakMap<Schema, Plan>();

/** The plan of a schema, made once for each schema object. */
export function planOf(schema: Schema): Plan {
  const known = plans.get(schema);
  if (known !== undefined) return known;
  const tabs = new Map(schema.tabs.map((tab, order) => [tab.tab, tabPlan(tab, order)]));
  const patterns = [...tabs.values()].flatMap(({ pattern }) => (pattern === null ? [] : [pattern]));
  const plan = { schema, tabs, patterns };
  plans.set(schema, plan);
  return plan;
}

function tabPlan(tab: Tab, order: number): TabPlan {
  const ofType = (type: ColumnType) => tab.columns.filter((column) => column.type === type);
  const own = (type: ColumnType) =>
    ofType(type).filter(({ column, computed }) => column !== REF && !computed);
  return {
    tab,
    order,
    pattern: tab.refPattern === null ? null : refPattern(tab.refPattern),
    columns: new Map(tab.columns.map((column) => [column.column, column])),
    columnOrder: new Map(tab.columns.map((column, place) => [column.column, place])),
    ofType: {
      text: ofType('text'),
      choice: ofType('choice'),
      date: ofType('date'),
      ref: ofType('ref'),
      refs: ofType('refs'),
      party: ofType('party'),
      score: ofType('score'),
      flag: ofType('flag'),
      number: ofType('number'),
      link: ofType('link'),
      positions: ofType('positions'),
      log: ofType('log'),
    },
    citing: [...own('ref'), ...own('refs')],
    dates: ofType('date').map(({ column }) => column),
    choices: own('choice').map(({ column }) => column),
    parties: own('party').map(({ column }) => column),
    prose: [...own('log'), ...own('text')],
    status:
      tab.columns.find((column) => column.type === 'choice' && (column.closed?.length ?? 0) > 0) ?? null,
    vocabularies: new Map(
      ofType('choice').flatMap((column) =>
        column.vocabulary === undefined ? [] : [[column.column, vocabularyOf(column.vocabulary)]],
      ),
    ),
  };
}
