/**
 * What a rule is: one small function, what it may be told (parameters), what it finds out (facts), and how
 * that is put into words. Facts travel in the finding; words are made of them only when it is shown.
 *
 * A rule over rows says something about one row, and may look others up by ref: only such a rule can hold a
 * row, and only such rules run in the service. A rule over cells is the same for one cell at a time: what it says
 * mostly rests on what stands there, so that it is asked once of each value of a column (`ask.ts`). A rule over the
 * sheet looks at a region of a grid. A rule over a change looks at a row before and after it.
 */
import type { z } from 'zod';
import type { Severity } from '../tracker/schema.ts';
import type { Finding } from '../values/finding.ts';
import type { Value } from '../values/value.ts';
import { ANY } from './marks.ts';
import type { TabPlan } from './plan.ts';
import type { Rows } from './rows.ts';
import type { CellView, RegionView, RowView } from './view.ts';

export type Facts = Finding['parameters'];

/** What a rule says: about a cell, or (column null) about the row. */
export interface Said {
  readonly column: string | null;
  readonly facts: Facts;
  /** What to write into the cell; undefined where there is no one right answer. */
  readonly fix?: Value | undefined;
  /** Instead of the rule's severity. */
  readonly severity?: Severity | undefined;
}

/** What a rule over cells says: the column is the cell's, unless it names another. */
export type CellSaid = Omit<Said, 'column'> & { readonly column?: string };

/** What a rule over the sheet says: also where. */
export interface SheetSaid extends Said {
  /** The row counted from 0, null where it is about the sheet. */
  readonly row: number | null;
}

/** How a rule tells what it finds: most rows give no rule anything to say, and cost no more than the look. */
export type Say<S> = (said: S) => void;

/** How the place of a finding is called. */
export interface Words {
  /** The heading of the finding's column, or of another of the same tab. */
  heading(column?: string): string;
  /** The title of a tab. */
  title(tab?: string): string;
}

interface Common {
  /** Kebab-case, the same for ever. */
  readonly id: string;
  /** What it looks for and why, for people: `docs/rules.md` and the pane show it. */
  readonly about: string;
  /** Unless the configuration says otherwise. */
  readonly severity: Severity;
  /** Whether it may say an error where its severity is less: only then is it asked what holds a row. */
  readonly raises: boolean;
  /**
   * What the configuration may set, each with a default. Those named `parties`, `matrix` and `meetings` are
   * filled from the configuration's own lists.
   */
  readonly parameters: z.ZodObject;
  /**
   * The finding in words, without its place.
   *
   * @throws ZodError where the facts are not this rule's
   */
  message(facts: Facts, words: Words): string;
}

export interface RowRule extends Common {
  readonly scope: 'row';
  /** Whether the rule may have anything to say about rows of a tab. @throws ZodError */
  asks(parameters: unknown, tab: TabPlan): boolean;
  /** The rule told its parameters. @throws ZodError */
  ready(parameters: unknown): (view: RowView, say: Say<Said>) => void;
}

/** Which columns a rule over cells is asked about: these (`ref` is the refs themselves), or all that rows have. */
export type Asked = readonly string[] | 'all';

export interface CellRule extends Common {
  readonly scope: 'cell';
  /** The columns of a tab that it is asked about. @throws ZodError */
  columns(parameters: unknown, tab: TabPlan): Asked;
  /** The marks (`marks.ts`) of which a value must have one for the rule to have anything to say about it. */
  readonly hears: number;
  /** Whether the other rows are such that it has nothing to say, whatever stands in the cell. @throws ZodError */
  isIdle(parameters: unknown, rows: Rows): boolean;
  /** The rule told its parameters. @throws ZodError */
  ready(parameters: unknown): (cell: CellView, say: Say<CellSaid>) => void;
}

export interface SheetRule extends Common {
  readonly scope: 'sheet';
  /** The rule told its parameters. @throws ZodError */
  ready(parameters: unknown): (view: RegionView, say: Say<SheetSaid>) => void;
}

/** One row as it was and as it is to be. */
export interface ChangeView {
  readonly before: RowView;
  readonly after: RowView;
}

/** A rule over what a change does to a row: asked where a push is held against the ledger, and nowhere else. */
export interface ChangeRule extends Common {
  readonly scope: 'change';
  /** The rule told its parameters. @throws ZodError */
  ready(parameters: unknown): (view: ChangeView, say: Say<Said>) => void;
}

export type Rule = RowRule | CellRule | SheetRule | ChangeRule;

interface Definition<P extends z.ZodObject, F extends Facts, V, S> {
  readonly id: string;
  readonly about: string;
  readonly severity: Severity;
  readonly raises?: true;
  readonly parameters: P;
  readonly facts: z.ZodType<F>;
  /** False for a tab of which the rule never has anything to say; without it, all tabs are asked. */
  needs?(tab: TabPlan, parameters: z.infer<P>): boolean;
  readonly check: (view: V, say: Say<S & { readonly facts: F }>, parameters: z.infer<P>) => void;
  message(facts: F, words: Words): string;
}

/** A rule over rows as the list of rules holds it. */
export function rowRule<P extends z.ZodObject, F extends Facts>(
  definition: Definition<P, F, RowView, Said>,
): RowRule {
  return {
    ...common(definition),
    scope: 'row',
    asks: (given, tab) => definition.needs?.(tab, definition.parameters.parse(given)) ?? true,
    ready: readier(definition),
  };
}

/**
 * A rule over cells as the list of rules holds it. It is not asked about a cell of a column that the sheet lacks, nor
 * about one that says nothing of its own: a formula without a result, a cell merged into the one above.
 */
export function cellRule<P extends z.ZodObject, F extends Facts>(
  definition: Omit<Definition<P, F, CellView, CellSaid>, 'needs'> & {
    columns(tab: TabPlan, parameters: z.infer<P>): Asked;
    /** Without it, the rule is asked about all values. */
    readonly hears?: number;
    isIdle?(rows: Rows, parameters: z.infer<P>): boolean;
  },
): CellRule {
  return {
    ...common(definition),
    scope: 'cell',
    columns: (given, tab) => definition.columns(tab, definition.parameters.parse(given)),
    hears: definition.hears ?? ANY,
    isIdle: (given, rows) => definition.isIdle?.(rows, definition.parameters.parse(given)) ?? false,
    ready: readier(definition),
  };
}

/** A rule over the sheet as the list of rules holds it. */
export function sheetRule<P extends z.ZodObject, F extends Facts>(
  definition: Definition<P, F, RegionView, SheetSaid>,
): SheetRule {
  return { ...common(definition), scope: 'sheet', ready: readier(definition) };
}

/** A rule over a change as the list of rules holds it. */
export function changeRule<P extends z.ZodObject, F extends Facts>(
  definition: Definition<P, F, ChangeView, Said>,
): ChangeRule {
  return { ...common(definition), scope: 'change', ready: readier(definition) };
}

function common<P extends z.ZodObject, F extends Facts, V, S>(definition: Definition<P, F, V, S>): Common {
  return {
    id: definition.id,
    about: definition.about,
    severity: definition.severity,
    raises: definition.raises ?? false,
    parameters: definition.parameters,
    message: (facts, words) => definition.message(definition.facts.parse(facts), words),
  };
}

function readier<P extends z.ZodObject, F extends Facts, V, S>(
  definition: Definition<P, F, V, S>,
): (parameters: unknown) => (view: V, say: Say<S>) => void {
  return (given) => {
    const parameters = definition.parameters.parse(given);
    const { check } = definition;
    return (view, say) => check(view, say, parameters);
  };
}
