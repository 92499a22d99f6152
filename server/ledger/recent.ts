/**
 * The tracker as it was in the last revisions, in memory. Heads share what did not change, so one more costs what
 * changed in it; a copy that asks for the rows of its base a thousand revisions ago is then answered as fast as
 * for those of now.
 */
import type { Head } from './head.ts';

/** How many revisions, and how many changed rows in them all, are kept: some tens of megabytes at the most. */
const MOST_REVISIONS = 2_000;
const MOST_CHANGES = 20_000;
const MOST_HASHES = 1_000;

/** What is kept of a head that was. */
type Past = Pick<Head, 'hash' | 'tabs'>;

export class Recent {
  /** In ascending order, without gaps. */
  readonly #kept = new Map<number, Past & { readonly changes: number }>();
  /** Revision → hash, of older ones. */
  readonly #looked = new Map<number, string>();
  #changes = 0;
  #newest = 0;

  /** Keeps a head that is committed; `changes` is how many changes made it of the one before. */
  keep(head: Head, changes: number): void {
    if (this.#kept.has(head.revision)) return;
    if (!this.#kept.has(head.revision - 1)) this.clear();
    this.#kept.set(head.revision, { hash: head.hash, tabs: head.tabs, changes });
    this.#newest = head.revision;
    this.#changes += changes;
    // By their numbers: a map that lost its first entries walks past their places before it comes to the next.
    while (this.#kept.size > MOST_REVISIONS || this.#changes > MOST_CHANGES) {
      const oldest = head.revision - this.#kept.size + 1;
      this.#changes -= this.#kept.get(oldest)?.changes ?? 0;
      this.#kept.delete(oldest);
    }
  }

  /** The hash of a revision of the past, where it is kept or was looked up of late. */
  hashAt(revision: number): string | undefined {
    return this.#kept.get(revision)?.hash ?? this.#looked.get(revision);
  }

  /** Remembers the hash of a committed revision that had to be looked up: many copies may have the same base. */
  lookedUp(revision: number, hash: string): void {
    // A newer one may be of a transaction under way.
    if (revision >= this.#newest) return;
    this.#looked.set(revision, hash);
    for (const oldest of this.#looked.keys()) {
      if (this.#looked.size <= MOST_HASHES) break;
      this.#looked.delete(oldest);
    }
  }

  /** The tracker at a revision; undefined where that is not kept. */
  at(revision: number): Past | undefined {
    return this.#kept.get(revision);
  }

  /** Forgets all: another past may be in force. */
  clear(): void {
    this.#kept.clear();
    this.#looked.clear();
    this.#changes = 0;
    this.#newest = 0;
  }
}
