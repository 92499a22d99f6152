/**
 * The rows of a tab by their names. Nearly all names are numbers in the tab's pattern: those are looked up by their
 * number, which costs a fraction of looking a text up among ten thousands.
 */
import { type CodedRows, silentOf } from '../sheet/coded.ts';
import type { Row } from '../sheet/row.ts';
import { REF } from '../tracker/schema.ts';
import { endOfDigits, isWritten, type RefPattern, refPattern } from '../values/ref.ts';
import type { Value } from '../values/value.ts';

/** The rows of a name: themselves or, while nobody asked for it, the place of the only one. */
type Entry = number | Row[];

interface Source {
  readonly rows: CodedRows;
  readonly from: number;
}

/** What a row says of its own in a column. */
export function saidBy(row: Row, column: string): Value {
  const { cells } = row;
  if (!Object.hasOwn(cells, column) || silentOf(row).includes(column)) return null;
  return cells[column] ?? null;
}

export class RefIndex {
  /** As refs are written, and as names are: in small letters. Null where the pattern does not end with its number. */
  readonly #written: RefPattern | null;
  readonly #named: RefPattern | null;
  /** By what stands before the number, which is the same for all but in a pattern with meetings; then by number. */
  readonly #series = new Map<string, (Entry | undefined)[]>();
  readonly #others = new Map<string, Entry>();
  /** The rows that were put all at once, and the place of the first of each. */
  readonly #sources: Source[] = [];

  constructor(pattern: RefPattern | null) {
    const numbered = pattern?.plain && pattern.fields.at(-1) === 'number' && pattern.literals.at(-1) === '';
    this.#written = numbered ? pattern : null;
    this.#named = numbered ? refPattern(pattern.template.toLowerCase()) : null;
  }

  /** The rows of that name. */
  get(name: string): Row[] | undefined {
    const entry = this.#entry(name);
    if (typeof entry !== 'number') return entry;
    const rows = this.#rowsOf(entry);
    this.#set(name, rows);
    return rows;
  }

  /** How many rows go by that name. */
  count(name: string): number {
    const entry = this.#entry(name);
    return typeof entry === 'number' ? 1 : (entry?.length ?? 0);
  }

  /** What the only row of that name says of its own in a column; null where there is none, or several. */
  told(name: string, column: string): Value {
    const entry = this.#entry(name);
    if (typeof entry !== 'number') {
      const row = entry?.length === 1 ? entry[0] : undefined;
      return row === undefined ? null : saidBy(row, column);
    }
    const { rows, from } = this.#sourceOf(entry);
    return rows.speaks(entry - from, column) ? rows.value(entry - from, column) : null;
  }

  /** Adds a row; answers all of its name, if there are others. `nameOf` is asked where the ref is not written as the pattern has it. */
  put(ref: string, row: Row, nameOf: (ref: string) => string): readonly Row[] | null {
    return this.#put(ref, [row], nameOf);
  }

  /** Adds rows that have refs for which `isRef` holds; answers those that share a name. */
  putAll(
    rows: CodedRows,
    isRef: (ref: string) => boolean,
    nameOf: (ref: string) => string,
  ): readonly (readonly Row[])[] {
    const last = this.#sources.at(-1);
    const from = last === undefined ? 0 : last.from + last.rows.length;
    this.#sources.push({ rows, from });
    const shared: (readonly Row[])[] = [];
    const refs = rows.columns.get(REF);
    if (refs === undefined) return shared;
    const { values, codes } = refs;
    for (let place = 0; place < codes.length; place += 1) {
      const ref = values[codes[place] ?? 0];
      if (typeof ref !== 'string' || !isRef(ref)) continue;
      const others = this.#put(ref, from + place, nameOf);
      if (others !== null) shared.push(others);
    }
    return shared;
  }

  /** Whether a ref is written as the pattern has it, and its number is 1 or comes right after a row's of its series. */
  hasBefore(ref: string): boolean {
    const pattern = this.#written;
    if (pattern === null || !isWritten(pattern, ref)) return false;
    const start = startOfNumber(pattern, ref);
    const number = numberAt(ref, start);
    return number === 1 || this.#series.get(seriesOf(pattern, ref, start))?.[number - 1] !== undefined;
  }

  /** Whether any row has this number, in a pattern without meetings. */
  hasNumber(number: number): boolean {
    return this.#series.get('')?.[number] !== undefined;
  }

  /** Forgets a name. */
  delete(name: string): void {
    this.#set(name, undefined);
  }

  /** All rows. */
  *rows(): Iterable<Row> {
    // Not by `for of` alone: a series may have wide gaps.
    for (const series of this.#series.values()) {
      for (const number in series) {
        const entry = series[number];
        if (entry === undefined) continue;
        const rows = this.#rowsOf(entry);
        series[number] = rows;
        yield* rows;
      }
    }
    for (const [name, entry] of this.#others) {
      const rows = this.#rowsOf(entry);
      this.#others.set(name, rows);
      yield* rows;
    }
  }

  #entry(name: string): Entry | undefined {
    const pattern = this.#named;
    if (pattern === null || !isWritten(pattern, name)) return this.#others.get(name);
    const start = startOfNumber(pattern, name);
    return this.#series.get(seriesOf(pattern, name, start))?.[numberAt(name, start)];
  }

  /** Puts another entry in the place of a name's that is there. */
  #set(name: string, entry: Row[] | undefined): void {
    const pattern = this.#named;
    if (pattern !== null && isWritten(pattern, name)) {
      const start = startOfNumber(pattern, name);
      const series = this.#series.get(seriesOf(pattern, name, start));
      if (series !== undefined) series[numberAt(name, start)] = entry;
    } else if (entry === undefined) this.#others.delete(name);
    else this.#others.set(name, entry);
  }

  #put(ref: string, entry: Entry, nameOf: (ref: string) => string): readonly Row[] | null {
    const pattern = this.#written;
    if (pattern !== null && isWritten(pattern, ref)) return this.#putNumber(pattern, ref, entry);
    const name = nameOf(ref);
    if (this.#named !== null && isWritten(this.#named, name))
      return this.#putNumber(this.#named, name, entry);
    const before = this.#others.get(name);
    const rows = before === undefined ? null : this.#joined(before, entry);
    this.#others.set(name, rows ?? entry);
    return rows;
  }

  #putNumber(pattern: RefPattern, text: string, entry: Entry): readonly Row[] | null {
    const start = startOfNumber(pattern, text);
    const key = seriesOf(pattern, text, start);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = [];
      this.#series.set(key, series);
    }
    const number = numberAt(text, start);
    const before = series[number];
    const rows = before === undefined ? null : this.#joined(before, entry);
    series[number] = rows ?? entry;
    return rows;
  }

  #joined(before: Entry, entry: Entry): Row[] {
    const rows = this.#rowsOf(before);
    rows.push(...this.#rowsOf(entry));
    return rows;
  }

  #rowsOf(entry: Entry): Row[] {
    if (typeof entry !== 'number') return entry;
    const { rows, from } = this.#sourceOf(entry);
    return [rows.row(entry - from)];
  }

  #sourceOf(place: number): Source {
    for (let index = this.#sources.length - 1; index >= 0; index -= 1) {
      const source = this.#sources[index];
      if (source !== undefined && source.from <= place) return source;
    }
    throw new RangeError(`No rows were put at place ${place}`);
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
