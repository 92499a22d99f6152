/**
 * `npm run fuzz`: changed workbooks by the thousand, each read, checked and written in a process
 * apart, which must not crash, hang or swell. `CASES` says how many, `SEED` which is the first (the case of a
 * seed is always the same), both printed with a failure, so that it can be run again.
 */
import { fork } from 'node:child_process';
import { z } from 'zod';

const CASES = Number(process.env.CASES ?? 10_000);
const SEED = Number(process.env.SEED ?? 1);
const DEADLINE_MS = 10_000;
const MAX_MEMORY_MB = 400;
/** What a process may hold of our own objects; the engine collects them the sooner. */
const MAX_HEAP_MB = 256;
/** A process begins anew after so many cases: its peak counts for each of them. */
const CASES_A_PROCESS = 2_000;

const Told = z.union([
  z.object({ begun: z.int() }),
  z.object({ seed: z.int(), outcome: z.string(), ms: z.number(), peak: z.number() }),
  z.object({ seed: z.int(), failure: z.string() }),
]);

const outcomes = new Map<string, number>();
const failures: string[] = [];
const slowest = { seed: SEED, ms: 0 };
const largest = { seed: SEED, peak: 0 };

let seed = SEED;
while (seed < SEED + CASES && failures.length < 20) {
  seed = await runFrom(seed, Math.min(CASES_A_PROCESS, SEED + CASES - seed));
}

for (const [outcome, count] of [...outcomes].toSorted((a, b) => b[1] - a[1])) {
  console.log(`${String(count).padStart(7)}  ${outcome}`);
}
console.log(
  `\nslowest ${slowest.ms.toFixed(0)} ms (SEED=${slowest.seed}), peak ${largest.peak.toFixed(0)} MB (SEED=${largest.seed})`,
);
for (const failure of failures) console.log(`\n${failure}`);
console.log(`\n${seed - SEED} cases from SEED=${SEED}, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

/** Runs cases in one process until they are done or the process is; returns the seed to go on from. */
function runFrom(from: number, count: number): Promise<number> {
  return new Promise((resolve) => {
    const child = fork(new URL('cases.ts', import.meta.url), [String(from), String(count)], {
      execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`],
    });
    let at = from;
    let done = false;
    let ended = false;
    let deadline = setTimeout(() => undefined, 0);
    const fail = (what: string) => failures.push(`SEED=${at} CASES=1: ${what}`);
    const end = (because: string) => {
      ended = true;
      fail(because);
      child.kill('SIGKILL');
    };
    child.on('message', (said) => {
      const told = Told.parse(said);
      clearTimeout(deadline);
      if ('begun' in told) {
        at = told.begun;
        deadline = setTimeout(() => end(`no answer in ${DEADLINE_MS / 1000} s`), DEADLINE_MS);
      } else if ('failure' in told) {
        fail(told.failure);
      } else {
        outcomes.set(told.outcome, (outcomes.get(told.outcome) ?? 0) + 1);
        if (told.ms > slowest.ms) Object.assign(slowest, { seed: told.seed, ms: told.ms });
        if (told.peak > largest.peak) Object.assign(largest, { seed: told.seed, peak: told.peak });
        if (told.peak > MAX_MEMORY_MB) end(`took more than ${MAX_MEMORY_MB} MB`);
      }
      done = !('begun' in told) && at === from + count - 1;
    });
    child.on('exit', (code, signal) => {
      clearTimeout(deadline);
      if (!done && !ended) fail(`the process ended (${signal ?? code})`);
      resolve(at + 1);
    });
  });
}
