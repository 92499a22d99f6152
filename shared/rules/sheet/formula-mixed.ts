import { z } from 'zod';
import { at, cellAt } from '../../sheet/grid.ts';
import { isExtra } from '../../tracker/schema.ts';
import { sheetRule } from '../rule.ts';

export const formulaMixed = sheetRule({
  id: 'formula-mixed',
  about: 'A cell that is a formula where its column has values, or a value where its column has formulas.',
  severity: 'warning',
  parameters: z.strictObject({
    /** How many filled cells a column needs before it has a way of its own. */
    least: z.number().int().min(2).default(3),
  }),
  facts: z.object({ formula: z.boolean() }),
  check({ region, grid, rows }, say, { least }) {
    if (grid === null || grid.formulas.size === 0) return;
    const places = Array.from({ length: rows.length }, (_, place) => rows.line(place) ?? -1);
    for (const { column, at: place } of region.columns) {
      const isFormula = (row: number) => grid.formulas.has(at(row, place));
      const formulas = places.filter(isFormula);
      if (formulas.length === 0) continue;
      const filled = places.filter((row) => cellAt(grid, row, place) !== null && !isFormula(row));
      if (filled.length === 0 || formulas.length + filled.length < least) continue;
      // A column of nobody's may be anything; one half formulas has no way of its own.
      if (isExtra(column) && formulas.length === filled.length) continue;
      const formula = formulas.length <= filled.length;
      for (const row of formula ? formulas : filled) say({ row, column, facts: { formula } });
    }
  },
  message: ({ formula }, { heading }) =>
    formula
      ? `${heading()} is a formula here, and a typed value in most other rows. Type the value, if it was not meant.`
      : `${heading()} is a typed value here, and a formula in most other rows. Copy the formula down, if it was not meant.`,
});
