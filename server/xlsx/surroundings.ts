/** What a sheet's part says besides its cells: hidden columns, merges, links, drop-down lists, tables, notes. */
import type { Area, CellValue, GridTable, Span } from '../../shared/sheet/grid.ts';
import { at } from '../../shared/sheet/grid.ts';
import { parseArea } from './address.ts';
import type { Archive } from './archive.ts';
import { entryOf, smallPart, spendSmall } from './archive.ts';
import type { Budget } from './budget.ts';
import { spend } from './budget.ts';
import { WorkbookError } from './error.ts';
import { COLUMNS, MAX_RANGES } from './limits.ts';
import type { Relation } from './relations.ts';
import { onlyChildren } from './scan.ts';
import { flag, walkXml } from './walk.ts';

export interface Hyperlink {
  readonly area: Area;
  readonly relation: string | undefined;
  readonly location: string | undefined;
}

export interface ListRule {
  readonly areas: readonly Area[];
  /** As it stands in the file: `"Open,Closed"` or `Lists!$A$2:$A$9`. */
  readonly formula: string;
}

interface Surroundings {
  readonly hiddenColumns: readonly Span[];
  readonly merges: readonly Area[];
  readonly hyperlinks: readonly Hyperlink[];
  readonly lists: readonly ListRule[];
  /** Null where the sheet is not protected. */
  readonly protection: Protection | null;
}

export interface Protection {
  /** Ranges that may be changed without a password, whether their cells are locked or not. */
  readonly free: readonly Area[];
}

/** What is read of a sheet beside its cells: the rest (looks, conditional formats, drawings) can be many times as much. */
const READ: ReadonlySet<string> = new Set([
  'cols',
  'sheetProtection',
  'protectedRanges',
  'mergeCells',
  'dataValidations',
  'hyperlinks',
  'extLst',
]);

/** Reads the part of a sheet without its cells. Throws a WorkbookError. */
export function readSurroundings(archive: Archive, rest: Buffer, part: string): Surroundings {
  const xml = onlyChildren(rest, part, READ);
  spendSmall(archive, xml.length, part);
  const hiddenColumns: Span[] = [];
  const merges: Area[] = [];
  const hyperlinks: Hyperlink[] = [];
  const lists: ListRule[] = [];
  let rule: { isList: boolean; areas: Area[]; formula: string } | null = null;
  let isProtected = false;
  let allowed: Area[] | null = null;
  const free: Area[] = [];
  let ranges = 0;
  const areasOf = (text: string) => {
    const areas: Area[] = [];
    for (const piece of /\s/.test(text) ? text.split(/\s+/) : [text]) {
      const area = parseArea(piece);
      if (area !== null) areas.push(area);
    }
    ranges += areas.length;
    if (ranges > MAX_RANGES) {
      throw new WorkbookError(
        'too-large',
        `it has more than ${MAX_RANGES.toLocaleString('en-GB')} merges, links and validation ranges. Take them off the empty rows and columns.`,
      );
    }
    return areas;
  };
  walkXml(xml, part, {
    open(name, attributes, parent, depth) {
      if (name === 'col' && parent === 'cols') {
        const from = Number(attributes.get('min')) - 1;
        const to = Math.min(Number(attributes.get('max')), COLUMNS) - 1;
        if (flag(attributes, 'hidden') && from >= 0 && to >= from) addSpan(hiddenColumns, from, to);
      } else if (name === 'mergeCell') {
        merges.push(...areasOf(attributes.get('ref') ?? ''));
      } else if (name === 'hyperlink' && parent === 'hyperlinks' && depth === 2) {
        for (const area of areasOf(attributes.get('ref') ?? '')) {
          hyperlinks.push({ area, relation: attributes.get('r:id'), location: attributes.get('location') });
        }
      } else if (name === 'sheetProtection') {
        isProtected = flag(attributes, 'sheet');
      } else if (name === 'protectedRange') {
        const guarded = KEYS.some((key) => attributes.has(key));
        allowed = guarded ? null : areasOf(attributes.get('sqref') ?? '');
      } else if (name === 'securityDescriptor') {
        // For some people only, and who they are is not known here.
        allowed = null;
      } else if (name === 'dataValidation') {
        rule = {
          isList: attributes.get('type') === 'list',
          areas: areasOf(attributes.get('sqref') ?? ''),
          formula: '',
        };
      }
    },
    close(name, text, parent) {
      if (name === 'protectedRange' && allowed !== null) free.push(...allowed);
      if (rule === null) return;
      // In the extension (lists on other sheets) range and formula are elements of their own.
      if (name === 'sqref') rule.areas.push(...areasOf(text.trim()));
      else if ((name === 'formula1' || (name === 'f' && parent === 'formula1')) && text.trim() !== '')
        rule.formula = text.trim();
      else if (name === 'dataValidation') {
        if (rule.isList && rule.formula !== '' && rule.areas.length > 0) {
          lists.push({ areas: rule.areas, formula: rule.formula });
        }
        rule = null;
      }
    },
  });
  return { hiddenColumns, merges, hyperlinks, lists, protection: isProtected ? { free } : null };
}

/** What a range that may be changed on a protected sheet has where that takes a password or a permission. */
const KEYS = ['password', 'hashValue', 'securityDescriptor'];

/** The targets of links by cell. A link over several cells counts for those of them that hold something. */
export function linkTargets(
  hyperlinks: readonly Hyperlink[],
  relations: ReadonlyMap<string, Relation>,
  values: readonly (readonly CellValue[] | undefined)[],
  budget: Budget,
): Map<number, string> {
  const links = new Map<number, string>();
  for (const { area, relation, location } of hyperlinks) {
    const target =
      (relation === undefined ? '' : (relations.get(relation)?.target ?? '')) +
      (location ? `#${location}` : '');
    if (target === '') continue;
    if (area.top === area.bottom && area.left === area.right) {
      links.set(at(area.top, area.left), target);
      continue;
    }
    for (let row = area.top; row <= Math.min(area.bottom, values.length - 1); row += 1) {
      const cells = values[row] ?? [];
      const right = Math.min(area.right, cells.length - 1);
      spend(budget, 'spread', 1 + Math.max(0, right - area.left));
      for (let column = area.left; column <= right; column += 1) {
        if (cells[column] !== null) links.set(at(row, column), target);
      }
    }
  }
  return links;
}

/** The tables of a sheet, in the order of its relations. Throws a WorkbookError. */
export function readTables(archive: Archive, relations: ReadonlyMap<string, Relation>): GridTable[] {
  const tables: GridTable[] = [];
  for (const relation of relations.values()) {
    const entry = relation.kind === 'table' ? entryOf(archive, relation.part) : undefined;
    if (entry === undefined) continue;
    walkXml(smallPart(archive, entry), entry.name, {
      open(name, attributes, parent) {
        const area = parseArea(attributes.get('ref') ?? '');
        if (name !== 'table' || parent !== '' || area === null) return;
        tables.push({
          name: attributes.get('displayName') ?? attributes.get('name') ?? '',
          area,
          headings: Number(attributes.get('headerRowCount') ?? 1) > 0,
          totals: Number(attributes.get('totalsRowCount') ?? 0) > 0,
        });
      },
    });
  }
  return tables;
}

/** The cells with a note. Threaded comments count: each has a note as its shadow for older programs, or stands alone. */
export function readNotes(archive: Archive, relations: ReadonlyMap<string, Relation>): Set<number> {
  const notes = new Set<number>();
  for (const relation of relations.values()) {
    const threaded = relation.kind === 'threadedComment';
    const entry = threaded || relation.kind === 'comments' ? entryOf(archive, relation.part) : undefined;
    if (entry === undefined) continue;
    walkXml(smallPart(archive, entry), entry.name, {
      open(name, attributes) {
        if (name !== (threaded ? 'threadedComment' : 'comment')) return;
        const area = parseArea(attributes.get('ref') ?? '');
        if (area !== null) notes.add(at(area.top, area.left));
      },
    });
  }
  return notes;
}

function addSpan(spans: Span[], from: number, to: number): void {
  const last = spans.at(-1);
  if (last !== undefined && last.to === from - 1) spans[spans.length - 1] = { from: last.from, to };
  else spans.push({ from, to });
}
