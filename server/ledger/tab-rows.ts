/**
 * The rows of one tab by ref, never changed in place. They lie in buckets, in groups of buckets, and a change copies
 * what it touches alone: a push into a register of 10,000 rows would otherwise spend 2 ms on copying one map. The
 * heads of the last revisions are kept, so that what is copied is also what each of them takes up.
 */
import type { HeadRow } from './head-row.ts';

/** So many groups, of so many buckets each. */
const WIDTH = 64;
const BITS = 6;

type Bucket = readonly HeadRow[];
type Group = readonly (Bucket | undefined)[];

const EMPTY: Group = new Array<Bucket | undefined>(WIDTH).fill(undefined);

export class TabRows {
  readonly size: number;
  #inOrder: readonly HeadRow[] | undefined;
  readonly #groups: readonly (Group | undefined)[];

  private constructor(groups: readonly (Group | undefined)[], size: number) {
    this.#groups = groups;
    this.size = size;
  }

  static readonly none = new TabRows(new Array<Group | undefined>(WIDTH).fill(undefined), 0);

  /** The row of a ref in normal form, removed ones too. */
  get(key: string): HeadRow | undefined {
    const at = placeOf(key);
    return this.#groups[at >> BITS]?.[at & (WIDTH - 1)]?.find((row) => row.key === key);
  }

  *values(): Generator<HeadRow, void> {
    for (const group of this.#groups) {
      if (group === undefined) continue;
      for (const bucket of group) if (bucket !== undefined) yield* bucket;
    }
  }

  /** All of them by their ref in normal form; sorted once. */
  inOrder(): readonly HeadRow[] {
    this.#inOrder ??= [...this.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
    return this.#inOrder;
  }

  /** These rows without those of some refs. */
  without(keys: readonly string[]): TabRows {
    return this.#changed(keys.map((key) => ({ key, row: undefined })));
  }

  /** These rows with others put in, in place of those of the same refs. */
  with(rows: readonly HeadRow[]): TabRows {
    return this.#changed(rows.map((row) => ({ key: row.key, row })));
  }

  #changed(changes: readonly { readonly key: string; readonly row: HeadRow | undefined }[]): TabRows {
    const groups = [...this.#groups];
    const own = new Map<number, (Bucket | undefined)[]>();
    let { size } = this;
    for (const { key, row } of changes) {
      const at = placeOf(key);
      let group = own.get(at >> BITS);
      if (group === undefined) {
        group = [...(groups[at >> BITS] ?? EMPTY)];
        own.set(at >> BITS, group);
        groups[at >> BITS] = group;
      }
      const before = group[at & (WIDTH - 1)] ?? [];
      const place = before.findIndex((each) => each.key === key);
      if (row === undefined) {
        if (place >= 0) group[at & (WIDTH - 1)] = before.toSpliced(place, 1);
      } else group[at & (WIDTH - 1)] = place < 0 ? [...before, row] : before.with(place, row);
      size += (row === undefined ? 0 : 1) - (place < 0 ? 0 : 1);
    }
    return new TabRows(groups, size);
  }
}

function placeOf(key: string): number {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (hash * 31 + key.charCodeAt(index)) | 0;
  return hash & (WIDTH * WIDTH - 1);
}
