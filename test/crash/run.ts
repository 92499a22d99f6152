/**
 * `npm run crash`: kills services in the middle of pushes, over SQLite and over PostgreSQL, and looks after each
 * kill whether anything is lost or doubled. `KILLS` says how many for each store (200), `SEED` at which moments;
 * `npm run crash -- PostgreSQL` does one store alone.
 */
import { kinds, live } from './lives.ts';

const KILLS = Number(process.env.KILLS ?? 200);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
process.stdout.write(`KILLS=${KILLS} SEED=${SEED}\n`);
const only = process.argv[2];
for (const [name, kind] of Object.entries(kinds)) {
  if (only !== undefined && only !== name) continue;
  const begun = performance.now();
  const { kills, answered, resent, unanswered, revisions } = await live(kind, KILLS, SEED, (done) =>
    process.stderr.write(`${name}: ${done.kills} kills, ${done.answered} pushes\n`),
  );
  const seconds = Math.round((performance.now() - begun) / 1000);
  process.stdout.write(
    `${name}: ${kills} kills of ${kind.instances} service(s); ${answered} pushes answered in ${revisions} revisions, ` +
      `${resent} of them sent again, ${unanswered} kept before their client had an answer; 0 lost, 0 doubled; ${seconds} s\n`,
  );
}
process.exit(0);
