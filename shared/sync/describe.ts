/** A sync in words: one line of plain English for each thing, the same in the pane and on the command line. */

import { message } from '../rules/message.ts';
import type { Schema } from '../tracker/schema.ts';
import { isDay, showDate } from '../values/date.ts';
import type { Cells, Value } from '../values/value.ts';
import type { By, ConflictItem, HeldRow, Pin, Place, PreviewItem, SyncResult } from './preview.ts';

/** As much of a cell as fits a line. */
const LONGEST_SHOWN = 80;
/** Of a whole row the first cells tell which row it is. */
const MOST_CELLS = 4;

/** A value as a person reads it. */
export function valueText(value: Value): string {
  if (value === null) return '(blank)';
  const text = isDay(value) ? showDate(value) : String(value);
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN).trimEnd()}…` : line;
}

/** Where: `Risks DR-003`, or `Risks, Sheet row 12` for a row without a ref. */
export function placeText({ tabTitle, ref, sheet, row }: Place): string {
  if (ref !== null) return `${tabTitle} ${ref}`;
  return sheet === null || row === null ? tabTitle : `${tabTitle}, ${sheet} row ${row}`;
}

/** `Risks DR-003, Status: Open → Closed (Ann, 10/08/2022 09:30)`. */
export function itemLine(item: PreviewItem): string {
  const place = placeText(item);
  const by = item.by ? ` (${byText(item.by)})` : '';
  switch (item.kind) {
    case 'set':
      return `${place}, ${item.heading ?? item.column}: ${side(item.from)} → ${side(item.to)}${by}`;
    case 'add':
      return `${place}: new row, ${side(item.to)}${by}`;
    case 'remove':
      return `${place}: row removed, ${side(item.from)}${by}`;
    case 'restore':
      return `${place}: row brought back, ${side(item.to)}${by}`;
    case 'renumber':
      return `${item.tabTitle} ${side(item.from)} becomes ${side(item.to)}${by}`;
  }
}

/** `Ann, 10/08/2022 09:30`: the time is UTC, as the ledger keeps it. */
export function byText({ author, at }: By): string {
  return `${author}, ${showDate(at.slice(0, 10))} ${at.slice(11, 16)} UTC`;
}

/** Why a row is held. */
export function heldLine(row: HeldRow, schema: Pick<Schema, 'tabs'>): string {
  const reasons =
    row.reason === null ? row.findings.map((finding) => message(finding, schema)) : [row.reason];
  return `${placeText(row)} stays in the sheet and is not pushed: ${reasons.join(' ')}`;
}

/** Both sides of a conflict, and who is behind the ledger's. */
export function conflictLine({ conflict, heading, left, ...place }: ConflictItem): string {
  const { kind, mine, theirs, theirsAuthor, theirsAt } = conflict;
  const by =
    theirsAuthor !== null && theirsAt !== null ? ` (${byText({ author: theirsAuthor, at: theirsAt })})` : '';
  const undecided = left ? ' Left undecided: no cell of this workbook shows your side.' : '';
  return `${placeText(place)}${WHAT[kind](heading ?? conflict.column ?? '', side(mine), side(theirs), by)}${undecided}`;
}

const WHAT: Record<
  ConflictItem['conflict']['kind'],
  (heading: string, mine: string, theirs: string, by: string) => string
> = {
  cell: (heading, mine, theirs, by) => `, ${heading}: yours is ${mine}, the ledger has ${theirs}${by}.`,
  'removed-edited': (_, __, theirs, by) => `: you removed the row, the ledger's was edited: ${theirs}${by}.`,
  'edited-removed': (_, mine, __, by) =>
    `: you edited the row, ${mine}, and it was removed in the ledger${by}.`,
  added: (_, mine, theirs, by) =>
    theirs === '(blank)'
      ? `: the ref belonged to a row that was removed${by}; yours is ${mine}.`
      : `: two rows were added under one ref: yours ${mine}, the ledger's ${theirs}${by}.`,
  renumbered: (_, mine) => `: it can't be renumbered to ${mine}.`,
};

/** Why a cell does not show what the ledger holds. */
export function pinLine({ ref, column, why }: Pin): string {
  return `${ref}${column === null ? '' : ` ${column}`}: ${WHY[why]}`;
}

const WHY: Record<Pin['why'], string> = {
  conflict: 'in conflict, to be decided.',
  unwritable: "could not be written here (locked, merged or a formula); the ledger's value was left out.",
  changed: 'changed while the sync was running; the next sync takes it up.',
  held: 'held back, since it would bring in an error.',
  reversal: 'shows a value that somebody has replaced; left as it is.',
};

/** A sync's outcome in one line. */
export function resultLine(result: SyncResult): string {
  const { status, revision, pushed, taken, held, conflicts } = result;
  switch (status) {
    case 'unchanged':
      return `Nothing to do: this workbook is up to date with revision ${revision}.`;
    case 'cancelled':
      return 'Cancelled. Nothing was pushed or written.';
    case 'stopped':
      return result.stops.join('\n');
    case 'done': {
      const parts = [`${count(pushed, 'change')} pushed`, `${count(taken, 'change')} taken`];
      if (held.length > 0) parts.push(`${count(held.length, 'row')} held`);
      if (conflicts.length > 0) parts.push(`${count(conflicts.length, 'conflict')} to decide`);
      return `Synced to revision ${revision}: ${parts.join(', ')}.`;
    }
  }
}

function side(value: Value | Cells): string {
  if (typeof value !== 'object' || value === null) return valueText(value);
  const cells = Object.entries(value).map(([column, each]) => `${column} ${valueText(each)}`);
  const [line, more] = [cells.slice(0, MOST_CELLS).join('; '), cells.length - MOST_CELLS];
  return cells.length === 0 ? '(blank)' : more > 0 ? `${line} and ${count(more, 'more cell')}` : line;
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}
