/**
 * Ways from one class to another. In Excel every object leads to every other, a range to its sheet and the sheet to
 * its ranges; here the classes do not import each other but ask the call to make the object.
 */
import type { Area } from '../../../shared/sheet/grid.ts';
import { LAST_COLUMN, LAST_ROW } from '../area.ts';
import { heldRange, type Sheet } from '../book.ts';
import { invalidArgument } from '../error.ts';
import type { Areas, Call, Target } from '../target.ts';

/** A range, held as long as the add-in may use it. Throws InvalidArgument beyond the edge of the sheet. */
export function rangeOn(sheet: Sheet, area: Area, call: Call): Target {
  if (area.top < 0 || area.left < 0 || area.bottom > LAST_ROW || area.right > LAST_COLUMN) {
    throw invalidArgument('a range beyond the edge of the sheet');
  }
  return call.make.range(heldRange(call.book, sheet, area));
}

export function sheetOn(sheet: Sheet, call: Call): Target {
  return call.make.worksheet(sheet);
}

export function areasOn(areas: Areas, call: Call): Target {
  return call.make.areas(areas);
}
