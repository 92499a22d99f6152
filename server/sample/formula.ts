/** The sample's formulas and what they come to, so that the book holds results as Excel would leave them. */
import type { Cell, Register, SheetColumn } from './data.ts';
import { columnLetter, columnNumber, placeOf } from './place.ts';

type Row = Readonly<Record<string, Cell>>;

/** A column's formula in a sheet row, its `{…}` made addresses. */
export function formulaIn(
  formula: string,
  register: Register,
  row: number,
  all: readonly Register[],
): string {
  return formula.replace(/\{([a-z-]+)(?:\.([a-z-]+))?\}/g, (_, first: string, second: string | undefined) => {
    if (second === undefined) return `${columnLetter(columnNumber(register, first))}${row}`;
    const other = registerOf(all, first);
    const { firstRow, lastSpareRow } = placeOf(other);
    const column = columnLetter(columnNumber(other, second));
    return `'${other.sheet}'!$${column}$${firstRow}:$${column}$${lastSpareRow}`;
  });
}

/** What Excel would show for the formula; text of no length where one of its cells is empty. */
export function resultOf(
  column: SheetColumn,
  row: Row,
  register: Register,
  all: readonly Register[],
): string | number {
  if (column.result === 'count') return countOf(column.key, String(row.ref ?? ''), all);
  const factors = column.of.map((key) => {
    const of = register.columns.find((each) => each.key === key);
    return row[key] ?? (of?.formula === undefined ? '' : resultOf(of, row, register, all));
  });
  if (factors.includes('')) return '';
  const product = factors.reduce<number>((result, factor) => result * Number(factor), 1);
  if (column.result === 'product') return product;
  return product >= 15 ? 'Red' : product >= 8 ? 'Amber' : 'Green';
}

/** How many rows of the register that a count is about name the ref and have no closing date: what COUNTIFS finds. */
function countOf(key: string, ref: string, all: readonly Register[]): number {
  const other = registerOf(all, key.replace(/^open-/, ''));
  return other.rows.filter((row) => {
    const named = String(row.artefacts ?? row.artefact ?? '');
    return named.includes(ref) && row['date-closed'] === undefined;
  }).length;
}

function registerOf(all: readonly Register[], tab: string): Register {
  const register = all.find((each) => each.tab === tab);
  if (register === undefined) throw new Error(`no register ${tab} in the sample`);
  return register;
}
