/** Which column of a tab a heading means. */
import { normalHeading } from '../tracker/heading.ts';
import { isExtra, type Tab } from '../tracker/schema.ts';
import type { CellValue } from './grid.ts';

export { normalHeading } from '../tracker/heading.ts';

/** Longer text is a sentence, not a heading. */
const MAX_HEADING = 120;
/** What people add to a heading and mean nothing else by it: `Date Raised (dd/mm/yyyy)`, `Status (select)`. */
const ADDITION =
  /\s*[([](?:dd?[/. -]mm?[/. -]yy(?:yy)?|\d+ *[-–to]+ *\d+|y ?\/ ?n|yes ?\/ ?no|select|drop-? ?down|required|mandatory|optional|if (?:applicable|known|any)|auto\w*|calculated|formula)[)\]]/giu;

/** The column that a heading means. The lower its rank, the better the match: a person's choice, the heading, its aliases. */
export interface HeadingMatch {
  readonly column: string;
  readonly rank: number;
}

/** The text of a cell that may be a heading, and the form in which it is compared. */
export interface Heading {
  readonly text: string;
  /** `&` and "and" are one in it. */
  readonly key: string;
}

/** Looks headings of one tab up. Null for a heading that no column claims. */
export type HeadingReader = (heading: Heading) => HeadingMatch | null;

/** `chosen`: normal heading → column key, as a person settled it once. */
export function headingReader(tab: Tab, chosen: Readonly<Record<string, string>> = {}): HeadingReader {
  const matches = new Map<string, HeadingMatch>();
  const claim = (text: string, match: HeadingMatch) => {
    const key = comparable(text);
    const rival = matches.get(key);
    if (key !== '' && (rival === undefined || match.rank < rival.rank)) matches.set(key, match);
  };
  for (const { column, heading, aliases } of tab.columns) {
    claim(heading, { column, rank: 1 });
    for (const [index, alias] of aliases.entries()) claim(alias, { column, rank: 2 + index });
  }
  const choices = new Map(
    Object.entries(chosen).filter(
      ([, column]) => isExtra(column) || tab.columns.some((each) => each.column === column),
    ),
  );
  return ({ text, key }) => {
    const choice = choices.size === 0 ? undefined : choices.get(normalHeading(text));
    if (choice !== undefined) return isExtra(choice) ? null : { column: choice, rank: 0 };
    const match = matches.get(key);
    if (match !== undefined) return match;
    const bare = /[([]/.test(text) ? text.replace(ADDITION, '') : text;
    const near = bare === text ? undefined : matches.get(comparable(bare));
    return near === undefined ? null : { column: near.column, rank: near.rank + 1000 };
  };
}

/** A cell as a heading; null for a blank one, a boolean or a long text. */
export function headingOf(value: CellValue): Heading | null {
  if (value === null || typeof value === 'boolean') return null;
  const text = String(value);
  return text.length > MAX_HEADING || text.trim() === '' ? null : { text, key: comparable(text) };
}

function comparable(heading: string): string {
  return normalHeading(heading).replace(/ ?& ?/g, ' and ').trim();
}
