/** What is refused of a package before anything in it is unpacked. All throw a WorkbookError, its file not yet named. */
import { WorkbookError } from './error.ts';
import { MAX_ENTRIES, MAX_FILE, MAX_PART, MAX_RATIO, MAX_TOTAL, RATIO_FREE } from './limits.ts';

/** What the directory of a package says of an entry. */
interface Listed {
  readonly filename: string;
  readonly encrypted: boolean;
  readonly compressionMethod: number;
  /** As packed. */
  readonly compressedSize: number;
  readonly uncompressedSize: number;
}

const OLE = 0xd0cf11e0;
const ZIP = 0x504b0304;
/** A zip of nothing has this many bytes. */
const SHORTEST_ZIP = 22;
const STORED = 0;
const DEFLATED = 8;

/** Checks a file's size and what it begins with. */
export function checkFile(bytes: Buffer): void {
  if (bytes.length > MAX_FILE) {
    throw new WorkbookError(
      'too-large',
      `the file has ${megabytes(bytes.length)}, more than the ${megabytes(MAX_FILE)} that are read. Take pictures and old sheets out of it.`,
    );
  }
  if (bytes.length === 0)
    throw new WorkbookError('not-xlsx', 'the file is empty. Choose the workbook itself.');
  const signature = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  if (signature === OLE) {
    if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
      throw new WorkbookError(
        'encrypted',
        'the workbook is protected by a password. Open it in Excel, remove the password (File, Info, Protect Workbook) and save it.',
      );
    }
    throw new WorkbookError(
      'old-xls',
      'this is an encrypted workbook or one in the old .xls format. Open it in Excel and save it as .xlsx, without a password.',
    );
  }
  if (signature !== ZIP) {
    throw new WorkbookError(
      'not-xlsx',
      'this is not an .xlsx workbook, whatever its name says. Open it in Excel and save it as .xlsx.',
    );
  }
  if (bytes.length < SHORTEST_ZIP) throw cutOff();
}

/** For a file whose end is missing. */
export function cutOff(): WorkbookError {
  return new WorkbookError(
    'truncated',
    'the end of the file is missing; it was cut off while it was copied or downloaded. Get it again from its source.',
  );
}

/** Checks the entries of one package, in turn. */
export function newGuard(): (entry: Listed) => void {
  const names = new Set<string>();
  let count = 0;
  let total = 0;
  return (entry) => {
    count += 1;
    if (count > MAX_ENTRIES) {
      throw new WorkbookError(
        'too-large',
        `the package has more than the ${MAX_ENTRIES.toLocaleString('en-GB')} parts that are read. Take pictures and old sheets out of it.`,
      );
    }
    checkForm(entry);
    checkName(entry.filename);
    const key = entry.filename.toLowerCase();
    if (names.has(key)) {
      throw new WorkbookError(
        'unsafe',
        `the part ${shown(entry.filename)} stands in it twice. Open it in Excel and save it again.`,
      );
    }
    names.add(key);
    total += entry.uncompressedSize;
    checkSize(entry, total);
  };
}

function checkForm({ filename, encrypted, compressionMethod }: Listed): void {
  if (encrypted) {
    throw new WorkbookError('encrypted', 'parts of it are encrypted. Save it without a password first.');
  }
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    throw new WorkbookError(
      'damaged',
      `the part ${shown(filename)} is packed in a way that Excel does not use. Open it in Excel and save it again.`,
    );
  }
}

function checkName(name: string): void {
  if (name.split(/[/\\]/).includes('..') || /^[/\\]|^[A-Za-z]:|\0/.test(name)) {
    throw new WorkbookError(
      'unsafe',
      `it has a part named ${shown(name)}, a path that leads out of the package. Do not trust it; get the workbook from its owner again.`,
    );
  }
}

function checkSize(
  { filename, compressedSize: packed, uncompressedSize: size }: Listed,
  total: number,
): void {
  if (size > MAX_PART || total > MAX_TOTAL) {
    throw new WorkbookError(
      'too-large',
      `its contents unpack to more than ${megabytes(size > MAX_PART ? MAX_PART : MAX_TOTAL)}. Delete unused rows, sheets and pictures.`,
    );
  }
  if (size > RATIO_FREE && size > MAX_RATIO * packed) {
    throw new WorkbookError(
      'unsafe',
      `the part ${shown(filename)} unpacks to ${Math.round(size / Math.max(1, packed))} times its size, which is how harmful files are made. Open it in Excel, delete unused rows, and save it again.`,
    );
  }
}

/** A size for a message. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

/** A part's name fit for a message: whatever the file puts there, one short line. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name);
}
