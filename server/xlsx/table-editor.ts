/** A table of a sheet while rows are being added to it. */
import type { Area } from '../../shared/sheet/grid.ts';
import { areaAddress, parseArea } from './address.ts';
import type { PackageEditor } from './package-editor.ts';
import type { Relation } from './relations.ts';
import { findChild, findRoot, newTag, readTag, tagAttribute } from './scan.ts';
import { editTag, endOfTagName, splice } from './tags.ts';

/** The tables of a sheet, by its relations. Throws a WorkbookError. */
export function loadTables(editor: PackageEditor, relations: ReadonlyMap<string, Relation>): TableEditor[] {
  return [...relations.values()]
    .filter(({ kind, part }) => kind === 'table' && editor.has(part))
    .map(({ part }) => new TableEditor(editor, part));
}

export class TableEditor {
  readonly name: string;
  readonly headings: boolean;
  readonly totals: boolean;
  readonly #package: PackageEditor;
  readonly #part: string;
  #area: Area;
  #rows = 0;

  constructor(editor: PackageEditor, part: string) {
    const bytes = editor.need(part);
    const root = findRoot(bytes, part);
    const tag = newTag();
    readTag(bytes, endOfTagName(bytes, root.start), tag);
    const attribute = (name: string) => tagAttribute(bytes, tag, name);
    this.#package = editor;
    this.#part = part;
    this.name = attribute('displayName') ?? attribute('name') ?? '';
    this.headings = Number(attribute('headerRowCount') ?? 1) > 0;
    this.totals = Number(attribute('totalsRowCount') ?? 0) > 0;
    this.#area = parseArea(attribute('ref') ?? '') ?? { top: -1, left: -1, bottom: -1, right: -1 };
  }

  /** With the rows added so far. */
  get area(): Area {
    return this.#area;
  }

  /** One row more. */
  grow(): void {
    this.#area = { ...this.#area, bottom: this.#area.bottom + 1 };
    this.#rows += 1;
  }

  /** Writes the part, if the table grew: its own range and that of its filter. */
  finish(): void {
    if (this.#rows === 0) return;
    const bytes = this.#package.need(this.#part);
    const root = findRoot(bytes, this.#part);
    const splices = [editTag(bytes, root.start, { ref: areaAddress(this.#area) })];
    const filter = findChild(bytes, root.openEnd, `${root.prefix}autoFilter`);
    if (filter >= 0) {
      // Headings to the last data row: a totals row is never filtered.
      const ref = areaAddress({ ...this.#area, bottom: this.#area.bottom - (this.totals ? 1 : 0) });
      splices.push(editTag(bytes, filter, { ref }));
    }
    this.#package.write(this.#part, splice(bytes, splices));
  }
}
