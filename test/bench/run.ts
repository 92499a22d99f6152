/** `npm run bench`: what the product costs on this machine. Ratios within one run are what counts. */
import { benchChecking } from './checking.ts';
import { benchMerging } from './merging.ts';
import { benchPushing } from './pushing.ts';
import { benchReading } from './reading.ts';
import { benchServing } from './serving.ts';
import { benchSyncing } from './syncing.ts';

console.log(`Node ${process.version}, ${process.platform}-${process.arch}\n`);
await benchReading();
console.log();
await benchChecking();
console.log();
await benchPushing();
console.log();
await benchServing();
console.log();
await benchMerging();
console.log();
await benchSyncing();
