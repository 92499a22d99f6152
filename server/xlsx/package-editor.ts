/** The parts of a package while they are being changed. */
import type { Archive } from './archive.ts';
import { entryOf, inflatePart } from './archive.ts';
import { WorkbookError } from './error.ts';
import { repack } from './pack.ts';
import { relationsPart } from './relations.ts';
import { findChild, findRoot, newTag, readTag, skipElement, tagAttribute } from './scan.ts';
import { endOfTagName, escapeAttribute, splice } from './tags.ts';

const CONTENT_TYPES = '[Content_Types].xml';

export class PackageEditor {
  readonly archive: Archive;
  readonly #changes = new Map<string, Buffer | null>();

  constructor(archive: Archive) {
    this.archive = archive;
  }

  /** A part as it stands now, undefined where there is none. Throws a WorkbookError. */
  read(name: string): Buffer | undefined {
    const changed = this.#changes.get(this.#key(name));
    if (changed !== undefined) return changed ?? undefined;
    const entry = entryOf(this.archive, name);
    return entry === undefined ? undefined : inflatePart(this.archive, entry);
  }

  /** A part that must be there. Throws a WorkbookError. */
  need(name: string): Buffer {
    const part = this.read(name);
    if (part !== undefined) return part;
    throw new WorkbookError(
      'damaged',
      `the part "${name}" is missing. Open the file in Excel, let Excel repair it, and save it again.`,
    );
  }

  has(name: string): boolean {
    const changed = this.#changes.get(this.#key(name));
    return changed === undefined ? entryOf(this.archive, name) !== undefined : changed !== null;
  }

  write(name: string, content: Buffer): void {
    this.#changes.set(this.#key(name), content);
  }

  /** Adds a part with its content type. */
  add(name: string, content: Buffer, contentType: string): void {
    this.write(name, content);
    const types = this.need(CONTENT_TYPES);
    const root = findRoot(types, CONTENT_TYPES);
    const override = `<${root.prefix}Override PartName="/${escapeAttribute(name)}" ContentType="${contentType}"/>`;
    const end = types.lastIndexOf('</');
    this.write(CONTENT_TYPES, splice(types, [{ from: end, to: end, text: override }]));
  }

  /** Takes a part out, with its content type; its own relations go with it. */
  remove(name: string): void {
    this.#drop(name);
    if (this.has(relationsPart(name))) this.#drop(relationsPart(name));
    const types = this.need(CONTENT_TYPES);
    const wanted = `/${name}`.toLowerCase();
    const changed = removeChildren(
      types,
      CONTENT_TYPES,
      'Override',
      (attribute) => attribute('PartName')?.toLowerCase() === wanted,
    );
    if (changed !== types) this.write(CONTENT_TYPES, changed);
  }

  /** Adds a relation to a part's relations, in the same dialect (transitional or strict) as `like`; returns its id. */
  relate(part: string, type: string, target: string, external: boolean): string {
    const name = relationsPart(part);
    const relations =
      this.read(name) ??
      Buffer.from(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
      );
    const root = findRoot(relations, name);
    const taken = relations.toString('utf8');
    let number = 1;
    while (new RegExp(`Id\\s*=\\s*["']rId${number}["']`).test(taken)) number += 1;
    const id = `rId${number}`;
    const mode = external ? ' TargetMode="External"' : '';
    const text = `<${root.prefix}Relationship Id="${id}" Type="${type}" Target="${escapeAttribute(target)}"${mode}/>`;
    if (root.selfClosed) {
      const open = relations.toString('utf8', root.start, root.openEnd).replace(/\s*\/>$/, '>');
      const close = `</${root.prefix}${root.name}>`;
      this.write(
        name,
        splice(relations, [{ from: root.start, to: root.openEnd, text: open + text + close }]),
      );
    } else {
      const end = relations.lastIndexOf('</');
      this.write(name, splice(relations, [{ from: end, to: end, text }]));
    }
    return id;
  }

  /** Takes relations of a part away by id. */
  unrelate(part: string, id: string): void {
    const name = relationsPart(part);
    this.write(
      name,
      removeChildren(this.need(name), name, 'Relationship', (attribute) => attribute('Id') === id),
    );
  }

  /** The package with the changes made; all other parts keep their compressed bytes. */
  async finish(): Promise<Uint8Array> {
    return this.#changes.size === 0 ? this.archive.bytes : await repack(this.archive, this.#changes);
  }

  #drop(name: string): void {
    this.#changes.set(this.#key(name), null);
  }

  /** Part names are compared without case. */
  #key(name: string): string {
    return entryOf(this.archive, name)?.name ?? name;
  }
}

/** Visits the children of a part's root that have a name: where each starts and ends, and its attributes. */
export function* childrenOf(
  bytes: Buffer,
  part: string,
  name: string,
): Generator<{ start: number; end: number; attribute: (name: string) => string | undefined }> {
  const root = findRoot(bytes, part);
  if (root.selfClosed) return;
  yield* childrenAt(bytes, root.openEnd, root.prefix + name);
}

/** The same from an offset inside any element, by whole name. */
export function* childrenAt(
  bytes: Buffer,
  from: number,
  name: string,
): Generator<{ start: number; end: number; attribute: (name: string) => string | undefined }> {
  let start = findChild(bytes, from, name);
  while (start >= 0) {
    const tag = newTag();
    readTag(bytes, endOfTagName(bytes, start), tag);
    const end = skipElement(bytes, start);
    yield { start, end, attribute: (wanted) => tagAttribute(bytes, tag, wanted) };
    start = findChild(bytes, end, name);
  }
}

function removeChildren(
  bytes: Buffer,
  part: string,
  name: string,
  unwanted: (attribute: (name: string) => string | undefined) => boolean,
): Buffer {
  const splices = [...childrenOf(bytes, part, name)]
    .filter(({ attribute }) => unwanted(attribute))
    .map(({ start, end }) => ({ from: start, to: end, text: '' }));
  return splices.length === 0 ? bytes : splice(bytes, splices);
}
