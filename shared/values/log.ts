/**
 * A cell of type `log`: lines, some of them dated, such as `10/08/2022: sent with the papers`.
 */
import { readDate } from './date.ts';

export interface LogEntry {
  /** Canonical; null for a line without a date. */
  readonly date: string | null;
  /** The first words before a colon or dash where they are in capitals: `ONGOING`, `RECOMMEND CLOSED`. */
  readonly label: string | null;
  /** What is said, without date and label. */
  readonly said: string;
  /** The lines as they stand in the cell; joined by line ends the entries are the cell's text again. */
  readonly text: string;
}

/** A longer beginning of a line is no date. */
const DATE_ROOM = 36;
const LABEL = /^\s*(\p{Lu}[\p{Lu} /-]*\p{Lu})\s*(?::|[\u2012-\u2015]|\s-)\s*/u;
/** Where a date at a line's beginning may end. */
const DATE_END = /\s*[:\u2012-\u2015\])]\s*|\s+-\s*|-\s+|\s+/g;

/**
 * The entries of a log cell, in order. A line with a date or a label begins an entry; any other goes on with
 * the entry above it. `yearHint` is the year of dates without one; `monthFirst`: their order is American.
 */
export function readLog(text: string, yearHint?: number, monthFirst = false): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const line of text.split('\n')) {
    const entry = entryOf(line, yearHint, monthFirst);
    const last = entries.at(-1);
    if (last === undefined || entry.date !== null || entry.label !== null) entries.push(entry);
    else
      entries[entries.length - 1] = { ...last, said: `${last.said}\n${line}`, text: `${last.text}\n${line}` };
  }
  return text === '' ? [] : entries;
}

function entryOf(line: string, yearHint: number | undefined, monthFirst: boolean): LogEntry {
  const label = LABEL.exec(line);
  const unlabelled = label === null ? line : line.slice(label[0].length);
  const dated = datedBeginning(unlabelled, yearHint, monthFirst);
  const rest = unlabelled.slice(dated?.end ?? 0);
  // `10/08/2022 ONGOING: …`: the label may also follow the date.
  const second = dated !== null && label === null ? LABEL.exec(rest) : null;
  return {
    date: dated?.date ?? null,
    label: label?.[1] ?? second?.[1] ?? null,
    said: rest.slice(second?.[0].length ?? 0).trim(),
    text: line,
  };
}

/** The date at the beginning of a line, in brackets or not, and where what follows it begins. */
function datedBeginning(
  line: string,
  yearHint: number | undefined,
  monthFirst: boolean,
): { date: string; end: number } | null {
  const start = /^\s*[[(]?\s*/.exec(line)?.[0].length ?? 0;
  const room = line.slice(start, start + DATE_ROOM);
  // Every date has a number, and most lines begin with none.
  if (!/\p{N}/u.test(room)) return null;
  let best: { date: string; end: number } | null = null;
  const ends = [...room.matchAll(DATE_END)].map((hit) => ({ at: hit.index, length: hit[0].length }));
  for (const end of [...ends, { at: room.length, length: 0 }]) {
    const reading = readDate(room.slice(0, end.at), yearHint, monthFirst);
    // The longest beginning that is a date: `10 August 2022 14:30`, not `10 August 2022`.
    if (reading !== null) best = { date: reading.date, end: start + end.at + end.length };
  }
  return best;
}
