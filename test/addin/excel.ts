/** Excel for the gateway's tests: the real office.js over our host, where the add-in looks for it. */
import type { BookInput, CellData } from '../excel-host/data.ts';
import type { HostOptions } from '../excel-host/host.ts';
import { type Host, openHost } from '../excel-host/load.ts';

/** Opens a workbook; `Excel` and `Office` are its until the next one is opened. */
export async function openExcel(data: BookInput, options: HostOptions = {}): Promise<Host> {
  const host = await openHost(data, options);
  Object.assign(globalThis, { Excel: host.Excel, Office: host.Office });
  return host;
}

/** Cells of rows of plain values, from A1; null for a blank one. */
export function cellsFrom(rows: readonly (readonly (string | number | boolean | null)[])[]): CellData[] {
  return rows.flatMap((values, row) =>
    values.flatMap((value, column) => (value === null ? [] : [{ row, column, value }])),
  );
}
