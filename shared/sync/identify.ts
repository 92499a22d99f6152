/**
 * Which row of the sheet is which row of the ledger. By ref where it has one; a row without is recognised by its
 * content. What can't be told apart is held, and says nothing. Pure.
 */

import type { SheetRow } from '../sheet/row.ts';
import type { Tab } from '../tracker/schema.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells } from '../values/value.ts';
import { Contents, shared } from './content.ts';
import type { Pairing } from './preview.ts';
import { type Renumbered, waitsReason } from './renumbered.ts';
import type { Rows } from './timeline.ts';

/** A row of the ledger that a row of the sheet shows. */
export interface Shown {
  readonly row: SheetRow;
  /** As the sheet or else the ledger writes it. */
  readonly ref: string;
  /** The sheet shows no ref for it, or another than the ledger: it is to be written there. */
  readonly refMissing: boolean;
  /** For a row that this workbook added and the sheet did not show by ref: its cells as added. */
  readonly asAdded: Cells | null;
}

export interface Given {
  readonly ref: string;
  /** As added. */
  readonly cells: Cells;
}

export interface Identified {
  /** By normal ref. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** Rows without a ref that are no row of the ledger. */
  readonly fresh: readonly SheetRow[];
  readonly held: readonly { readonly row: SheetRow; readonly reason: string }[];
  /** Normal refs of rows that can't be told: they are neither compared nor absent. */
  readonly silent: ReadonlySet<string>;
  readonly pairing: Pairing | null;
  /** The present normal ref of the row that each row with a ref stands for. */
  readonly keys: IdentifyInput['keys'];
  /** Rows that a person told to be rows with other refs: by the row, the present normal ref. */
  readonly told: ReadonlyMap<SheetRow, string>;
}

export interface IdentifyInput {
  readonly tab: Tab;
  readonly rows: readonly SheetRow[];
  /** The present normal ref of the row that each row with a ref stands for. */
  readonly keys: ReadonlyMap<SheetRow, string>;
  /** Rows renumbered in the sheet: whatever else stands under their refs waits. */
  readonly renumbered: Renumbered;
  readonly base: Rows;
  /** As the ledger has them now. */
  readonly head: Rows;
  /**
   * Without a base: whether a row of the sheet is likely to be this row of `base`, which is what the ledger has. A
   * row under a new ref, or none, may be one that is there already. Null where there is a base.
   */
  readonly isLike: ((ref: string, row: SheetRow) => boolean) | null;
  /** Rows that this workbook added after the base, by normal ref; those that the sheet shows are passed over. */
  readonly given: ReadonlyMap<string, Given>;
  /** Whether a row of the sheet shows its ref's base in every compared cell. */
  readonly equalsBase: (ref: string, row: SheetRow) => boolean;
  /** Whether the host tells that a co-author typed in a row of the sheet, and nobody here. */
  readonly isFromElsewhere: (row: SheetRow) => boolean;
  /** Whether a co-author's session added the row of this ref since the workbook was opened. */
  readonly isAddedElsewhere: (ref: string) => boolean;
  readonly refOf: (ref: string) => string;
  /** A person's answer to a pairing: row id → ref, or null for a new row. */
  readonly pairs: Readonly<Record<string, string | null>>;
}

/** Tells which rows the sheet shows. */
export function identify(input: IdentifyInput): Identified {
  const { tab, rows, base, given } = input;
  const shown = new Map<string, Shown>();
  const held: { row: SheetRow; reason: string }[] = [];
  const silent = new Set<string>();

  const claimed = new Map([...input.renumbered].map(([row, ref]) => [ref, row] as const));
  for (const [ref, together] of byRef(rows, input.keys)) {
    const claiming = claimed.get(ref);
    const sharing = claiming ? [claiming] : together;
    for (const row of claiming ? together : []) {
      if (row !== claiming) held.push({ row, reason: waitsReason(row.ref ?? ref, claiming?.ref ?? '') });
    }
    const [only] = sharing;
    const row = sharing.length === 1 ? only : sharing.find((each) => input.equalsBase(ref, each));
    const isMoved = row?.ref != null && normalRef(row.ref) !== ref;
    const text = isMoved ? input.refOf(ref) : (row?.ref ?? ref);
    if (row) shown.set(ref, { row, ref: text, refMissing: isMoved, asAdded: null });
    else silent.add(ref);
    for (const other of sharing) {
      if (other !== row) held.push({ row: other, reason: sharedReason(other, sharing) });
    }
  }

  let fresh = rows.filter(({ ref }) => ref === null);
  const isUnseen = (ref: string) => !shown.has(ref) && !silent.has(ref);
  const inBase = new Contents(tab, base);
  fresh = fresh.filter((row) => {
    const [one, another] = inBase.find(row).filter(isUnseen);
    const found = one === undefined || another !== undefined ? undefined : base.get(one);
    if (one === undefined || !found) return true;
    shown.set(one, { row, ref: found.ref, refMissing: true, asAdded: null });
    return false;
  });

  const waiting = new Map([...given].filter(([ref]) => isUnseen(ref)));
  const pair = (row: SheetRow, ref: string, { ref: text, cells }: Given) => {
    waiting.delete(ref);
    shown.set(ref, { row, ref: text, refMissing: true, asAdded: cells });
  };
  const asAdded = new Contents(tab, new Map(waiting));
  fresh = fresh.filter((row) => {
    const ref = asAdded.find(row).find((each) => waiting.has(each));
    const found = ref === undefined ? undefined : waiting.get(ref);
    if (ref !== undefined && found) pair(row, ref, found);
    return !found;
  });
  const told = new Map<SheetRow, string>();
  const open: SheetRow[] = [];
  const asked = new Map(waiting);
  const likely = (row: SheetRow) => likeUnseen(input, row, isUnseen);
  /** The ref that a row is by a person's answer; null for a new row, and where nothing was said yet. */
  const answered = (row: SheetRow, like: readonly Given[]): string | null => {
    for (const each of like) asked.set(normalRef(each.ref), each);
    const answer = input.pairs[pairId(row)];
    if (answer === undefined) open.push(row);
    return answer == null ? null : normalRef(answer);
  };
  for (const [key, { row }] of shown) {
    const like = base.has(key) || input.renumbered.has(row) ? [] : likely(row);
    const ref = like.length === 0 ? null : answered(row, like);
    const found = ref !== null && isUnseen(ref) ? base.get(ref) : undefined;
    if (ref === null || !found) continue;
    shown.delete(key);
    shown.set(ref, { row, ref: found.ref, refMissing: true, asAdded: null });
    told.set(row, ref);
  }
  fresh = fresh.filter((row) => {
    const like = likely(row);
    if (waiting.size === 0 && like.length === 0) return true;
    const ref = answered(row, like);
    if (ref === null || !isUnseen(ref)) return true;
    const [added, there] = [waiting.get(ref), base.get(ref)];
    if (added) pair(row, ref, added);
    else if (there) shown.set(ref, { row, ref: there.ref, refMissing: true, asAdded: null });
    return !added && !there;
  });
  const doubles = findDoubles(input, fresh, shown);
  for (const [row, reason] of doubles) held.push({ row, reason });
  fresh = fresh.filter((row) => !doubles.has(row));
  const late = findLate(input, fresh, isUnseen);
  for (const [row, { ref, isLike }] of late) {
    held.push({ row, reason: lateReason(input.refOf(ref), isLike) });
    if (isLike) silent.add(ref);
  }
  fresh = fresh.filter((row) => !late.has(row));
  const pairing = open.length === 0 ? null : pairingOf(tab, open, [...asked.values()]);
  return { shown, fresh, held, silent, pairing, keys: input.keys, told };
}

/**
 * Rows without a ref that say just what a row says that stands in the sheet with its ref, and why they wait: where the
 * answer to a push was lost, a co-author's sync may have brought the new row in a second time.
 */
function findDoubles(
  { tab, head, pairs }: IdentifyInput,
  fresh: readonly SheetRow[],
  shown: ReadonlyMap<string, Shown>,
): ReadonlyMap<SheetRow, string> {
  const doubles = new Map<SheetRow, string>();
  if (fresh.length === 0) return doubles;
  const contents = new Contents(tab, head);
  for (const row of fresh) {
    if (pairs[pairId(row)] === null || shared(tab, row, {}).filled < TELLING) continue;
    const there = contents.find(row).flatMap((key) => shown.get(key) ?? []);
    const [first] = there.filter((each) => each.row.ref !== null);
    if (first) doubles.set(row, doubleReason(first));
  }
  return doubles;
}

/**
 * Rows without a ref that may be a row that is missing, by its ref: what a co-author wrote comes cell by cell, and what
 * is known of it may be here first. A row is like the missing one if it says nothing else, or, where a co-author typed
 * or added it, if it says half of it: it may show what was typed over since. Whatever else a co-author typed waits too while
 * some row is missing. Without a base a person is asked.
 */
function findLate(
  { tab, base, isLike, pairs, isFromElsewhere, isAddedElsewhere }: IdentifyInput,
  fresh: readonly SheetRow[],
  isUnseen: (ref: string) => boolean,
): ReadonlyMap<SheetRow, { readonly ref: string; readonly isLike: boolean }> {
  const late = new Map<SheetRow, { ref: string; isLike: boolean }>();
  if (fresh.length === 0 || isLike !== null) return late;
  const missing = [...base].filter(([ref]) => isUnseen(ref));
  for (const row of fresh) {
    if (pairs[pairId(row)] === null) continue;
    const isTypedElsewhere = isFromElsewhere(row);
    const like = missing.find(([ref, { cells }]) => {
      const { same, filled } = shared(tab, row, cells);
      if (same === 0 || same * 2 < filled) return false;
      return same === filled || isTypedElsewhere || isAddedElsewhere(ref);
    });
    const [ref] = like ?? (isTypedElsewhere ? missing[0] : undefined) ?? [];
    if (ref !== undefined) late.set(row, { ref, isLike: like !== undefined });
  }
  return late;
}

/** A row says enough to be taken for another one if it has two cells: many may say no more than "To be confirmed". */
const TELLING = 2;

/** The rows that a row may be and that are not shown. */
function likeUnseen(
  { base, isLike }: IdentifyInput,
  row: SheetRow,
  isUnseen: (ref: string) => boolean,
): Given[] {
  if (isLike === null) return [];
  return [...base].flatMap(([ref, { ref: text, cells }]) =>
    isUnseen(ref) && isLike(ref, row) ? [{ ref: text, cells }] : [],
  );
}

function pairingOf(tab: Tab, rows: readonly SheetRow[], refs: readonly Given[]): Pairing {
  return {
    tab: tab.tab,
    tabTitle: tab.title,
    refs,
    rows: rows.map((row) => ({
      id: pairId(row),
      sheet: row.at.sheet,
      row: row.at.row + 1,
      cells: row.cells,
    })),
  };
}

function pairId({ at }: SheetRow): string {
  return `${at.sheet}!${at.row + 1}`;
}

function byRef(rows: readonly SheetRow[], keys: ReadonlyMap<SheetRow, string>): Map<string, SheetRow[]> {
  const groups = new Map<string, SheetRow[]>();
  for (const row of rows) {
    const ref = keys.get(row);
    if (ref === undefined) continue;
    const group = groups.get(ref);
    if (group) group.push(row);
    else groups.set(ref, [row]);
  }
  return groups;
}

function doubleReason({ ref, row: { at } }: Shown): string {
  return `This row has no ref and says just what ${ref} says in sheet "${at.sheet}" row ${at.row + 1}. If it is the same, delete it; if it is another one, let it say in what it differs, or give it a ref.`;
}

function lateReason(ref: string, isLike: boolean): string {
  return isLike
    ? `This row has no ref and looks like ${ref}, which is missing in the sheet; a co-author's cells may be on their way. If it is ${ref}, give it that ref; if it is another row, let it say in what it differs, or give it a ref of its own.`
    : `A co-author typed this row, and ${ref} is missing in the sheet: more of what they did may be on its way. Sync again in a moment, or give the row a ref.`;
}

function sharedReason(row: SheetRow, sharing: readonly SheetRow[]): string {
  const others = sharing
    .filter((each) => each !== row)
    .map(({ at }) => `"${at.sheet}" row ${at.row + 1}`)
    .join(', ');
  return `${row.ref} also stands in sheet ${others}. A ref belongs to one row: give one of them another ref, or clear its ref to have it numbered.`;
}
