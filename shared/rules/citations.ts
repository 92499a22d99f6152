/** Which rows of a tab name a name: by what stands in their cells, since many say the same. */
import type { CodedColumn, CodedRows } from '../sheet/coded.ts';
import type { Row } from '../sheet/row.ts';
import type { Column } from '../tracker/schema.ts';
import { escaped } from '../values/ref.ts';
import { hasNumber, namesIn, textsIn } from './names.ts';
import type { Plan } from './plan.ts';

export class Citations {
  readonly #plan: Plan;
  readonly #columns: readonly Column[];
  /** By what a cell says, the rows that say so. */
  readonly #rows = new Map<string, Saying>();
  /** Columns of rows that were put all at once, and are not among those yet. */
  #waiting: Waiting[] = [];
  /** By name, the texts that name it; made when first needed, then kept up to date. */
  #texts: Map<string, Set<string>> | null = null;
  /** The letters of names, and whether they stand in any text: mostly a column names rows of one register alone. */
  readonly #letters = new Map<string, { readonly pattern: RegExp; found: boolean }>();

  /** `columns`: those of the tab in which refs are looked for. */
  constructor(plan: Plan, columns: readonly Column[]) {
    this.#plan = plan;
    this.#columns = columns;
  }

  /** The rows that name it, each once. */
  of(name: string): readonly Row[] {
    if (!this.#mayName(name)) return NONE;
    this.#takeIn();
    this.#texts ??= this.#allTexts();
    const texts = this.#texts.get(name);
    return texts === undefined
      ? NONE
      : [...new Set([...texts].flatMap((text) => this.#rows.get(text)?.rows() ?? []))];
  }

  /** Adds a row. */
  put(row: Row): void {
    for (const text of textsIn(row, this.#columns)) this.#saying(text).rows().push(row);
  }

  /** Adds rows, as many as `counts` says. Each different text is looked at once, and none before it must be. */
  putAll(rows: CodedRows, counts: (row: Row) => boolean): void {
    for (const { column } of this.#columns) {
      const coded = rows.columns.get(column);
      if (coded !== undefined) this.#waiting.push({ rows, coded, counts });
    }
    this.#letters.clear();
  }

  /** Takes a row out. */
  drop(row: Row): void {
    this.#takeIn();
    for (const text of textsIn(row, this.#columns)) {
      const rows = this.#rows.get(text)?.rows() ?? [];
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

  #takeIn(): void {
    for (const { rows, coded, counts } of this.#waiting) {
      for (const [code, text] of textsOf(coded)) {
        this.#saying(text).later(() => {
          const found: Row[] = [];
          for (
            let place = coded.codes.indexOf(code);
            place >= 0;
            place = coded.codes.indexOf(code, place + 1)
          ) {
            const row = rows.row(place);
            if (counts(row)) found.push(row);
          }
          return found;
        });
      }
    }
    this.#waiting = [];
  }

  #saying(text: string): Saying {
    let saying = this.#rows.get(text);
    if (saying !== undefined) return saying;
    saying = new Saying();
    this.#rows.set(text, saying);
    for (const letters of this.#letters.values()) letters.found ||= letters.pattern.test(text);
    if (this.#texts !== null) this.#putText(this.#texts, text);
    return saying;
  }

  #mayName(name: string): boolean {
    let end = 0;
    while (name.charCodeAt(end) >= 97 && name.charCodeAt(end) <= 122) end += 1;
    if (end === 0) return true;
    const head = name.slice(0, end);
    let letters = this.#letters.get(head);
    if (letters === undefined) {
      const pattern = new RegExp(escaped(head), 'iu');
      const isIn = (text: string) => pattern.test(text);
      const found =
        [...this.#rows.keys()].some(isIn) ||
        this.#waiting.some(({ coded }) => coded.values.some((value) => hasNumber(value) && isIn(value)));
      letters = { pattern, found };
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

interface Waiting {
  readonly rows: CodedRows;
  readonly coded: CodedColumn;
  readonly counts: (row: Row) => boolean;
}

/** The texts of a column in which there may be refs, by their codes. */
function* textsOf({ values, counts }: CodedColumn): Iterable<readonly [number, string]> {
  for (const [code, text] of values.entries()) if (hasNumber(text) && counts[code] !== 0) yield [code, text];
}

/** The rows that say something; looked for when first asked for. */
class Saying {
  readonly #rows: Row[] = [];
  #later: (() => readonly Row[])[] = [];

  rows(): Row[] {
    if (this.#later.length > 0) {
      for (const find of this.#later) this.#rows.push(...find());
      this.#later = [];
    }
    return this.#rows;
  }

  later(find: () => readonly Row[]): void {
    this.#later.push(find);
  }
}

const NONE: readonly Row[] = [];
