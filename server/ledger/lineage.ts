/**
 * What the refs of rows were: every renumbering that ever was, in memory (they are few), and what follows from
 * them. Refs are in normal form here.
 */
import { rowId } from './head-row.ts';

/** A row's way from one ref to another, in a revision. */
export interface Renumbering {
  readonly revision: number;
  readonly tab: string;
  readonly from: string;
  readonly to: string;
  /** The ref that it gave up, as it was shown. */
  readonly shown: string;
}

/**
 * A time for which a row had one ref. Its changes are those of that ref from `since` to `until`: in the revision
 * `since` without the renumbering away of the row that was there before, in the revision `until` its own
 * renumbering alone.
 */
export interface Stay {
  readonly key: string;
  /** The revision that brought the row there; `arrived` is false where it was added after that revision. */
  readonly since: number;
  readonly arrived: boolean;
  /** The revision in which it went on; Infinity where it is there still. */
  readonly until: number;
}

type Index = ReadonlyMap<string, readonly Renumbering[]>;

/** Never changed in place, as the head that it belongs to. */
export class Lineage {
  /** By `rowId` of the ref given up, and of the ref taken; ascending. */
  readonly #left: Index;
  readonly #taken: Index;

  private constructor(left: Index, taken: Index) {
    this.#left = left;
    this.#taken = taken;
  }

  static readonly none = new Lineage(new Map(), new Map());

  /** With further renumberings, later than those before. */
  with(further: readonly Renumbering[]): Lineage {
    if (further.length === 0) return this;
    const [left, taken] = [new Map(this.#left), new Map(this.#taken)];
    for (const each of further) {
      append(left, rowId(each.tab, each.from), each);
      append(taken, rowId(each.tab, each.to), each);
    }
    return new Lineage(left, taken);
  }

  /** Whether no row was ever renumbered. */
  get isEmpty(): boolean {
    return this.#left.size === 0;
  }

  /** The last renumbering away from a ref, up to a revision. */
  lastLeft(tab: string, key: string, until = Number.POSITIVE_INFINITY): Renumbering | undefined {
    return this.#left.get(rowId(tab, key))?.findLast(({ revision }) => revision <= until);
  }

  /** The last renumbering to a ref, up to a revision. */
  lastTaken(tab: string, key: string, until = Number.POSITIVE_INFINITY): Renumbering | undefined {
    return this.#taken.get(rowId(tab, key))?.findLast(({ revision }) => revision <= until);
  }

  /** Whether the row of a ref was renumbered after a revision. */
  leftAfter(tab: string, key: string, revision: number): boolean {
    return this.#next(tab, key, revision) !== undefined;
  }

  /** The ref that the row of a ref at a revision has now. */
  followed(tab: string, key: string, revision: number): string {
    let [at, since] = [key, revision];
    for (;;) {
      const next = this.#next(tab, at, since);
      if (next === undefined) return at;
      [at, since] = [next.to, next.revision];
    }
  }

  /** The refs that the row of a present ref had, oldest first. */
  stays(tab: string, key: string): readonly Stay[] {
    const stays: Stay[] = [];
    let [at, until] = [key, Number.POSITIVE_INFINITY];
    for (;;) {
      const taken = this.lastTaken(tab, at, until - 1);
      const left = this.lastLeft(tab, at, until - 1);
      // In a swap both are of one revision: the row came as the other went.
      const arrived = taken !== undefined && taken.revision >= (left?.revision ?? 0);
      const since = arrived ? taken.revision : (left?.revision ?? 0);
      stays.unshift({ key: at, since, arrived, until });
      if (!arrived) return stays;
      [at, until] = [taken.from, since];
    }
  }

  #next(tab: string, key: string, after: number): Renumbering | undefined {
    return this.#left.get(rowId(tab, key))?.find(({ revision }) => revision > after);
  }
}

function append(index: Map<string, readonly Renumbering[]>, id: string, renumbering: Renumbering): void {
  index.set(id, [...(index.get(id) ?? []), renumbering]);
}
