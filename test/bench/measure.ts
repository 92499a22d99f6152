/**
 * Timing for the bench: medians of a few runs, each alternative in turn, so that a drifting machine hits all alike,
 * and each from a heap without the others' garbage, which would be collected in its time.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Measured {
  readonly name: string;
  /** Median, milliseconds. */
  readonly ms: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Runs each alternative once unmeasured, then `rounds` times in turn. */
export async function measure(
  rounds: number,
  alternatives: Readonly<Record<string, () => unknown>>,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map(Object.keys(alternatives).map((name): [string, number[]] => [name, []]));
  for (const run of Object.values(alternatives)) await run();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(alternatives)) {
      if (typeof collectGarbage === 'function') collectGarbage();
      const begun = performance.now();
      await run();
      times.get(name)?.push(performance.now() - begun);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

/** The middle one, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** A table for people: the first column left, numbers right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
