/** The process that cases run in: says which one it begins, and what came of it. */
import { attempt } from './attempt.ts';
import { caseOf } from './mutate.ts';

const KB = 1024;
const [from = 0, count = 0] = process.argv.slice(2).map(Number);

for (let seed = from; seed < from + count; seed += 1) {
  await tell({ begun: seed });
  const bytes = caseOf(seed);
  const begun = performance.now();
  try {
    const outcome = await attempt(bytes);
    const ms = performance.now() - begun;
    await tell({ seed, outcome, ms, peak: process.resourceUsage().maxRSS / KB });
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await tell({ seed, failure });
  }
}
process.disconnect();

function tell(what: object): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(what, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}
