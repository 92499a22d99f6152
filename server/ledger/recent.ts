/**
 * The tracker as it was in the last revisions, in memory. Heads share what did not change, so one more costs what
 * changed in it; a copy that asks for the rows of its base a thousand revisions ago is then answered as fast as
 * for those of now.
 */
import type { Head } from './head.ts';

/** How many revisions, and how many changed rows in them all, are kept: some tens of megabytes at the most. */
const MOST_REVISIONS = 2_000;
const MOST_CHANGES = 20_000;

export class Recent {
  /** In ascending order, without gaps. */
  readonly #kept = new Map<number, { readonly tabs: Head['tabs']; readonly changes: number }>();
  #changes = 0;

  /** Keeps a head that is committed; `changes` is how many changes made it of the one before. */
  keep(head: Head, changes: number): void {
    if (this.#kept.has(head.revision)) return;
    if (!this.#kept.has(head.revision - 1)) this.clear();
    this.#kept.set(head.revision, { tabs: head.tabs, changes });
    this.#changes += changes;
    for (const [revision, oldest] of this.#kept) {
      if (this.#kept.size <= MOST_REVISIONS && this.#changes <= MOST_CHANGES) break;
      this.#kept.delete(revision);
      this.#changes -= oldest.changes;
    }
  }

  /** The tabs at a revision; undefined where that is not kept. */
  at(revision: number): Head['tabs'] | undefined {
    return this.#kept.get(revision)?.tabs;
  }

  /** Forgets all: another past may be in force. */
  clear(): void {
    this.#kept.clear();
    this.#changes = 0;
  }
}
