/** The hyperlinks of a sheet while cells are being changed. */
import type { Area } from '../../shared/sheet/grid.ts';
import { at } from '../../shared/sheet/grid.ts';
import type { CellContent } from '../../shared/values/content.ts';
import { cellAddress, inside, parseArea } from './address.ts';
import { WorkbookError } from './error.ts';
import type { PackageEditor } from './package-editor.ts';
import { childrenAt, childrenOf } from './package-editor.ts';
import { relationsPart } from './relations.ts';
import { findChild, newTag, readTag, skipElement } from './scan.ts';
import type { Hyperlink } from './surroundings.ts';
import type { Splice } from './tags.ts';
import { editTag, endOfTagName, splice } from './tags.ts';

export class LinksEditor {
  readonly #package: PackageEditor;
  readonly #part: string;
  readonly #prefix: string;
  readonly #hyperlinks: readonly Hyperlink[];
  /** New targets by `at(row, column)`; null takes the link away. */
  readonly #targets = new Map<number, string | null>();

  constructor(editor: PackageEditor, part: string, prefix: string, hyperlinks: readonly Hyperlink[]) {
    this.#package = editor;
    this.#part = part;
    this.#prefix = prefix;
    this.#hyperlinks = hyperlinks;
  }

  /** Whether links stand in an area. */
  overlap(area: Area): boolean {
    return this.#hyperlinks.some(
      (link) =>
        link.area.top <= area.bottom &&
        link.area.bottom >= area.top &&
        link.area.left <= area.right &&
        link.area.right >= area.left,
    );
  }

  /** Why a cell's link can't be changed: it is one over several cells. Null where it can, or there is none. */
  refusal(row: number, column: number, content: CellContent): string | null {
    const found = content.kind === 'link' ? this.#linkOf(row, column) : undefined;
    if (found === undefined || isSingle(found.area)) return null;
    return `${cellAddress(row, column)} shares one hyperlink with other cells. Change it in Excel.`;
  }

  /**
   * Takes note of what a cell's link is to be: a link gets the target, a blank cell loses its link, other
   * contents leave it. A link over several cells is left alone.
   */
  write(row: number, column: number, content: CellContent): void {
    if (content.kind !== 'link' && content.kind !== 'blank') return;
    const found = this.#linkOf(row, column);
    if (found === undefined || !isSingle(found.area)) return;
    this.#targets.set(
      at(row, column),
      content.kind === 'link' && content.target !== '' ? content.target : null,
    );
  }

  /** What stands behind the cells, the links changed in it; targets are written into the sheet's relations. */
  finish(tail: Buffer): Buffer {
    if (this.#targets.size === 0) return tail;
    const list = findChild(tail, 0, `${this.#prefix}hyperlinks`);
    const splices: Splice[] = [];
    if (list < 0) {
      throw new WorkbookError(
        'damaged',
        'its hyperlinks stand where Excel does not write them. Open the file in Excel and save it again.',
      );
    }
    let left = 0;
    for (const { start, end, attribute } of childrenAt(
      tail,
      editTag(tail, list, {}).to,
      `${this.#prefix}hyperlink`,
    )) {
      const area = parseArea(attribute('ref') ?? '');
      const target = area === null ? undefined : this.#targets.get(at(area.top, area.left));
      if (target === null) splices.push({ from: start, to: end, text: '' });
      else left += 1;
      if (typeof target === 'string') splices.push(this.#retarget(tail, start, target));
    }
    // An empty list of links is one that Excel repairs.
    if (left === 0) return splice(tail, [{ from: list, to: skipElement(tail, list), text: '' }]);
    return splice(tail, splices);
  }

  #linkOf(row: number, column: number): Hyperlink | undefined {
    return this.#hyperlinks.find(({ area }) => inside(area, row, column));
  }

  #retarget(tail: Buffer, start: number, target: string): Splice {
    const tag = newTag();
    readTag(tail, endOfTagName(tail, start), tag);
    let idName: string | null = null;
    let id = '';
    let location = false;
    for (let slot = 0; slot < tag.count * 4; slot += 4) {
      const name = tail.toString('utf8', tag.bounds[slot], tag.bounds[slot + 1]);
      if (name === 'location') location = true;
      if (!/:id$/.test(name)) continue;
      idName = name;
      id = tail.toString('utf8', tag.bounds[slot + 2], tag.bounds[slot + 3]);
    }
    if (target.startsWith('#')) {
      return editTag(tail, start, {
        location: target.slice(1),
        ...(idName === null ? {} : { [idName]: null }),
      });
    }
    const changes: Record<string, string | null> = location ? { location: null } : {};
    const uses = this.#hyperlinks.filter(({ relation }) => relation === id).length;
    if (idName !== null && uses === 1 && this.#setRelation(id, target)) return editTag(tail, start, changes);
    const added = this.#package.relate(this.#part, HYPERLINK, target, true);
    if (idName !== null) return editTag(tail, start, { ...changes, [idName]: added });
    return editTag(tail, start, { ...changes, 'xmlns:r': RELATIONSHIPS, 'r:id': added });
  }

  /** False where there is no such relation to an outside target. */
  #setRelation(id: string, target: string): boolean {
    const part = relationsPart(this.#part);
    const bytes = this.#package.read(part);
    if (bytes === undefined) return false;
    for (const { start, attribute } of childrenOf(bytes, part, 'Relationship')) {
      if (attribute('Id') !== id || attribute('TargetMode') !== 'External') continue;
      this.#package.write(part, splice(bytes, [editTag(bytes, start, { Target: target })]));
      return true;
    }
    return false;
  }
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HYPERLINK = `${RELATIONSHIPS}/hyperlink`;

function isSingle({ top, left, bottom, right }: Area): boolean {
  return top === bottom && left === right;
}
