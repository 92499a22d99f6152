import { z } from 'zod';
import type { Row } from '../../sheet/row.ts';
import { REF } from '../../tracker/schema.ts';
import { isExcelError } from '../excel-error.ts';
import { noParameters } from '../facts.ts';
import { isRef } from '../register.ts';
import { cellRule } from '../rule.ts';
import { isSheetRow } from '../view.ts';

export const refDuplicate = cellRule({
  id: 'ref-duplicate',
  about: 'The same ref on two rows of a tab: neither can be told from the other, so neither is synced.',
  severity: 'error',
  parameters: noParameters,
  facts: z.object({
    ref: z.string(),
    others: z.array(z.object({ ref: z.string(), sheet: z.string().nullable(), row: z.number().nullable() })),
  }),
  columns: () => [REF],
  isIdle: (rows) => !rows.someShare(),
  check({ value, view }, say) {
    const named = isRef(value) ? view.rows.shared(view.tab.tab.tab, value) : [];
    if (!isRef(value) || named.length === 0 || isExcelError(value)) return;
    // A child table says the same ref on purpose, and is not synced.
    if (isSheetRow(view.row) && view.row.region.unkeyed === 'refs-repeat') return;
    const others = named.toSpliced(ownPlace(named, view.row), 1).map(placeOf).sort(byPlace);
    say({ facts: { ref: value, others } });
  },
  message: ({ ref, others }) => {
    const places = others.flatMap(({ sheet, row }) => (row === null ? [] : [`row ${row} of ${sheet}`]));
    const where = places.length === 0 ? `${others.length} more` : places.slice(0, 3).join(', ');
    return `The ref ${ref} stands on other rows too (${where}). Give each row its own; a blank ref gets a new number at sync.`;
  },
});

/** A type, not an interface: facts are JSON. */
type Place = { ref: string; sheet: string | null; row: number | null };

/** Which of them is the row itself: in the service it may be a copy of the one that is indexed. */
function ownPlace(named: readonly Row[], row: Row): number {
  const same = named.indexOf(row);
  return same >= 0
    ? same
    : Math.max(
        0,
        named.findIndex(({ ref }) => ref === row.ref),
      );
}

function placeOf({ ref, at }: Row): Place {
  return { ref: ref ?? '', sheet: at?.sheet ?? null, row: at === null ? null : at.row + 1 };
}

function byPlace(one: Place, other: Place): number {
  const sheets = compare(one.sheet ?? '', other.sheet ?? '');
  return sheets || (one.row ?? 0) - (other.row ?? 0) || compare(one.ref, other.ref);
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
