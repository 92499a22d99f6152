/** A package with some parts changed. Zip libraries only write what they packed themselves, so this one is ours. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { Archive, Entry } from './archive.ts';
import { storedBytes } from './archive.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names are UTF-8. */
const FLAG_UTF8 = 0x0800;
/** Version 2.0: deflate. */
const VERSION = 20;
/** 1 January 1980, the zip format's first day: a new part has no other date, as no clock is read here. */
const FIRST_DAY = 0x00210000;

interface Piece {
  readonly entry: Omit<Entry, 'offset'>;
  readonly data: Uint8Array;
}

/**
 * The package with the parts of `changes` replaced or added, or left out where null. All other parts keep
 * their place and their compressed bytes.
 */
export function repack(archive: Archive, changes: ReadonlyMap<string, Uint8Array | null>): Uint8Array {
  const left = new Map([...changes].map(([name, content]) => [name.toLowerCase(), { name, content }]));
  const pieces: Piece[] = [];
  for (const entry of archive.entries) {
    const key = entry.name.toLowerCase();
    const change = left.get(key);
    left.delete(key);
    if (change === undefined) pieces.push({ entry, data: storedBytes(archive, entry) });
    else if (change.content !== null)
      pieces.push(pack(entry.name, change.content, entry.stamp, entry.attributes));
  }
  for (const { name, content } of left.values()) {
    if (content !== null) pieces.push(pack(name, content, FIRST_DAY, 0));
  }
  return assemble(pieces);
}

/** The package with the zip format's first day as the date of every part, so that the same parts make the same bytes. */
export function undated(archive: Archive): Uint8Array {
  return assemble(
    archive.entries.map((entry) => ({
      entry: { ...entry, stamp: FIRST_DAY },
      data: storedBytes(archive, entry),
    })),
  );
}

function pack(name: string, content: Uint8Array, stamp: number, attributes: number): Piece {
  const data = deflateRawSync(content);
  return {
    entry: {
      name,
      method: 8,
      crc: crc32(content),
      stamp,
      attributes,
      stored: data.length,
      size: content.length,
    },
    data,
  };
}

function assemble(pieces: readonly Piece[]): Uint8Array {
  const body: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { entry, data } of pieces) {
    const name = Buffer.from(entry.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    writeCommon(local, 4, entry, name.length);
    body.push(local, name, data);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(VERSION, 4);
    writeCommon(central, 6, entry, name.length);
    central.writeUInt32LE(entry.attributes, 38);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);
    offset += local.length + name.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(pieces.length, 8);
  end.writeUInt16LE(pieces.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...body, ...directory, end]);
}

/** The fields that local and central headers share, in the same order. */
function writeCommon(header: Buffer, at: number, entry: Omit<Entry, 'offset'>, nameLength: number): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(FLAG_UTF8, at + 2);
  header.writeUInt16LE(entry.method, at + 4);
  header.writeUInt32LE(entry.stamp, at + 6);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.stored, at + 14);
  header.writeUInt32LE(entry.size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}
