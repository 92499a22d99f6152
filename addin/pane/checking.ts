/** Reading the workbook and checking it. Needs no service. */
import { check } from '../../shared/rules/check.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Choices, Region } from '../../shared/sheet/region.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { type Unrecognised, unrecognised } from '../../shared/sheet/unrecognised.ts';
import { readState, StateDamaged } from '../../shared/sync/state.ts';
import type { Reading, Workbook } from '../../shared/sync/workbook.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { MarkedCell } from '../excel/marks.ts';

export interface Check {
  readonly findings: readonly Finding[];
  readonly regions: readonly Region[];
  readonly rows: number;
  readonly grids: readonly Grid[];
  readonly unknown: readonly Unrecognised[];
  readonly autoSave: boolean;
}

/** Reads the whole workbook and checks it as one tracker. Throws what reading throws. */
export async function checkWorkbook(workbook: Workbook, schema: Schema, today: string): Promise<Check> {
  const reading = await workbook.read();
  const { regions, rows } = readTracker(schema, reading.grids, choicesIn(reading));
  return {
    findings: check(schema, today, { rows, regions, grids: reading.grids }),
    regions,
    rows: rows.length,
    grids: reading.grids,
    unknown: unrecognised(schema, reading.grids, regions),
    autoSave: reading.autoSave,
  };
}

/** A damaged state stops a sync, which says so; a check does without the choices in it. */
export function choicesIn(reading: Reading): Choices | undefined {
  try {
    return readState(reading.state)?.map;
  } catch (error) {
    if (error instanceof StateDamaged) return undefined;
    throw error;
  }
}

/** The cell of a finding (rows and columns from 0), its row where `column` is null; null where it has no place. */
export function placeOf(
  { tab, sheet, row, column }: Finding,
  regions: readonly Region[],
): { readonly sheet: string; readonly row: number; readonly column: number | null } | null {
  if (sheet === null) return null;
  const own = regions.filter((region) => region.sheet === sheet && region.tab === tab);
  const at = (row ?? 0) - 1;
  const region = own.find(({ headerRow, lastRow }) => at >= headerRow && at <= lastRow) ?? own[0];
  const place = region?.columns.find((each) => each.column === column)?.at ?? null;
  return { sheet, row: row === null ? (region?.headerRow ?? 0) : at, column: place };
}

/** The cells to mark: those of findings about one cell. */
export function cellsOf(findings: readonly Finding[], regions: readonly Region[]): MarkedCell[] {
  return findings.flatMap((finding) => {
    const place = finding.row === null ? null : placeOf(finding, regions);
    return place === null || place.column === null ? [] : [{ ...place, column: place.column }];
  });
}

/** Whether two findings say the same about the same cell. */
export function sameFinding(one: Finding, other: Finding): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
