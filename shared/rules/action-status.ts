/**
 * The status of an action: the first words of its update. The published log has no status column; it writes
 * `ONGOING: …`, `ONGOING - …` and `RECOMMEND CLOSED: …`.
 */

import { remembered } from '../values/remember.ts';

export type ActionStatus =
  | 'Not Started'
  | 'Open'
  | 'Ongoing'
  | 'On Hold'
  | 'Recommend Closed'
  | 'Closed'
  | 'Transferred'
  | 'Withdrawn';

/** The longer ones first: "CLOSED" also ends "RECOMMEND CLOSED". */
const WORDS: readonly (readonly [RegExp, ActionStatus])[] = [
  [/recommend(?:ed|ation)?(?: (?:to be|for|to|as))? clos(?:ed|e|ure)/u, 'Recommend Closed'],
  [/not (?:yet )?started/u, 'Not Started'],
  [/on[- ]?going|in progress|under ?way/u, 'Ongoing'],
  [/on hold|paused/u, 'On Hold'],
  [/closed?|completed?|done/u, 'Closed'],
  [/transferred/u, 'Transferred'],
  [/withdrawn|superseded|no longer required|duplicate/u, 'Withdrawn'],
  [/open|new/u, 'Open'],
];

const STARTS = WORDS.map(
  ([words, status]) => [new RegExp(`^(?:${words.source})(?=\\s*(?:[:;.,–—(]|-|$))`, 'u'), status] as const,
);

/** `10/08/2022:` or `[10 Aug 2022] -` before the status, as in an update of dated lines. */
const DATED = /^\[?\(?\d{1,4}[/.\- ](?:\d{1,2}|\p{L}{3,9})[/.\- ]\d{2,4}\)?\]?\s*[:\-–—]?\s*/u;

/** The status that an update begins with, or null where it begins with none: its first line that is not empty. */
export const actionStatus = remembered((update: string): ActionStatus | null => {
  const line = update.split('\n').find((each) => each.trim() !== '');
  if (line === undefined) return null;
  const text = line
    .slice(0, 80)
    .trim()
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(DATED, '')
    .replace(/^action /u, '');
  return STARTS.find(([start]) => start.test(text))?.[1] ?? null;
});

/** Whether an action of that status is over and done with. */
export function isOver(status: ActionStatus): boolean {
  return status === 'Closed' || status === 'Transferred' || status === 'Withdrawn';
}
