/** What reading is measured against: the least that it can take on this machine. */
import { inflateRawSync } from 'node:zlib';
import { openArchive } from '../../server/xlsx/archive.ts';

const STORED = 0;

/** Inflates every part of XML of a package and looks at each byte once for the next tag. Returns how many there are. */
export async function inflateAndScan(bytes: Uint8Array): Promise<number> {
  let tags = 0;
  const { entries } = await openArchive(bytes, 'the file');
  for (const { name, packed, listed } of entries) {
    if (!/\.(xml|rels|vml)$/i.test(name)) continue;
    const part = listed.compressionMethod === STORED ? packed : inflateRawSync(packed);
    for (let at = part.indexOf(0x3c); at !== -1; at = part.indexOf(0x3c, at + 1)) tags += 1;
  }
  return tags;
}
