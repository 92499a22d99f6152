/**
 * Whether days count from 1900 or from 1904. Office.js has no property for it, but a cell that shows a date
 * tells: the year in its text is that of its number in one of the two systems only.
 */
import { isoFromSerial } from '../../shared/values/date.ts';
import { isDateFormat } from '../../shared/values/date-format.ts';
import { type Block, rangeOf } from './cells.ts';

/** Some show `####` in a narrow column, so a few are asked. */
const ASKED = 20;

/** The date system, null where no cell shows a date with its year. */
export async function readDateSystem(
  context: Excel.RequestContext,
  blocks: readonly Block[],
): Promise<1900 | 1904 | null> {
  const dates = datesIn(blocks).map(({ sheet, row, column, serial }) => {
    const cell = rangeOf(context, sheet, { top: row, bottom: row, left: column, right: column });
    cell.load('text');
    return { cell, serial };
  });
  if (dates.length === 0) return null;
  await context.sync();
  for (const { cell, serial } of dates) {
    const text = cell.text[0]?.[0] ?? '';
    const in1900 = shows(text, isoFromSerial(serial, 1900));
    const in1904 = shows(text, isoFromSerial(serial, 1904));
    if (in1900 !== in1904) return in1900 ? 1900 : 1904;
  }
  return null;
}

/** As the year stands alone in the text: four digits, or else two at an end. */
function shows(text: string, iso: string | null): boolean {
  if (iso === null) return false;
  const year = iso.slice(0, 4);
  if (/(?<!\d)\d{4}(?!\d)/.test(text)) return new RegExp(`(?<!\\d)${year}(?!\\d)`).test(text);
  return new RegExp(`(?<!\\d)${year.slice(2)}$`).test(text.trim());
}

interface DateCell {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly serial: number;
}

function datesIn(blocks: readonly Block[]): DateCell[] {
  const found: DateCell[] = [];
  for (const { sheet, top, left, values, formats } of blocks) {
    for (const [index, cells] of values.entries()) {
      for (const [offset, serial] of cells.entries()) {
        const format = formats[index]?.[offset];
        if (typeof serial !== 'number' || !isDateFormat(format) || !/y/i.test(format ?? '')) continue;
        found.push({ sheet, row: top + index, column: left + offset, serial });
        if (found.length === ASKED) return found;
      }
    }
  }
  return found;
}
