import { z } from 'zod';
import { parsed } from '../arguments.ts';
import { cellOf, type LiveRange } from '../book.ts';
import { notImplemented } from '../error.ts';
import { changeable } from '../modes.ts';
import { bind, type Kind } from '../target.ts';
import { formatCells } from '../write.ts';

/** Of the look of cells only the fill and whether they are locked are kept; columns have no widths. */
export const rangeFormat: Kind<LiveRange> = {
  className: 'RangeFormat',
  scalars: {},
  navigation: {
    Fill: (it) => bind(rangeFill, it),
    Protection: (it) => bind(formatProtection, it),
  },
  actions: {
    AutofitColumns: () => null,
    AutofitRows: () => null,
  },
};

export const rangeFill: Kind<LiveRange> = {
  className: 'RangeFill',
  scalars: {
    Color: {
      get: ({ sheet, area }) => {
        const first = cellOf(sheet, area.top, area.left).fill;
        for (let row = area.top; row <= area.bottom; row += 1) {
          for (let column = area.left; column <= area.right; column += 1) {
            if (cellOf(sheet, row, column).fill !== first) return null;
          }
        }
        return first ?? '#FFFFFF';
      },
      set: ({ sheet, area }, input, call) => {
        changeable(call);
        const fill = parsed(z.string(), input, 'color');
        formatCells(call.book, sheet, area, (cell) => ({ ...cell, fill }));
      },
    },
  },
  actions: {
    Clear: ({ sheet, area }, _, call) => {
      changeable(call);
      formatCells(call.book, sheet, area, ({ fill: __, ...kept }) => kept);
      return null;
    },
  },
};

export const formatProtection: Kind<LiveRange> = {
  className: 'FormatProtection',
  scalars: {
    Locked: {
      get: ({ sheet, area }) => cellOf(sheet, area.top, area.left).unlocked !== true,
      set: ({ sheet, area }, input, call) => {
        changeable(call);
        const locked = parsed(z.boolean(), input, 'locked');
        formatCells(call.book, sheet, area, ({ unlocked: _, ...kept }) =>
          locked ? kept : { ...kept, unlocked: true },
        );
      },
    },
    FormulaHidden: {
      get: () => false,
      set: () => {
        throw notImplemented('hidden formulas');
      },
    },
  },
};
