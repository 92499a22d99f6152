/** What the package says of the workbook itself: its sheets, names and date system, and which part is what. */
import type { Archive } from './archive.ts';
import { entryOf, openArchive, smallPart } from './archive.ts';
import { locating, WorkbookError } from './error.ts';
import type { Relation } from './relations.ts';
import { readRelations } from './relations.ts';
import { flag, walkXml } from './walk.ts';

export interface BookSheet {
  readonly name: string;
  /** Its place among all sheets, those of charts counted: what names local to a sheet go by. */
  readonly index: number;
  readonly visibility: 'visible' | 'hidden' | 'veryHidden';
  readonly part: string;
  readonly relation: string;
}

export interface DefinedName {
  readonly name: string;
  /** The index of the sheet that it is local to; null for the whole workbook. */
  readonly sheet: number | null;
  /** Without `=`. */
  readonly formula: string;
}

export interface Book {
  readonly archive: Archive;
  /** The part of the workbook. */
  readonly part: string;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly dateSystem: 1900 | 1904;
  /** The workbook's structure is protected: no sheets can be added or removed. */
  readonly structureLocked: boolean;
  /** The sheets of cells, in workbook order; sheets that hold only a chart, a dialog or old macros are left out. */
  readonly sheets: readonly BookSheet[];
  readonly names: readonly DefinedName[];
}

/** Opens a workbook and reads what it says of itself. Throws a WorkbookError, its file named. */
export async function openBook(bytes: Uint8Array, file: string): Promise<Book> {
  const archive = await openArchive(bytes, file);
  return locating({ file }, () => bookOf(archive));
}

function bookOf(archive: Archive): Book {
  const part = workbookPart(archive);
  const entry = entryOf(archive, part);
  if (entry === undefined) {
    throw new WorkbookError(
      'not-xlsx',
      'this is a zip file but not an Excel workbook. Open it in the program that it was made with and save it as .xlsx.',
    );
  }
  const relations = readRelations(archive, part);
  const all: { name: string; id: string; state: string }[] = [];
  const names: DefinedName[] = [];
  let open: { name: string; sheet: number | null } | null = null;
  let dateSystem: 1900 | 1904 = 1900;
  let structureLocked = false;
  walkXml(smallPart(archive, entry), part, {
    // Only where Excel writes them, and the patcher looks for them.
    open(name, attributes, parent, depth) {
      if (name === 'workbookPr' && depth === 1) {
        dateSystem = flag(attributes, 'date1904') ? 1904 : 1900;
      } else if (name === 'workbookProtection') {
        structureLocked = flag(attributes, 'lockStructure');
      } else if (name === 'sheet' && parent === 'sheets' && depth === 2) {
        all.push({
          name: attributes.get('name') ?? '',
          id: attributes.get('r:id') ?? '',
          state: attributes.get('state') ?? 'visible',
        });
      } else if (name === 'definedName' && depth === 2) {
        const local = attributes.get('localSheetId');
        open = { name: attributes.get('name') ?? '', sheet: local === undefined ? null : Number(local) };
      }
    },
    close(name, text) {
      if (name !== 'definedName' || open === null) return;
      names.push({ ...open, formula: text.trim() });
      open = null;
    },
  });
  const sheets = all.flatMap((sheet, index) => bookSheet(archive, relations, sheet, index));
  checkDistinct(sheets);
  return { archive, part, relations, dateSystem, structureLocked, sheets, names };
}

/** What is written to a sheet must reach that sheet and no other: each has a name and a part of its own. */
function checkDistinct(sheets: readonly BookSheet[]): void {
  const names = new Set<string>();
  const parts = new Set<string>();
  for (const { name, part } of sheets) {
    // Excel compares the names of sheets without case.
    const key = name.toLowerCase();
    if (names.has(key) || parts.has(part)) {
      throw new WorkbookError(
        'damaged',
        `another sheet has the same ${names.has(key) ? 'name' : 'content'}, which Excel does not allow. Open the file in Excel, let Excel repair it, and save it again.`,
        { sheet: name },
      );
    }
    names.add(key);
    parts.add(part);
  }
}

/** The parts of one kind that the workbook refers to: its styles, its shared strings. */
export function bookPart(book: Book, kind: string): string | undefined {
  for (const relation of book.relations.values()) {
    if (relation.kind === kind && !relation.external) return relation.part;
  }
  return undefined;
}

function workbookPart(archive: Archive): string {
  for (const relation of readRelations(archive, '').values()) {
    if (relation.kind !== 'officeDocument') continue;
    if (relation.part.toLowerCase().endsWith('.bin')) {
      throw new WorkbookError(
        'not-xlsx',
        'this is a binary workbook (.xlsb), which is not read. Save it as .xlsx in Excel.',
        { file: archive.file },
      );
    }
    const entry = entryOf(archive, relation.part);
    // A Word or PowerPoint file is such a package too.
    if (entry === undefined || /(^|\/)(document|presentation)\.xml$/i.test(entry.name)) return '';
    return entry.name;
  }
  return 'xl/workbook.xml';
}

function bookSheet(
  archive: Archive,
  relations: ReadonlyMap<string, Relation>,
  { name, id, state }: { name: string; id: string; state: string },
  index: number,
): BookSheet[] {
  const relation = relations.get(id);
  if (relation !== undefined && relation.kind !== 'worksheet') return [];
  const entry = relation === undefined ? undefined : entryOf(archive, relation.part);
  if (entry === undefined) {
    throw new WorkbookError(
      'damaged',
      'the part that holds this sheet is missing. Open the file in Excel, let Excel repair it, and save it again.',
      { file: archive.file, sheet: name },
    );
  }
  const visibility = state === 'hidden' || state === 'veryHidden' ? state : 'visible';
  return [{ name, index, visibility, part: entry.name, relation: id }];
}
