/** The other rows of a tracker, as a rule may ask about them (`register.ts` answers), and what a change does to them. */
import type { Row } from '../sheet/row.ts';
import type { Value } from '../values/value.ts';
import type { Plan } from './plan.ts';

/** What a rule may ask about the other rows. A name is what `nameOf` makes of a ref. */
export interface Rows {
  readonly plan: Plan;
  /** The rows of a tab that go by that name. */
  named(tab: string, name: string): readonly Row[];
  /** The rows of a tab that share a name with a row of this ref, itself included; none where it is alone. */
  shared(tab: string, ref: string): readonly Row[];
  /** What the only row of a tab that goes by that name says of its own in a column; null where none or several do. */
  told(tab: string, name: string, column: string): Value;
  /** Whether any two rows of a tab may share a name: where none do, none needs to be looked up. */
  someShare(): boolean;
  /** How many rows of a tab, or of any, go by that name. */
  count(name: string, tab?: string): number;
  /** Whether the tab has rows at all. */
  filled(tab: string): boolean;
  /** Whether any row of the tab may be in one of these states: where none is, nobody needs to be looked up. */
  someAre(tab: string, states: readonly string[]): boolean;
  /** Whether a text is a plain list of refs, and for each of them there is a row: then nobody is missing. */
  hasAll(text: string): boolean;
  /** Whether a ref is written as the tab writes them, and its number is the first or follows a row's: then none is left out. */
  hasBefore(tab: string, ref: string): boolean;
  /** How many rows the tab has. For the count itself a rule has no use: every new row would change what it says. */
  size(tab: string): number;
  /** The rows, of one tab or of all, with a ref of their own that name it in a ref column; in no order. */
  citing(name: string, tab?: string): readonly Row[];
  /** The rows, of one tab or of all, with a ref of their own that name it in their prose; in no order. */
  mentioning(name: string, tab?: string): readonly Row[];
}

/** One row before and after; before is null for a new row, after for one removed. */
export interface RowChange {
  readonly before: Row | null;
  readonly after: Row | null;
}
