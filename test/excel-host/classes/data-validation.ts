import { z } from 'zod';
import { fullAddress } from '../address.ts';
import { intersection, sameArea } from '../area.ts';
import { parsed, rangeArgument } from '../arguments.ts';
import type { LiveRange } from '../book.ts';
import { accessDenied } from '../error.ts';
import { changeable } from '../modes.ts';
import type { Kind } from '../target.ts';
import { changing } from '../undo.ts';

const Rule = z.object({
  list: z.object({ inCellDropDown: z.boolean(), source: z.unknown() }),
});

/** Drop-down lists, the only kind of validation that is kept. */
export const dataValidation: Kind<LiveRange> = {
  className: 'DataValidation',
  scalars: {
    Type: {
      get: (it) => {
        const lists = listsOf(it);
        if (lists.length === 0) return 'None';
        if (lists.length > 1) return 'Inconsistent';
        return covered(it) ? 'List' : 'MixedCriteria';
      },
    },
    Rule: {
      get: (it) => {
        const [list, ...others] = listsOf(it);
        if (list === undefined) return {};
        return others.length > 0 || !covered(it)
          ? null
          : { list: { inCellDropDown: true, source: list.source } };
      },
      set: (it, input, call) => {
        changeable(call);
        const { list } = parsed(Rule, input, 'rule');
        const { sheet, area } = it;
        if (sheet.protected) throw accessDenied(`"${sheet.name}" is protected`);
        const from = typeof list.source === 'string' ? null : rangeArgument(list.source, sheet, call.book);
        const source = from === null ? String(list.source) : `=${fullAddress(from.sheet.name, from.area)}`;
        changing(call.book, sheet);
        sheet.dropDowns = [...without(it), { areas: [area], source }];
      },
    },
  },
  actions: {
    Clear: (it, _, call) => {
      changeable(call);
      changing(call.book, it.sheet);
      it.sheet.dropDowns = without(it);
      return null;
    },
  },
};

function listsOf({ sheet, area }: LiveRange) {
  return sheet.dropDowns.filter(({ areas }) => areas.some((one) => intersection(one, area) !== null));
}

function covered(it: LiveRange): boolean {
  return listsOf(it).some(({ areas }) =>
    areas.some((one) => {
      const hit = intersection(one, it.area);
      return hit !== null && sameArea(hit, it.area);
    }),
  );
}

/** The lists without those that lie wholly in the range. */
function without({ sheet, area }: LiveRange) {
  return sheet.dropDowns
    .map(({ areas, source }) => ({
      source,
      areas: areas.filter((one) => {
        const hit = intersection(one, area);
        return hit === null || !sameArea(hit, one);
      }),
    }))
    .filter(({ areas }) => areas.length > 0);
}
