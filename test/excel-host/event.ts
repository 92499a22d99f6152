/** What office.js is told of a happening: the arguments that it makes its events of. */
import type { Area } from '../../shared/sheet/grid.ts';
import { address } from './address.ts';
import type { Sheet } from './book.ts';
import type { Happening } from './change.ts';
import { valueType } from './classes/range-content.ts';

export type Source = 'Local' | 'Remote';

/** `own` says that the add-in itself did it; `reference` gives the range an id under which the handler finds it. */
export function eventBody(
  happening: Happening,
  source: Source,
  own: boolean,
  reference: (sheet: Sheet, area: Area) => string,
): object {
  const worksheetId = happening.sheet.id;
  if (happening.kind === 'selected') return { worksheetId, address: address(happening.area) };
  if (happening.kind !== 'changed') return { worksheetId, source };
  const { change, area, direction, details } = happening;
  return {
    worksheetId,
    source,
    changeType: change,
    address: address(area),
    referenceId: reference(happening.sheet, area),
    shiftDirection: direction,
    triggerSource: own ? 'ThisLocalAddin' : 'Unknown',
    ...(details === null
      ? {}
      : {
          valueBefore: details.before ?? '',
          valueAfter: details.after ?? '',
          valueTypeBefore: valueType(details.before, false),
          valueTypeAfter: valueType(details.after, false),
        }),
  };
}
