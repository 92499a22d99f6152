/** Which rows of a tab name a name: by what stands in their cells, since many say the same. */
import type { Row } from '../sheet/row.ts';
import { escaped } from '../values/ref.ts';
import { namesIn } from './names.ts';
import type { Plan } from './plan.ts';

/** The cells of a row in which refs are looked for. */
export type CellsOf = (plan: Plan, row: Row) => readonly string[];

export class Citations {
  readonly #plan: Plan;
  readonly #cells: CellsOf;
  /** By what a cell says, the rows that say so. */
  readonly #rows = new Map<string, Row[]>();
  /** By name, the texts that name it; made when first needed, then kept up to date. */
  #texts: Map<string, Set<string>> | null = null;
  /** The letters of names, and whether they stand in any text: mostly a column names rows of one register alone. */
  readonly #letters = new Map<string, { readonly pattern: RegExp; found: boolean }>();

  constructor(plan: Plan, cells: CellsOf, rows: Iterable<Row>) {
    this.#plan = plan;
    this.#cells = cells;
    for (const row of rows) this.put(row);
  }

  /** The rows that name it, each once. */
  of(name: string): readonly Row[] {
    if (!this.#mayName(name)) return NONE;
    this.#texts ??= this.#allTexts();
    const texts = this.#texts.get(name);
    return texts === undefined
      ? NONE
      : [...new Set([...texts].flatMap((text) => this.#rows.get(text) ?? []))];
  }

  /** Adds a row. */
  put(row: Row): void {
    for (const text of this.#cells(this.#plan, row)) {
      const rows = this.#rows.get(text);
      if (rows !== undefined) {
        rows.push(row);
        continue;
      }
      this.#rows.set(text, [row]);
      for (const letters of this.#letters.values()) letters.found ||= letters.pattern.test(text);
      if (this.#texts !== null) this.#putText(this.#texts, text);
    }
  }

  /** Takes a row out. */
  drop(row: Row): void {
    for (const text of this.#cells(this.#plan, row)) {
      const rows = this.#rows.get(text) ?? [];
      const at = rows.indexOf(row);
      if (at >= 0) rows.splice(at, 1);
      if (rows.length > 0) continue;
      this.#rows.delete(text);
      if (this.#texts === null) continue;
      for (const name of namesIn(this.#plan, text)) {
        const texts = this.#texts.get(name);
        texts?.delete(text);
        if (texts?.size === 0) this.#texts.delete(name);
      }
    }
  }

  #mayName(name: string): boolean {
    let end = 0;
    while (name.charCodeAt(end) >= 97 && name.charCodeAt(end) <= 122) end += 1;
    if (end === 0) return true;
    const head = name.slice(0, end);
    let letters = this.#letters.get(head);
    if (letters === undefined) {
      const pattern = new RegExp(escaped(head), 'iu');
      letters = { pattern, found: false };
      for (const text of this.#rows.keys()) letters.found ||= pattern.test(text);
      this.#letters.set(head, letters);
    }
    return letters.found;
  }

  #allTexts(): Map<string, Set<string>> {
    const made = new Map<string, Set<string>>();
    for (const text of this.#rows.keys()) this.#putText(made, text);
    return made;
  }

  #putText(texts: Map<string, Set<string>>, text: string): void {
    for (const name of namesIn(this.#plan, text)) {
      const those = texts.get(name);
      if (those === undefined) texts.set(name, new Set([text]));
      else those.add(text);
    }
  }
}

const NONE: readonly Row[] = [];
