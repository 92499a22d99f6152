/** The shared strings of a workbook. */
import type { Archive, Entry } from './archive.ts';
import { inflatePart } from './archive.ts';
import type { Budget } from './budget.ts';
import { spend } from './budget.ts';
import { findChild, findRoot, readRichText, skipElement } from './scan.ts';
import { unescapeExcel } from './xml.ts';

/** All shared strings in their order, rich text as its plain text. Throws a WorkbookError. */
export function readSharedStrings(archive: Archive, entry: Entry, budget: Budget): string[] {
  const bytes = inflatePart(archive, entry);
  const root = findRoot(bytes, entry.name);
  const strings: string[] = [];
  if (root.selfClosed) return strings;
  const name = `${root.prefix}si`;
  let pos = findChild(bytes, root.openEnd, name);
  while (pos >= 0) {
    spend(budget, 'cells', 1);
    const end = skipElement(bytes, pos);
    strings.push(unescapeExcel(readRichText(bytes, pos + 1 + name.length, end, root.prefix.length)));
    pos = findChild(bytes, end, name);
  }
  return strings;
}
