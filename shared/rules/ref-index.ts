/**
 * The rows of a tab by their names. Nearly all names are numbers in the tab's pattern: those are looked up by their
 * number, which costs a fraction of looking a text up among ten thousands.
 */
import type { Row } from '../sheet/row.ts';
import { endOfDigits, isWritten, type RefPattern, refPattern } from '../values/ref.ts';

export class RefIndex {
  /** As refs are written, and as names are: in small letters. Null where the pattern does not end with its number. */
  readonly #written: RefPattern | null;
  readonly #named: RefPattern | null;
  /** By what stands before the number, which is the same for all but in a pattern with meetings; then by number. */
  readonly #series = new Map<string, (Row[] | undefined)[]>();
  readonly #others = new Map<string, Row[]>();

  constructor(pattern: RefPattern | null) {
    const numbered = pattern?.plain && pattern.fields.at(-1) === 'number' && pattern.literals.at(-1) === '';
    this.#written = numbered ? pattern : null;
    this.#named = numbered ? refPattern(pattern.template.toLowerCase()) : null;
  }

  /** The rows of that name. */
  get(name: string): Row[] | undefined {
    const pattern = this.#named;
    if (pattern === null || !isWritten(pattern, name)) return this.#others.get(name);
    const start = startOfNumber(pattern, name);
    return this.#series.get(seriesOf(pattern, name, start))?.[numberAt(name, start)];
  }

  /** Adds a row; answers all of its name. `nameOf` is asked where the ref is not written as the pattern has it. */
  put(ref: string, row: Row, nameOf: (ref: string) => string): readonly Row[] {
    const pattern = this.#written;
    if (pattern !== null && isWritten(pattern, ref)) return this.#putNumber(pattern, ref, row);
    const name = nameOf(ref);
    if (this.#named !== null && isWritten(this.#named, name)) return this.#putNumber(this.#named, name, row);
    const rows = this.#others.get(name);
    if (rows !== undefined) {
      rows.push(row);
      return rows;
    }
    const made = [row];
    this.#others.set(name, made);
    return made;
  }

  /** Whether any row has this number, in a pattern without meetings. */
  hasNumber(number: number): boolean {
    return this.#series.get('')?.[number] !== undefined;
  }

  /** Forgets a name. */
  delete(name: string): void {
    const pattern = this.#named;
    if (pattern === null || !isWritten(pattern, name)) {
      this.#others.delete(name);
      return;
    }
    const start = startOfNumber(pattern, name);
    const series = this.#series.get(seriesOf(pattern, name, start));
    if (series !== undefined) series[numberAt(name, start)] = undefined;
  }

  /** All rows. */
  *rows(): Iterable<Row> {
    // Not by `for of` alone: a series may have wide gaps.
    for (const series of this.#series.values()) for (const number in series) yield* series[number] ?? [];
    for (const rows of this.#others.values()) yield* rows;
  }

  #putNumber(pattern: RefPattern, text: string, row: Row): readonly Row[] {
    const start = startOfNumber(pattern, text);
    const key = seriesOf(pattern, text, start);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = [];
      this.#series.set(key, series);
    }
    const number = numberAt(text, start);
    const rows = series[number];
    if (rows === undefined) {
      const made = [row];
      series[number] = made;
      return made;
    }
    rows.push(row);
    return rows;
  }
}

function startOfNumber({ literals, fields }: RefPattern, text: string): number {
  const first = literals[0]?.length ?? 0;
  if (fields.length === 1) return first;
  const whole = endOfDigits(text, first);
  const end = text.charAt(whole) === '.' ? endOfDigits(text, whole + 1) : whole;
  return end + (literals[1]?.length ?? 0);
}

/** What stands before the number and is not the same in all refs: the meeting. */
function seriesOf({ literals, fields }: RefPattern, text: string, start: number): string {
  if (fields.length === 1) return '';
  return text.slice(literals[0]?.length ?? 0, start - (literals[1]?.length ?? 0));
}

function numberAt(text: string, start: number): number {
  let number = 0;
  for (let at = start; at < text.length; at += 1) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}
