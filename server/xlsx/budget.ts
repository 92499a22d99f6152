/** What reading one workbook may still use up; over it, reading stops with an error. */
import { WorkbookError } from './error.ts';
import { MAX_CELLS, MAX_FORMULAS, MAX_SHARED_FORMULA_TEXT, MAX_SPREAD, STRING_COST } from './limits.ts';

export interface Budget {
  cells: number;
  formulas: number;
  formulaText: number;
  spread: number;
}

export function newBudget(): Budget {
  return {
    cells: MAX_CELLS,
    formulas: MAX_FORMULAS,
    formulaText: MAX_SHARED_FORMULA_TEXT,
    spread: MAX_SPREAD,
  };
}

const SAID: Readonly<Record<keyof Budget, string>> = {
  cells: `it holds more cells than the ${MAX_CELLS.toLocaleString('en-GB')} that are read, each different text counted as ${STRING_COST}. Delete what stands far right or far below the data.`,
  formulas: `it holds more formulas than the ${MAX_FORMULAS.toLocaleString('en-GB')} that are read. Take them off the empty rows and columns.`,
  formulaText:
    'its formulas are longer in all than any workbook needs. Get the workbook from its owner again.',
  spread:
    'its links or array formulas cover more cells than are read. Take them off the empty rows and columns.',
};

/** Takes `amount` off the budget. Throws a WorkbookError where nothing is left. */
export function spend(budget: Budget, what: keyof Budget, amount: number): void {
  budget[what] -= amount;
  if (budget[what] < 0) throw new WorkbookError('too-large', SAID[what]);
}
