/** `npm run bench`: what the product costs on this machine. Ratios within one run are what counts. */
import { benchPushing } from './pushing.ts';
import { benchReading } from './reading.ts';

console.log(`Node ${process.version}, ${process.platform}-${process.arch}\n`);
await benchReading();
console.log();
await benchPushing();
