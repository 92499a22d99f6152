/**
 * `npm run histories`: the random histories of many copies, by the thousand. `HISTORIES` says how many of each
 * kind, `SEED` from which seed; both are printed with a failure, so that it can be run again.
 */
import { globSync } from 'node:fs';
import { runFiles } from './mocha.ts';

process.env.HISTORIES ??= '2000';
const HOUR_MS = 3_600_000;
await runFiles(globSync('test/**/histories.test.ts').sort(), HOUR_MS);
