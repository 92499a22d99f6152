/** A package with some parts changed, written by zip.js. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import type { Archive, Entry } from './archive.ts';

/** 1 January 1980, the zip format's first day, as MS-DOS packs it: a new part has no other date, as no clock is read here. */
const FIRST_DAY = 0x00210000;

/**
 * The package with the parts of `changes` replaced or added, or left out where null. All other parts keep
 * their place, their compressed bytes, their dates and attributes.
 */
export async function repack(
  archive: Archive,
  changes: ReadonlyMap<string, Uint8Array | null>,
): Promise<Uint8Array> {
  const left = new Map([...changes].map(([name, content]) => [name.toLowerCase(), { name, content }]));
  const writer = newWriter();
  for (const entry of archive.entries) {
    const key = entry.name.toLowerCase();
    const change = left.get(key);
    left.delete(key);
    const stamp = Number(entry.listed.rawLastModDate);
    if (change === undefined) await copy(writer, entry, stamp);
    else if (change.content !== null) {
      const { listed } = entry;
      await writer.add(entry.name, new Uint8ArrayReader(change.content), {
        entry: listed,
        rawLastModDate: stamp,
      });
    }
  }
  for (const { name, content } of left.values()) {
    if (content === null) continue;
    await writer.add(name, new Uint8ArrayReader(content), {
      rawLastModDate: FIRST_DAY,
      msDosCompatible: true,
    });
  }
  return await writer.close();
}

/** The package with the zip format's first day as the date of every part, so that the same parts make the same bytes. */
export async function undated(archive: Archive): Promise<Uint8Array> {
  const writer = newWriter();
  for (const entry of archive.entries) await copy(writer, entry, FIRST_DAY);
  return await writer.close();
}

/** Adds an entry of another package as it is, its compressed bytes untouched. */
async function copy(writer: ZipWriter<Uint8Array>, entry: Entry, stamp: number): Promise<void> {
  await writer.add(entry.name, new Uint8ArrayReader(entry.packed), {
    entry: entry.listed,
    passThrough: true,
    rawLastModDate: stamp,
    dataDescriptor: false,
  });
}

/** Sizes and checksums stand before the data, as Excel writes them, and dates only where every program looks for them. */
function newWriter(): ZipWriter<Uint8Array> {
  return new ZipWriter(new Uint8ArrayWriter(), {
    useWebWorkers: false,
    dataDescriptor: false,
    extendedTimestamp: false,
  });
}
