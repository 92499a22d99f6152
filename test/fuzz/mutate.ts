/** A case: one of the workbooks, its package or its parts changed in one to four ways. */
import { rawZip } from '../xlsx/package.ts';
import { books, type Parts } from './books.ts';
import { mutateXml } from './mutate-xml.ts';
import { type Random, random } from './random.ts';

type Entry = { name: string; content: Buffer };

const NAMES = [
  'xl/worksheets/sheet1.xml',
  'XL/WORKSHEETS/SHEET1.XML',
  'xl\\worksheets\\sheet1.xml',
  '/xl/workbook.xml',
  '../evil.xml',
  'C:\\evil.xml',
  '',
  'xl/',
  '[Content_Types].xml',
  'xl/vbaProject.bin',
  'mimetype',
  'x'.repeat(300),
  'caf\u00e9.xml',
  'a\u0000b.xml',
];

const IN_PACKAGE: readonly ((entries: Entry[], random: Random) => void)[] = [
  (entries, random) => void entries.splice(random.below(entries.length), 1),
  (entries, random) => {
    const entry = random.of(entries);
    entry.name = random.of(NAMES);
  },
  (entries, random) => {
    const { name, content } = random.of(entries);
    entries.push({ name, content });
  },
  (entries, random) => {
    const [one, other] = [random.of(entries), random.of(entries)];
    [one.content, other.content] = [other.content, one.content];
  },
  (entries, random) => {
    const [one, other] = [random.of(entries), random.of(entries)];
    [one.name, other.name] = [other.name, one.name];
  },
  (entries) => void entries.reverse(),
  (entries, random) => {
    const entry = random.of(entries);
    entry.content = flipped(entry.content, random);
  },
  (entries, random) => {
    const entry = random.of(entries);
    entry.content = entry.content.subarray(0, random.below(entry.content.length + 1));
  },
  (entries, random) => {
    const entry = random.of(entries);
    entry.content = Buffer.from(entry.content.toString('utf8'), 'utf16le');
  },
];

const IN_BYTES: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  flipped,
  flipped,
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => bytes.subarray(random.below(64)),
  (bytes, random) => Buffer.concat([bytes, Buffer.alloc(random.below(70_000), random.below(256))]),
  (bytes, random) => Buffer.concat([Buffer.alloc(random.below(50), 0x50), bytes]),
  (bytes, random) => {
    // A field of the directory or a local header, which are where the lies of a package are told.
    const at = bytes.indexOf(
      random.of(['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06']),
      random.below(bytes.length),
    );
    if (at < 0) return bytes;
    const changed = Buffer.from(bytes);
    const field = Math.min(at + 4 + random.below(42), changed.length - 1);
    changed[field] = random.of([0, 1, 0x7f, 0x80, 0xff]);
    return changed;
  },
];

const BOOKS = books();

/** The bytes of the case that a seed stands for. */
export function caseOf(seed: number): Uint8Array {
  const source = random(seed);
  const entries = entriesOf(source.of(BOOKS));
  for (let left = 1 + source.below(4); left > 0; left -= 1) {
    if (entries.length === 0) break;
    if (source.once(4)) source.of(IN_PACKAGE)(entries, source);
    else {
      const entry = source.of(entries);
      entry.content = Buffer.from(mutateXml(entry.content.toString('utf8'), source));
    }
  }
  const bytes = rawZip(entries);
  return source.once(6) ? source.of(IN_BYTES)(bytes, source) : bytes;
}

function entriesOf(parts: Parts): Entry[] {
  return [...parts].map(([name, text]) => ({ name, content: Buffer.from(text) }));
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const at = random.below(changed.length);
    if (changed.length > 0) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  }
  return changed;
}
