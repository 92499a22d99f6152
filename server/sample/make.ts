/** `npm run sample`: makes the sample workbook from the data files beside it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sampleBytes } from './book.ts';
import { readSampleData } from './data.ts';

const file = fileURLToPath(new URL('design-artefact-tracker.xlsx', import.meta.url));
const bytes = await sampleBytes(readSampleData());
writeFileSync(file, bytes);
console.error(`${file}: ${bytes.length.toLocaleString('en-GB')} bytes`);
