/** Every class that the host answers for, for the check against office.js's own names. */
import * as conditionalFormat from './conditional-format.ts';
import { dataValidation } from './data-validation.ts';
import { formatProtection, rangeFill, rangeFormat } from './format.ts';
import { namedItem, names } from './names.ts';
import { range } from './range.ts';
import { rangeAreas, rangeCollection } from './range-areas.ts';
import { table, tableColumn, tableColumns, tables } from './table.ts';
import { application, runtime, workbook, workbookProtection } from './workbook.ts';
import { worksheet, worksheetProtection } from './worksheet.ts';
import { worksheets } from './worksheets.ts';

/** The names of a class's members on the wire. */
export interface Surface {
  readonly className: string;
  readonly scalars: readonly string[];
  readonly updateable: readonly string[];
  readonly navigation: readonly string[];
  readonly methods: readonly string[];
}

interface Described {
  readonly className: string;
  readonly scalars: Readonly<Record<string, { readonly set?: unknown }>>;
  readonly navigation?: Readonly<Record<string, unknown>>;
  readonly objects?: Readonly<Record<string, unknown>>;
  readonly actions?: Readonly<Record<string, unknown>>;
}

const KINDS: readonly Described[] = [
  workbook,
  workbookProtection,
  application,
  runtime,
  names,
  namedItem,
  worksheets,
  worksheet,
  worksheetProtection,
  range,
  rangeAreas,
  rangeCollection,
  rangeFormat,
  rangeFill,
  formatProtection,
  dataValidation,
  tables,
  table,
  tableColumns,
  tableColumn,
  conditionalFormat.conditionalFormats,
  conditionalFormat.conditionalFormat,
  conditionalFormat.customFormat,
  conditionalFormat.formatRule,
  conditionalFormat.formatLook,
  conditionalFormat.formatFill,
  conditionalFormat.formatFont,
];

export const SURFACE: readonly Surface[] = KINDS.map(
  ({ className, scalars, navigation, objects, actions }) => ({
    className,
    scalars: Object.keys(scalars),
    updateable: Object.entries(scalars)
      .filter(([, { set }]) => set !== undefined)
      .map(([name]) => name),
    navigation: Object.keys(navigation ?? {}),
    methods: [...Object.keys(objects ?? {}), ...Object.keys(actions ?? {})],
  }),
);
