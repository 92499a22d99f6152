/** The shared strings of a workbook. */
import type { Archive, Entry } from './archive.ts';
import { inflatePart } from './archive.ts';
import type { Budget } from './budget.ts';
import { spend } from './budget.ts';
import { STRING_COST } from './limits.ts';
import { findChild, findRoot, newTag, readRich, readTag } from './scan.ts';
import { unescapeExcel } from './xml.ts';

/** All shared strings in their order, rich text as its plain text. Throws a WorkbookError. */
export function readSharedStrings(archive: Archive, entry: Entry, budget: Budget): string[] {
  const bytes = inflatePart(archive, entry);
  const root = findRoot(bytes, entry.name);
  const strings: string[] = [];
  if (root.selfClosed) return strings;
  const name = `${root.prefix}si`;
  const skip = root.prefix.length;
  const tag = newTag();
  const rich = { text: '', end: 0 };
  let pos = findChild(bytes, root.openEnd, name);
  while (pos >= 0) {
    spend(budget, 'cells', STRING_COST);
    readTag(bytes, pos + 1 + name.length, tag);
    if (tag.selfClosed) {
      strings.push('');
      pos = findChild(bytes, tag.end, name);
      continue;
    }
    readRich(bytes, tag.end, skip, rich);
    strings.push(unescapeExcel(rich.text));
    pos = findChild(bytes, rich.end, name);
  }
  return strings;
}
