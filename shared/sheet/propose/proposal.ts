/** What a tracker.yaml for some workbooks may say: each guess with how sure it is and why; a person decides. */
import type { Guess, Learnt } from './learn.ts';
import type { DateOrder, NamedParty } from './named.ts';
import type { Question } from './question.ts';

export interface ProposedColumn extends Learnt {
  /** The key it is to have; `ref` for the key of the tab. Of a column that the tab has, the type is the tab's. */
  readonly column: string;
  /** As the sheet has it, in one line. */
  readonly heading: string;
  readonly at: number;
  /** Whether the tab has the column already and knows this heading: then it need not be written. */
  readonly known: boolean;
  /** Whether the tab has the column, by this heading or another. */
  readonly isOwn: boolean;
  /** Why it is taken for that column. */
  readonly match: Guess<string>;
  /**
   * Of a choice: the words that its list is to have, from its drop-down list or else from the rows. Null where it
   * is no list, or the tab's own list does.
   */
  readonly vocabulary: readonly string[] | null;
  /** Those of `vocabulary` in which a row is over and done with. */
  readonly closed: readonly string[];
  /** Whether the tab, as it is, wants it in every row. */
  readonly required: boolean;
}

export interface ProposedTab {
  readonly tab: Guess<string>;
  readonly title: string;
  /** Whether the tracker has no such tab yet. */
  readonly isNew: boolean;
  /** Whether it is a tab of the tracker that was not recognised by itself: matched by likeness, or chosen. */
  readonly isMatched: boolean;
  readonly sheet: string;
  readonly headerRow: number;
  readonly rows: number;
  /** Whether it has a column of refs. Without one its rows are checked, and not synced until it has. */
  readonly hasRefs: boolean;
  /** Another sheet that has the same refs: one of the two may be a view of the other. */
  readonly sameAs: string | null;
  /** Null: refs are free text. `isOwn`: as the tab has it already. */
  readonly refPattern: Guess<string | null> & { readonly isOwn: boolean };
  readonly columns: readonly ProposedColumn[];
  /** Columns that the tab needs in every row and this sheet has not, by key. */
  readonly missing: readonly string[];
}

export interface Proposal {
  readonly tabs: readonly ProposedTab[];
  /** Who is named in columns of parties, the most frequent first. */
  readonly parties: readonly NamedParty[];
  /** Which comes first in dates that were typed as text; null where no date tells. */
  readonly dateOrder: Guess<DateOrder> | null;
  /** What the guesses are not sure of, in the order in which it is best asked. Until it is answered, the first option counts. */
  readonly questions: readonly Question[];
}
