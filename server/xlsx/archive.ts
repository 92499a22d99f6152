/**
 * The package: a zip. zip.js lists its entries and says where their bytes lie; a part is unpacked only when
 * it is asked for, to no more than the directory declares. Nothing in a file is trusted before it was
 * checked (`guard.ts`).
 */
import { isUtf8 } from 'node:buffer';
import { crc32, inflateRawSync, constants as zlib } from 'node:zlib';
import {
  ERR_EOCDR_NOT_FOUND,
  ERR_OVERLAPPING_ENTRY,
  type FileEntry,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipReader,
} from '@zip.js/zip.js';
import { WorkbookError } from './error.ts';
import { checkFile, cutOff, megabytes, newGuard, shown } from './guard.ts';
import { MAX_SMALL_PART, MAX_SMALL_TOTAL } from './limits.ts';

export interface Entry {
  readonly name: string;
  /** As the directory has it: its sizes, checksum, date and attributes. */
  readonly listed: FileEntry;
  /** Its bytes as they lie in the file, compressed or not. */
  readonly packed: Buffer;
}

export interface Archive {
  /** The file's name, for messages. */
  readonly file: string;
  readonly bytes: Buffer;
  /** In the order of the directory; folders, which are no parts, left out. */
  readonly entries: readonly Entry[];
  /** By name in lower case: part names are compared without case (ECMA-376 part 2). */
  readonly byName: ReadonlyMap<string, Entry>;
  /** Bytes that may still be walked through element by element. */
  readonly small: { left: number };
}

/**
 * Opens a package and checks its directory; no part is inflated yet.
 * Throws a WorkbookError for anything that is not a whole, plain .xlsx package.
 */
export async function openArchive(content: Uint8Array, file: string): Promise<Archive> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  try {
    checkFile(bytes);
    const entries = await listEntries(bytes);
    return {
      file,
      bytes,
      entries,
      byName: new Map(entries.map((entry) => [entry.name.toLowerCase(), entry])),
      small: { left: MAX_SMALL_TOTAL },
    };
  } catch (error) {
    throw (error instanceof WorkbookError ? error : unlisted(error)).within({ file });
  }
}

async function listEntries(bytes: Buffer): Promise<Entry[]> {
  // Our guard looks at the names; what local headers say besides is not used, and some programs write it wrong.
  const reader = new ZipReader(new Uint8ArrayReader(bytes), {
    filenameValidation: 'tolerant',
    checkLocalDirectory: false,
  });
  const check = newGuard();
  const entries: Entry[] = [];
  for await (const listed of reader.getEntriesGenerator()) {
    check(listed);
    if (listed.directory) continue;
    entries.push({ name: listed.filename, listed, packed: await locate(bytes, listed) });
  }
  return entries;
}

/** Where an entry's bytes lie. zip.js also checks that no two entries share bytes, which is how a small file unpacks to terabytes. */
async function locate(bytes: Buffer, listed: FileEntry): Promise<Buffer> {
  try {
    await listed.getData(new Uint8ArrayWriter(), { passThrough: true, checkOverlappingEntryOnly: true });
  } catch (error) {
    if (says(error, ERR_OVERLAPPING_ENTRY)) {
      throw new WorkbookError(
        'unsafe',
        `the part ${shown(listed.filename)} overlaps another one, which no program writes. Get the workbook from its owner again.`,
      );
    }
    throw misplaced(listed.filename);
  }
  const from = listed.localDirectory?.dataOffset;
  if (from === undefined) throw misplaced(listed.filename);
  return bytes.subarray(from, from + listed.compressedSize);
}

function misplaced(name: string): WorkbookError {
  return new WorkbookError(
    'damaged',
    `the part ${shown(name)} is not where the file's list of parts says. Open it in Excel and save it again.`,
  );
}

/** What zip.js makes of the directory, as we say it. */
function unlisted(error: unknown): WorkbookError {
  if (says(error, ERR_EOCDR_NOT_FOUND)) return cutOff();
  return new WorkbookError(
    'damaged',
    'the list of its parts is damaged. Open it in Excel, let Excel repair it, and save it again.',
  );
}

/** zip.js tells its errors apart by their message. */
function says(error: unknown, message: string): boolean {
  return error instanceof Error && error.message === message;
}

/** The entry of a part, by its name without a leading slash; undefined where there is none. */
export function entryOf(archive: Archive, name: string): Entry | undefined {
  return archive.byName.get(name.toLowerCase());
}

/** A part's bytes, inflated and checked against the directory and for UTF-8. Throws a WorkbookError. */
export function inflatePart({ file }: Archive, { name, listed, packed }: Entry): Buffer {
  const part = listed.compressionMethod === 0 ? packed : inflate(packed, listed, file);
  if (part.length !== listed.uncompressedSize || crc32(part) !== listed.crc32) {
    throw new WorkbookError(
      'damaged',
      `the part ${shown(name)} does not unpack to what the file says. It was damaged on its way; get it again.`,
      { file },
    );
  }
  checkEncoding(part, name, file);
  return part;
}

/** The bytes of a part that is walked through element by element. Throws a WorkbookError. */
export function smallPart(archive: Archive, entry: Entry): Buffer {
  spendSmall(archive, entry.listed.uncompressedSize, entry.name);
  return inflatePart(archive, entry);
}

/** Takes what of a part is to be walked through off what the workbook may use of it. Throws a WorkbookError. */
export function spendSmall({ file, small }: Archive, size: number, name: string): void {
  if (size > MAX_SMALL_PART) {
    throw new WorkbookError(
      'too-large',
      `the part ${shown(name)} has ${megabytes(size)} to work through, more than the ${megabytes(MAX_SMALL_PART)} that are read of it. Take formats, links, notes and validations off the empty rows and columns.`,
      { file },
    );
  }
  small.left -= size;
  if (small.left < 0) {
    throw new WorkbookError(
      'too-large',
      `its formats, links, notes and validations have more than the ${megabytes(MAX_SMALL_TOTAL)} that are read. Take them off the empty rows and columns, and delete unused sheets.`,
      { file },
    );
  }
}

function inflate(packed: Buffer, listed: FileEntry, file: string): Buffer {
  try {
    // In one piece: by default zlib takes 16 kB at a time, and joining them costs as much as inflating.
    return inflateRawSync(packed, {
      chunkSize: Math.max(zlib.Z_MIN_CHUNK, listed.uncompressedSize + 1),
      maxOutputLength: Math.max(1, listed.uncompressedSize),
    });
  } catch (error) {
    const longer = error instanceof RangeError;
    throw new WorkbookError(
      longer ? 'unsafe' : 'damaged',
      longer
        ? `the part ${shown(listed.filename)} unpacks to more than the file declares, which is how harmful files are made. Do not trust it; get the workbook from its owner again.`
        : `the part ${shown(listed.filename)} can't be unpacked. The file was damaged on its way; get it again.`,
      { file },
    );
  }
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
