/**
 * The search for a lost base: which revision of the ledger a workbook is nearest to. The feed is followed over a
 * stretch of revisions, and each of them is compared with the sheets; where the nearest is the oldest of the
 * stretch, a longer one is looked through.
 */

import type { RevisionRecord } from '../protocol/changes.ts';
import type { Service } from '../protocol/service.ts';
import type { Tab } from '../tracker/schema.ts';
import type { Change } from '../values/change.ts';
import { normalRef } from '../values/ref.ts';
import type { Cells } from '../values/value.ts';
import type { BaseProposal } from './preview.ts';
import { canonicalCells, canonicalIn, rowsByRef } from './timeline.ts';
import { type TabView, type View, valueIn } from './view.ts';

/** How many revisions back the stretches begin; the last one at the ledger's beginning. */
const STRETCHES = [200, 2_000, 20_000, Number.POSITIVE_INFINITY];

/** The nearest revision; null where the sheets show no row by a ref that the ledger ever had. */
export async function findBase(service: Service, view: View, head: number): Promise<BaseProposal | null> {
  const tabs = [...view.tabs.values()].filter(({ rows }) => rows.some(({ ref }) => ref !== null));
  if (tabs.length === 0) return null;
  let best: BaseProposal | null = null;
  for (const length of STRETCHES) {
    const start = Math.max(head - length, 0);
    const found = await nearest(service, tabs, start);
    if (found.best && (best === null || found.best.differing < best.differing)) best = found.best;
    // Where its beginning is as near as any, what lies before it may be nearer.
    if (start === 0 || best?.differing === 0 || (best !== null && best.differing < found.atStart)) break;
  }
  return best;
}

interface Stretch {
  readonly best: BaseProposal | null;
  /** How many cells differ at its beginning. */
  readonly atStart: number;
}

async function nearest(service: Service, tabs: readonly TabView[], start: number): Promise<Stretch> {
  const likenesses: Likeness[] = [];
  for (const tabView of tabs) {
    const rows = start === 0 ? [] : (await service.rows(tabView.tab.tab, start)).rows;
    const cells = [...rowsByRef(tabView.tab, rows)].map(([key, row]) => [key, row.cells] as const);
    likenesses.push(new Likeness(tabView, new Map(cells)));
  }
  const differing = () => likenesses.reduce((sum, each) => sum + each.differing, 0);
  const knowsRows = () => likenesses.some(({ shares }) => shares);
  const atStart = differing();
  let best: BaseProposal | null = null;
  const look = ({ revision, hash, at, author }: Omit<BaseProposal, 'differing'>) => {
    // Of equals the latest: what it has more than the others is least likely to be taken for stale.
    if (knowsRows() && (best === null || differing() <= best.differing)) {
      best = { revision, hash, at, author, differing: differing() };
    }
  };
  for (let since = start === 0 ? 0 : start - 1, more = true; more; ) {
    const page = await service.changes({ since });
    for (const record of page.revisions) {
      if (record.revision > start) for (const each of likenesses) each.follow(record);
      look(record);
    }
    ({ revision: since, more } = page);
  }
  return { best, atStart };
}

/** How far a tab's sheets are from its rows, kept up to date change by change. */
class Likeness {
  readonly #tab: Tab;
  readonly #columns: readonly string[];
  readonly #shown = new Map<string, Cells>();
  readonly #rows: Map<string, Cells>;
  readonly #off = new Map<string, number>();
  #together = 0;
  differing = 0;

  constructor({ tab, rows, columns }: TabView, ledger: Map<string, Cells>) {
    this.#tab = tab;
    this.#columns = columns;
    for (const { ref, cells } of rows) if (ref !== null) this.#shown.set(normalRef(ref), cells);
    this.#rows = ledger;
    for (const key of new Set([...this.#shown.keys(), ...ledger.keys()])) this.#measure(key);
    for (const key of ledger.keys()) if (this.#shown.has(key)) this.#together += 1;
  }

  /** Whether the sheets and the ledger have any row in common. */
  get shares(): boolean {
    return this.#together > 0;
  }

  follow({ changes }: RevisionRecord): void {
    const own = changes.filter((change) => change.tab === this.#tab.tab);
    // A revision's renumberings come first, and all at once.
    const moved = own.flatMap((change) => {
      if (change.op !== 'renumber') return [];
      const [from, to] = [normalRef(change.ref), normalRef(change.to)];
      return [{ from, to, cells: this.#rows.get(from) }];
    });
    for (const { from } of moved) this.#set(from, undefined);
    for (const { to, cells } of moved) this.#set(to, cells);
    for (const change of own) this.#apply(change);
  }

  #apply(change: Change): void {
    const key = normalRef(change.ref);
    if (change.op === 'set') {
      const { [change.column]: _, ...others } = this.#rows.get(key) ?? {};
      const value = canonicalIn(this.#tab, change.column, change.after);
      this.#set(key, value === null ? others : { ...others, [change.column]: value });
    } else if (change.op === 'remove') this.#set(key, undefined);
    else if (change.op === 'add' || change.op === 'restore') {
      this.#set(key, canonicalCells(this.#tab, change.cells));
    }
  }

  #set(key: string, cells: Cells | undefined): void {
    const isShown = this.#shown.has(key);
    if (isShown && this.#rows.has(key)) this.#together -= 1;
    if (cells) this.#rows.set(key, cells);
    else this.#rows.delete(key);
    if (isShown && cells) this.#together += 1;
    this.#measure(key);
  }

  #measure(key: string): void {
    const [shown, ledger] = [this.#shown.get(key), this.#rows.get(key)];
    const off = this.#columns.filter(
      (column) => valueIn({ cells: shown ?? {} }, column) !== valueIn({ cells: ledger ?? {} }, column),
    ).length;
    this.differing += off - (this.#off.get(key) ?? 0);
    this.#off.set(key, off);
  }
}
