/**
 * What Undo would take back. A batch of an add-in and a person's entry are each one step. Each sheet is copied
 * before its first change in a step; the copies are what undo puts back.
 */
import type { Book, Sheet, SheetContent, Undo } from './book.ts';

export function emptyUndo(): Undo {
  return { steps: [], open: null, cleared: false };
}

export function beginStep(book: Book): void {
  book.undo.open = { sheets: book.sheets, kept: new Map() };
  book.undo.cleared = false;
}

/** Closes a step; it is kept if it changed something and can be undone. */
export function endStep(book: Book, undoable: boolean): void {
  const { open, cleared } = book.undo;
  book.undo.open = null;
  if (open === null) return;
  const changed = open.kept.size > 0 || open.sheets !== book.sheets;
  if (cleared || (changed && !undoable)) book.undo.steps = [];
  else if (changed) book.undo.steps.push(open);
}

/** To be called before a sheet changes. */
export function changing(book: Book, sheet: Sheet): void {
  const { open } = book.undo;
  if (open === null || open.kept.has(sheet)) return;
  const { id: _, ...content } = sheet;
  open.kept.set(sheet, {
    content: { ...content, cells: new Map(sheet.cells) },
    ranges: [...book.ranges]
      .filter((range) => range.sheet === sheet)
      .map((range) => [range, range.held] as const),
  });
}

/** To be called by what Excel can't undo: it empties the list. */
export function clearUndo(book: Book): void {
  book.undo.cleared = true;
  book.undo.steps = [];
}

/** Puts the last step's copies back. Answers the cells before that, by sheet; null where nothing can be undone. */
export function undoStep(book: Book): ReadonlyMap<Sheet, SheetContent> | null {
  const step = book.undo.steps.pop();
  if (step === undefined) return null;
  const before = new Map<Sheet, SheetContent>();
  for (const [sheet, { content, ranges }] of step.kept) {
    const { id: _, ...now } = sheet;
    before.set(sheet, now);
    Object.assign(sheet, content);
    for (const [range, area] of ranges) range.held = area;
  }
  book.sheets = step.sheets;
  const first = book.sheets[0];
  if (!book.sheets.includes(book.active) && first !== undefined) book.active = first;
  return before;
}
