/**
 * What changed between two readings of a tracker, row by row and cell by cell. Pure.
 *
 * What the second does not show says nothing, as everywhere in sync: a tab that was not recognised in it removes no
 * row, a column that it lacks blanks no cell, a formula without a result changes nothing.
 */
import type { Region } from '../sheet/region.ts';
import type { SheetRow } from '../sheet/row.ts';
import type { Schema, Tab } from '../tracker/schema.ts';
import type { Change } from '../values/change.ts';
import { canonicalJson } from '../values/hash.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells, Value } from '../values/value.ts';
import { comparedIn, comparedOf, valueIn } from './view.ts';

/** A tracker as it was read, from one workbook or several. */
export interface Version {
  readonly regions: readonly Region[];
  readonly rows: readonly SheetRow[];
}

export interface CellDelta {
  readonly column: string;
  readonly before: Value;
  readonly after: Value;
}

/** What became of one row. */
export interface RowDelta {
  readonly tab: Tab;
  /** The same for the same row in every delta from one version; of an added row its normal ref, or null without one. */
  readonly key: string | null;
  /** As written: of an added row in the second version, else in the first. `new:1` … for a row without one. */
  readonly ref: string;
  readonly kind: 'changed' | 'added' | 'removed';
  /** Its ref in the second version, where that is another one. */
  readonly to: string | null;
  readonly cells: readonly CellDelta[];
  /** Of a row that was added or removed: all that it says. Of a changed one: as it is in the second version. */
  readonly whole: Cells;
}

/** The rows that differ, tab by tab, in the order of the first version, added ones last in that of the second. */
export function deltasOf(schema: Pick<Schema, 'tabs'>, from: Version, to: Version): RowDelta[] {
  return schema.tabs.flatMap((tab) => {
    const isShown = (version: Version) => version.regions.some((region) => region.tab === tab.tab);
    if (!isShown(to)) return [];
    const own = (version: Version) => version.rows.filter((row) => row.tab === tab.tab);
    return tabDeltas(tab, own(from), own(to));
  });
}

/** The same as changes, as a revision of the ledger has them: renumberings first, other refs the new ones. */
export function changesOf(deltas: readonly RowDelta[]): Change[] {
  const renumbered = deltas.flatMap(({ tab, ref, to }): Change[] =>
    to === null ? [] : [{ op: 'renumber', tab: tab.tab, ref, to }],
  );
  const others = deltas.flatMap((delta): Change[] => {
    const { kind, whole: cells } = delta;
    const [tab, ref] = [delta.tab.tab, delta.to ?? delta.ref];
    if (kind === 'added') return [{ op: 'add', tab, ref, cells }];
    if (kind === 'removed') return [{ op: 'remove', tab, ref, cells }];
    return delta.cells.map((cell) => ({ op: 'set', tab, ref, ...cell }));
  });
  return [...renumbered, ...others];
}

function tabDeltas(tab: Tab, from: readonly SheetRow[], to: readonly SheetRow[]): RowDelta[] {
  const pairs = pairRows(tab, from, to);
  const order = columnOrder(tab, [...from, ...to]);
  const was = from.flatMap((row): RowDelta[] => {
    const now = pairs.get(row);
    const key = row.ref === null ? null : normalRef(row.ref);
    if (!now) {
      const ref = row.ref ?? NAMELESS;
      return [{ tab, key, ref, kind: 'removed', to: null, cells: [], whole: filled(row.cells) }];
    }
    const cells = order.flatMap((column) => {
      if (!comparedOf(tab, now).includes(column) || row.silent.includes(column)) return [];
      const [before, after] = [valueIn(row, column), valueIn(now, column)];
      return before === after ? [] : [{ column, before, after }];
    });
    const isMoved = now.ref !== null && key !== null && normalRef(now.ref) !== key;
    if (cells.length === 0 && !isMoved) return [];
    const ref = row.ref ?? now.ref ?? NAMELESS;
    return [
      { tab, key, ref, kind: 'changed', to: isMoved ? now.ref : null, cells, whole: filled(now.cells) },
    ];
  });
  const known = new Set(pairs.values());
  const added = to
    .filter((row) => !known.has(row))
    .map((row): RowDelta => {
      const key = row.ref === null ? null : normalRef(row.ref);
      const ref = row.ref ?? NAMELESS;
      return { tab, key, ref, kind: 'added', to: null, cells: [], whole: filled(row.cells) };
    });
  return numbered([...was, ...added]);
}

/** Stands for a ref until the rows without one are counted. */
const NAMELESS = '';

/** Rows without a ref are told apart as a push tells them: `new:1`, `new:2` … */
export function numbered(deltas: readonly RowDelta[]): RowDelta[] {
  const last = new Map<Tab, number>();
  return deltas.map((delta) => {
    if (delta.ref !== NAMELESS && !/^new:\d+$/.test(delta.ref)) return delta;
    const number = (last.get(delta.tab) ?? 0) + 1;
    last.set(delta.tab, number);
    return { ...delta, ref: `new:${number}` };
  });
}

/**
 * Which row of the second version is which of the first. By ref, and before that by content where rows were given
 * other refs: a row whose cells are those of exactly one old row under another ref, and not those of its own.
 */
function pairRows(
  tab: Tab,
  from: readonly SheetRow[],
  to: readonly SheetRow[],
): ReadonlyMap<SheetRow, SheetRow> {
  const pairs = new Map<SheetRow, SheetRow>();
  const taken = new Set<SheetRow>();
  const pair = (was: SheetRow, now: SheetRow) => {
    pairs.set(was, now);
    taken.add(now);
  };
  const columns = commonColumns(tab, from, to);
  const content = (row: SheetRow): string | null => {
    const values = columns.map((column) => valueIn(row, column));
    return row.silent.length > 0 || values.every((value) => value === null) ? null : canonicalJson(values);
  };
  const old = firstByRef(from);
  const fresh = firstByRef(to);
  const isSame = (was: SheetRow | undefined, now: SheetRow | undefined) =>
    was !== undefined && now !== undefined && content(was) === content(now);
  const byContent = unique(from, content);
  const nowByContent = unique(to, content);
  for (const [ref, now] of fresh) {
    const was = byContent.get(content(now) ?? '');
    if (!was || was.ref === null || nowByContent.get(content(now) ?? '') !== now) continue;
    const before = normalRef(was.ref);
    if (before !== ref && !isSame(old.get(ref), now) && !isSame(was, fresh.get(before))) pair(was, now);
  }
  for (const [ref, was] of old) {
    const now = fresh.get(ref);
    if (now && !pairs.has(was) && !taken.has(now)) pair(was, now);
  }
  // Rows without a ref, and those that share one with a row above, are known by what they say.
  const open = Map.groupBy(
    to.filter((row) => !taken.has(row)),
    content,
  );
  for (const was of from) {
    if (pairs.has(was)) continue;
    const key = content(was);
    const now = key === null ? undefined : open.get(key)?.find((row) => !taken.has(row) && mayBe(was, row));
    if (now) pair(was, now);
  }
  return pairs;
}

/** A row that says the same is the same row, unless both have refs and these differ: that is decided above. */
function mayBe(was: SheetRow, now: SheetRow): boolean {
  return was.ref === null || now.ref === null || normalRef(was.ref) === normalRef(now.ref);
}

function firstByRef(rows: readonly SheetRow[]): Map<string, SheetRow> {
  const found = new Map<string, SheetRow>();
  for (const row of rows) {
    const ref = row.ref === null ? null : normalRef(row.ref);
    if (ref !== null && !found.has(ref)) found.set(ref, row);
  }
  return found;
}

function unique(
  rows: readonly SheetRow[],
  content: (row: SheetRow) => string | null,
): Map<string, SheetRow | null> {
  const found = new Map<string, SheetRow | null>();
  for (const row of rows) {
    const key = content(row);
    if (key !== null) found.set(key, found.has(key) ? null : row);
  }
  return found;
}

/** The columns that both versions show. */
function commonColumns(tab: Tab, from: readonly SheetRow[], to: readonly SheetRow[]): string[] {
  const shown = (rows: readonly SheetRow[]) =>
    new Set([...new Set(rows.map(({ region }) => region))].flatMap((region) => comparedIn(tab, region)));
  const [one, other] = [shown(from), shown(to)];
  return [...one].filter((column) => other.has(column)).sort();
}

/** The tab's own columns in their order, then the extra ones by key. */
function columnOrder(tab: Tab, rows: readonly SheetRow[]): string[] {
  const all = new Set(
    [...new Set(rows.map(({ region }) => region))].flatMap((each) => comparedIn(tab, each)),
  );
  const own = tab.columns.map(({ column }) => column).filter((column) => all.has(column));
  return [...own, ...[...all].filter((column) => !own.includes(column)).sort()];
}

function filled(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null));
}
