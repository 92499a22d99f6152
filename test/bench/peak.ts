/** One reader in a process of its own: prints the most memory that it held, in MB. */
import { READERS } from './readers.ts';

const KB_PER_MB = 1024;
const [name = '', path = ''] = process.argv.slice(2);
const read = READERS[name];
if (read === undefined) throw new Error(`There is no reader "${name}".`);
await read(path);
process.stdout.write(String(process.resourceUsage().maxRSS / KB_PER_MB));
