/**
 * The rows of one tab by ref, never changed in place. They lie in buckets, and a change copies the buckets it
 * touches alone: a push into a register of 10,000 rows would otherwise spend 2 ms on copying one map.
 */
import type { HeadRow } from './head-row.ts';

const BUCKETS = 512;

export class TabRows {
  readonly size: number;
  #inOrder: readonly HeadRow[] | undefined;
  readonly #buckets: readonly (ReadonlyMap<string, HeadRow> | undefined)[];

  private constructor(buckets: readonly (ReadonlyMap<string, HeadRow> | undefined)[], size: number) {
    this.#buckets = buckets;
    this.size = size;
  }

  static readonly none = new TabRows(new Array(BUCKETS).fill(undefined), 0);

  /** The row of a ref in normal form, removed ones too. */
  get(key: string): HeadRow | undefined {
    return this.#buckets[bucketOf(key)]?.get(key);
  }

  *values(): Generator<HeadRow, void> {
    for (const bucket of this.#buckets) if (bucket !== undefined) yield* bucket.values();
  }

  /** All of them by their ref in normal form; sorted once. */
  inOrder(): readonly HeadRow[] {
    this.#inOrder ??= [...this.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
    return this.#inOrder;
  }

  /** These rows without those of some refs. */
  without(keys: readonly string[]): TabRows {
    const buckets = [...this.#buckets];
    let { size } = this;
    for (const key of keys) {
      const bucket = new Map(buckets[bucketOf(key)]);
      if (bucket.delete(key)) size -= 1;
      buckets[bucketOf(key)] = bucket;
    }
    return new TabRows(buckets, size);
  }

  /** These rows with others put in, in place of those of the same refs. */
  with(rows: Iterable<HeadRow>): TabRows {
    const buckets = [...this.#buckets];
    const own = new Map<number, Map<string, HeadRow>>();
    let { size } = this;
    for (const row of rows) {
      const at = bucketOf(row.key);
      let bucket = own.get(at);
      if (bucket === undefined) {
        bucket = new Map(buckets[at]);
        own.set(at, bucket);
        buckets[at] = bucket;
      }
      if (!bucket.has(row.key)) size += 1;
      bucket.set(row.key, row);
    }
    return new TabRows(buckets, size);
  }
}

function bucketOf(key: string): number {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (hash * 31 + key.charCodeAt(index)) | 0;
  return hash & (BUCKETS - 1);
}
