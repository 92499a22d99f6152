/** A formula that several cells share, moved to where each of them stands. */
import { letter } from '../../shared/sheet/grid.ts';
import { columnOf } from './address.ts';
import { COLUMNS, ROWS } from './limits.ts';

interface Reference {
  /** Null in a reference to whole rows. */
  readonly column: number | null;
  readonly columnFixed: boolean;
  /** Null in a reference to whole columns. */
  readonly row: number | null;
  readonly rowFixed: boolean;
}

/** A formula cut into what moves and what stays. */
export interface Template {
  readonly row: number;
  readonly column: number;
  readonly pieces: readonly (string | Reference)[];
}

/**
 * What is no reference comes first: text, quoted sheet names, [structured] references; then whole columns
 * and rows; then a word, which is a reference where it has that form and no `(` or `!` follows.
 */
const TOKEN =
  /"[^"]*"|'[^']*'|\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\]|(?<![\w.$\\])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.$\\(!])|(?<![\w.$\\])(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w.$\\(!])|[\w$.\\\u0080-\uffff]+(?=(\(|!)?)/g;
const CELL = /^(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})$/;

/** Cuts the formula of the cell at (row, column), without its `=`. */
export function parseTemplate(formula: string, row: number, column: number): Template {
  const pieces: (string | Reference)[] = [];
  let done = 0;
  const reference = (index: number, length: number, ...found: readonly (string | Reference)[]) => {
    pieces.push(formula.slice(done, index), ...found);
    done = index + length;
  };
  for (const match of formula.matchAll(TOKEN)) {
    const [whole, fixA, columnA, fixB, columnB, fixC, rowA, fixD, rowB, follows] = match;
    if (columnA !== undefined && columnB !== undefined) {
      reference(
        match.index,
        whole.length,
        columnReference(fixA, columnA),
        ':',
        columnReference(fixB, columnB),
      );
    } else if (rowA !== undefined && rowB !== undefined) {
      reference(match.index, whole.length, rowReference(fixC, rowA), ':', rowReference(fixD, rowB));
    } else if (follows === undefined) {
      const cell = CELL.exec(whole);
      const [, columnFix, letters, rowFix, digits] = cell ?? [];
      if (letters === undefined || digits === undefined) continue;
      const found = columnOf(letters);
      if (found >= COLUMNS || Number(digits) > ROWS) continue;
      reference(match.index, whole.length, {
        column: found,
        columnFixed: columnFix === '$',
        row: Number(digits) - 1,
        rowFixed: rowFix === '$',
      });
    }
  }
  pieces.push(formula.slice(done));
  return { row, column, pieces };
}

/** The formula as it reads in the cell at (row, column); a reference moved off the sheet is `#REF!`. */
export function moveTemplate(template: Template, row: number, column: number): string {
  const down = row - template.row;
  const across = column - template.column;
  return template.pieces
    .map((piece) => (typeof piece === 'string' ? piece : moved(piece, down, across)))
    .join('');
}

function moved(reference: Reference, down: number, across: number): string {
  const { columnFixed, rowFixed } = reference;
  const column = reference.column === null ? null : reference.column + (columnFixed ? 0 : across);
  const row = reference.row === null ? null : reference.row + (rowFixed ? 0 : down);
  if ((column !== null && (column < 0 || column >= COLUMNS)) || (row !== null && (row < 0 || row >= ROWS)))
    return '#REF!';
  return (
    (column === null ? '' : (columnFixed ? '$' : '') + letter(column)) +
    (row === null ? '' : `${rowFixed ? '$' : ''}${row + 1}`)
  );
}

function columnReference(fixed: string | undefined, letters: string): Reference {
  return { column: columnOf(letters), columnFixed: fixed === '$', row: null, rowFixed: false };
}

function rowReference(fixed: string | undefined, digits: string): Reference {
  return { column: null, columnFixed: false, row: Number(digits) - 1, rowFixed: fixed === '$' };
}
