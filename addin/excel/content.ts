/** One cell as it stands, and how to put new content into it. */
import type { CellContent } from '../../shared/values/content.ts';
import { isDateFormat } from '../../shared/values/date-format.ts';
import { targetOf } from './links.ts';
import { asText } from './text.ts';

/** British, as the tracker's keepers write; a cell with a date format of its own keeps that. */
const DATE_FORMATS = { date: 'dd/mm/yyyy', 'date-time': 'dd/mm/yyyy hh:mm:ss' } as const;

export const HOLDS_FORMULA =
  'The cell holds a formula, which is never overwritten. Replace the formula by its value to let it sync.';

/** Asks for what `put` must know of the cell. */
export function look(cell: Excel.Range, content: CellContent): void {
  cell.load('values,formulas,numberFormat');
  if (content.kind === 'link' || content.kind === 'blank') cell.load('hyperlink');
}

/** Puts the content into a cell that was looked at; answers why not where we leave it alone. */
export function put(cell: Excel.Range, content: CellContent): string | null {
  const formula: unknown = cell.formulas[0]?.[0];
  if (typeof formula === 'string' && formula.startsWith('=') && formula !== cell.values[0]?.[0]) {
    return HOLDS_FORMULA;
  }
  const format = String(cell.numberFormat[0]?.[0] ?? 'General');
  switch (content.kind) {
    case 'blank':
      if (targetOf(cell.hyperlink) !== null) cell.clear('Hyperlinks');
      cell.values = [['']];
      return null;
    case 'text':
      cell.values = [[asText(content.text)]];
      return null;
    case 'number': {
      const wanted = content.format;
      // The format first: a number written into a text cell becomes text, and into a date cell a date.
      if (wanted !== undefined && !isDateFormat(format)) cell.numberFormat = [[DATE_FORMATS[wanted]]];
      else if (wanted === undefined && (format === '@' || isDateFormat(format))) {
        cell.numberFormat = [['General']];
      }
      cell.values = [[content.number]];
      return null;
    }
    case 'boolean':
      if (format === '@') cell.numberFormat = [['General']];
      cell.values = [[content.boolean]];
      return null;
    case 'link':
      if (targetOf(cell.hyperlink) === null) cell.values = [[asText(content.text)]];
      else {
        cell.hyperlink = content.target.startsWith('#')
          ? { documentReference: content.target.slice(1), textToDisplay: content.text }
          : { address: content.target, textToDisplay: content.text };
      }
      return null;
  }
}
