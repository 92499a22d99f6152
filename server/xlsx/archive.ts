/**
 * The package: a zip, read from its central directory by hand because the patcher must copy the
 * compressed bytes of untouched parts, which zip libraries do not hand out. Inflating is zlib's, bounded
 * by the size that the directory declares. Nothing in a file is trusted before it was checked here.
 */
import { isUtf8 } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import { WorkbookError } from './error.ts';
import {
  MAX_ENTRIES,
  MAX_FILE,
  MAX_PART,
  MAX_RATIO,
  MAX_SMALL_PART,
  MAX_TOTAL,
  RATIO_FREE,
} from './limits.ts';

export interface Entry {
  readonly name: string;
  readonly method: 0 | 8;
  readonly crc: number;
  /** Date and time as MS-DOS packs them, and attributes: copied along by the patcher. */
  readonly stamp: number;
  readonly attributes: number;
  readonly stored: number;
  readonly size: number;
  /** Where the local header starts. */
  readonly offset: number;
}

export interface Archive {
  /** The file's name, for messages. */
  readonly file: string;
  readonly bytes: Buffer;
  /** In the order of the directory. */
  readonly entries: readonly Entry[];
  /** By name in lower case: part names are compared without case (ECMA-376 part 2). */
  readonly byName: ReadonlyMap<string, Entry>;
}

const OLE = 0xd0cf11e0;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const FLAG_ENCRYPTED = 1;

/**
 * Opens a package and checks its directory; no part is inflated yet.
 * Throws a WorkbookError for anything that is not a whole, plain .xlsx package.
 */
export function openArchive(content: Uint8Array, file: string): Archive {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const fail = (code: ConstructorParameters<typeof WorkbookError>[0], problem: string): never => {
    throw new WorkbookError(code, problem, { file });
  };
  if (bytes.length > MAX_FILE) {
    fail(
      'too-large',
      `the file has ${megabytes(bytes.length)}, more than the ${megabytes(MAX_FILE)} that are read. Take pictures and old sheets out of it.`,
    );
  }
  checkSignature(bytes, fail);
  const end = findEnd(bytes);
  if (end < 0) {
    return fail(
      'truncated',
      'the end of the file is missing; it was cut off while it was copied or downloaded. Get it again from its source.',
    );
  }
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  if (count === 0xffff || start === 0xffffffff) {
    fail(
      'damaged',
      'the package is in the Zip64 form, which is not read. Open it in Excel and save it again.',
    );
  }
  if (count > MAX_ENTRIES) {
    fail('too-large', `the package has ${count} parts, more than the ${MAX_ENTRIES} that are read.`);
  }
  const entries: Entry[] = [];
  const byName = new Map<string, Entry>();
  let at = start;
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_SIZE > end || bytes.readUInt32LE(at) !== CENTRAL) {
      fail(
        'damaged',
        'the list of its parts is damaged. Open it in Excel, let Excel repair it, and save it again.',
      );
    }
    const method = bytes.readUInt16LE(at + 10);
    const nameLength = bytes.readUInt16LE(at + 28);
    const next = at + CENTRAL_SIZE + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > end) fail('damaged', 'the list of its parts is damaged. Open it in Excel and save it again.');
    const name = bytes.toString('utf8', at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameLength);
    if (bytes.readUInt16LE(at + 8) & FLAG_ENCRYPTED) {
      fail('encrypted', 'parts of it are encrypted. Save it without a password first.');
    }
    if (method !== 0 && method !== 8) {
      return fail(
        'damaged',
        `the part ${shown(name)} is packed in a way that Excel does not use. Open it in Excel and save it again.`,
      );
    }
    const entry: Entry = {
      name,
      method,
      crc: bytes.readUInt32LE(at + 16),
      stamp: bytes.readUInt32LE(at + 12),
      attributes: bytes.readUInt32LE(at + 38),
      stored: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    };
    checkName(name, fail);
    const key = name.toLowerCase();
    if (byName.has(key))
      fail('unsafe', `the part ${shown(name)} stands in it twice. Open it in Excel and save it again.`);
    total += entry.size;
    if (entry.size > MAX_PART || total > MAX_TOTAL) {
      fail(
        'too-large',
        `its contents unpack to more than ${megabytes(entry.size > MAX_PART ? MAX_PART : MAX_TOTAL)}. Delete unused rows, sheets and pictures.`,
      );
    }
    if (entry.size > RATIO_FREE && entry.size > MAX_RATIO * entry.stored) {
      fail(
        'unsafe',
        `the part ${shown(name)} unpacks to ${Math.round(entry.size / Math.max(1, entry.stored))} times its size, which is how harmful files are made. Open it in Excel, delete unused rows, and save it again.`,
      );
    }
    entries.push(entry);
    byName.set(key, entry);
    at = next;
  }
  checkOverlap(entries, start, fail);
  return { file, bytes, entries, byName };
}

/** The entry of a part, by its name without a leading slash; undefined where there is none. */
export function entryOf(archive: Archive, name: string): Entry | undefined {
  return archive.byName.get(name.toLowerCase());
}

/** The compressed bytes of an entry, as they are. */
export function storedBytes(archive: Archive, entry: Entry): Buffer {
  const { bytes, file } = archive;
  const header = entry.offset;
  if (header + LOCAL_SIZE <= bytes.length && bytes.readUInt32LE(header) === LOCAL) {
    const from = header + LOCAL_SIZE + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    if (from + entry.stored <= bytes.length) return bytes.subarray(from, from + entry.stored);
  }
  throw new WorkbookError(
    'damaged',
    `the part ${shown(entry.name)} is not where the file's list of parts says. Open it in Excel and save it again.`,
    { file },
  );
}

/** A part's bytes, inflated and checked against the directory and for UTF-8. Throws a WorkbookError. */
export function inflatePart(archive: Archive, entry: Entry): Buffer {
  const { file } = archive;
  const packed = storedBytes(archive, entry);
  const part = entry.method === 0 ? packed : inflate(packed, entry, file);
  if (part.length !== entry.size || crc32(part) !== entry.crc) {
    throw new WorkbookError(
      'damaged',
      `the part ${shown(entry.name)} does not unpack to what the file says. It was damaged on its way; get it again.`,
      { file },
    );
  }
  checkEncoding(part, entry.name, file);
  return part;
}

/** A part of those that are read by the SAX library, as text. Throws a WorkbookError. */
export function partText(archive: Archive, entry: Entry): string {
  if (entry.size > MAX_SMALL_PART) {
    throw new WorkbookError(
      'too-large',
      `the part ${shown(entry.name)} has ${megabytes(entry.size)}, more than the ${megabytes(MAX_SMALL_PART)} that are read of it.`,
      { file: archive.file },
    );
  }
  return inflatePart(archive, entry).toString('utf8');
}

function inflate(packed: Buffer, entry: Entry, file: string): Buffer {
  try {
    // One byte more than declared: zlib then tells a part that goes on from one that ends there.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch (error) {
    const longer = error instanceof RangeError;
    throw new WorkbookError(
      longer ? 'unsafe' : 'damaged',
      longer
        ? `the part ${shown(entry.name)} unpacks to more than the file declares, which is how harmful files are made. Do not trust it; get the workbook from its owner again.`
        : `the part ${shown(entry.name)} can't be unpacked. The file was damaged on its way; get it again.`,
      { file },
    );
  }
}

type Fail = (code: ConstructorParameters<typeof WorkbookError>[0], problem: string) => never;

function checkSignature(bytes: Buffer, fail: Fail): void {
  if (bytes.length === 0) fail('not-xlsx', 'the file is empty. Choose the workbook itself.');
  const signature = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  if (signature === OLE) {
    if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
      fail(
        'encrypted',
        'the workbook is protected by a password. Open it in Excel, remove the password (File, Info, Protect Workbook) and save it.',
      );
    }
    fail(
      'old-xls',
      'this is an encrypted workbook or one in the old .xls format. Open it in Excel and save it as .xlsx, without a password.',
    );
  }
  if (signature !== 0x504b0304) {
    fail(
      'not-xlsx',
      'this is not an .xlsx workbook, whatever its name says. Open it in Excel and save it as .xlsx.',
    );
  }
}

/** The end record: the last one whose comment reaches exactly to the end of the file; -1 without. */
function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - END_SIZE - 0xffff);
  for (let at = bytes.length - END_SIZE; at >= lowest; at -= 1) {
    if (bytes.readUInt32LE(at) === END && at + END_SIZE + bytes.readUInt16LE(at + 20) <= bytes.length)
      return at;
  }
  return -1;
}

function checkName(name: string, fail: Fail): void {
  const steps = name.split(/[/\\]/);
  if (steps.includes('..') || /^[/\\]|^[A-Za-z]:|\0/.test(name)) {
    fail(
      'unsafe',
      `it has a part named ${shown(name)}, a path that leads out of the package. Do not trust it; get the workbook from its owner again.`,
    );
  }
}

/** Entries that share bytes are how a small file unpacks to terabytes. */
function checkOverlap(entries: readonly Entry[], directory: number, fail: Fail): void {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  sorted.forEach((entry, index) => {
    const next = sorted[index + 1]?.offset ?? directory;
    if (entry.offset + LOCAL_SIZE + entry.stored > next) {
      fail(
        'unsafe',
        `the part ${shown(entry.name)} overlaps another one, which no program writes. Get the workbook from its owner again.`,
      );
    }
  });
}

function checkEncoding(part: Buffer, name: string, file: string): void {
  const declared = /^\uFEFF?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(
    part.toString('utf8', 0, 200),
  )?.[1];
  const wide = part.length >= 2 && (part[0] === 0 || part[1] === 0 || part[0] === 0xff || part[0] === 0xfe);
  if (!wide && (declared === undefined || /^(utf-8|us-ascii)$/i.test(declared)) && isUtf8(part)) return;
  const found = wide ? 'UTF-16' : (declared ?? 'an unknown encoding');
  throw new WorkbookError(
    'encoding',
    `the part ${shown(name)} is not in UTF-8 (it says ${found}). Open it in Excel and save it again.`,
    { file },
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

/** A part's name fit for a message: whatever the file puts there, one short line. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name);
}
