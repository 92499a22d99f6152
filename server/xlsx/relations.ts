/** The relations of a part: what it refers to in the package and outside. */
import type { Archive } from './archive.ts';
import { entryOf, smallPart } from './archive.ts';
import { walkXml } from './walk.ts';

export interface Relation {
  readonly id: string;
  /** The last word of the relation's type: `worksheet`, `table`, `comments`, `hyperlink` … */
  readonly kind: string;
  /** As written. */
  readonly target: string;
  readonly external: boolean;
  /** The part's name in the package, for relations inside it. */
  readonly part: string;
}

/** Where the relations of a part stand: `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`. */
export function relationsPart(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** The relations of a part ('' for the package itself), by id; none where the part has none. Throws a WorkbookError. */
export function readRelations(archive: Archive, part: string): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  const entry = entryOf(archive, relationsPart(part));
  if (entry === undefined) return relations;
  walkXml(smallPart(archive, entry), entry.name, {
    open(name, attributes) {
      const id = attributes.get('Id');
      const target = attributes.get('Target');
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      const kind = (attributes.get('Type') ?? '').replace(/^.*\//, '');
      const external = attributes.get('TargetMode') === 'External';
      relations.set(id, { id, kind, target, external, part: external ? '' : resolvePart(part, target) });
    },
  });
  return relations;
}

/** A target as a part's name: relative to the part's folder, or from the package's root with a leading `/`. */
function resolvePart(part: string, target: string): string {
  const steps = target.startsWith('/') ? [] : part.split('/').slice(0, -1);
  for (const step of target.split(/[/\\]/)) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
