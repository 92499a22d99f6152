/** Reading the workbook and checking it. Needs no service. */
import { WorkbookCheck } from '../../shared/rules/workbook-check.ts';
import { followed } from '../../shared/sheet/follow.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { normalHeading } from '../../shared/sheet/heading.ts';
import type { Choices, Region } from '../../shared/sheet/region.ts';
import { type Unrecognised, unrecognised } from '../../shared/sheet/unrecognised.ts';
import { NO_CHOICES } from '../../shared/sync/copy.ts';
import { choicesIn } from '../../shared/sync/state.ts';
import type { Reading, Workbook } from '../../shared/sync/workbook.ts';
import { isExtra, type Schema } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { MarkedCell } from '../excel/marks.ts';

export interface Check {
  readonly findings: readonly Finding[];
  readonly regions: readonly Region[];
  readonly rows: number;
  readonly grids: readonly Grid[];
  readonly unknown: readonly Unrecognised[];
  /** How many registers and headings nobody has said anything about. */
  readonly open: number;
  /** What a person chose in this copy. */
  readonly choices: Choices;
  readonly autoSave: boolean;
  /** Goes on from here after edits. */
  readonly live: WorkbookCheck;
  readonly schema: Schema;
  readonly today: string;
}

/** Reads the whole workbook and checks it as one tracker. Throws what reading throws. */
export async function checkWorkbook(workbook: Workbook, schema: Schema, today: string): Promise<Check> {
  const reading = await workbook.read();
  const choices = choicesIn(reading.state) ?? NO_CHOICES;
  return checked(new WorkbookCheck(schema, today, reading.grids, choices), reading, choices, schema, today);
}

/**
 * Checks again after edits of these sheets. It reads those, and the sheets with formulas, whose results may be others
 * now; rows that nothing changed for are not checked again. Null where that would not do, and all must be read: the
 * edits are in no sheet of a tab (a list of words, a new sheet), or the schema, the day or a choice is another by now.
 */
export async function recheckWorkbook(
  before: Check,
  workbook: Workbook,
  schema: Schema,
  today: string,
  edited: ReadonlySet<string>,
): Promise<Check | null> {
  const { live, choices } = before;
  const ofTabs = new Set(live.regions.map(({ sheet }) => sheet));
  if (schema !== before.schema || today !== before.today || ![...edited].every((sheet) => ofTabs.has(sheet)))
    return null;
  const again = live.grids.filter(({ sheet, formulas }) => edited.has(sheet) || formulas.size > 0);
  const reading = await workbook.read(again.map(({ sheet }) => sheet));
  const isOther = JSON.stringify(choicesIn(reading.state) ?? NO_CHOICES) !== JSON.stringify(choices);
  if (isOther || reading.grids.length !== again.length) return null;
  const bySheet = new Map(again.map((grid) => [grid.sheet, grid]));
  live.reread(reading.grids.map((grid) => withLists(grid, bySheet.get(grid.sheet))));
  return checked(live, reading, choices, schema, today);
}

function checked(
  live: WorkbookCheck,
  { autoSave }: Reading,
  choices: Choices,
  schema: Schema,
  today: string,
): Check {
  const { findings, regions, grids, size } = live;
  const unknown = unrecognised(schema, grids, regions).filter(({ sheet }) => !isLeftOut(choices, sheet));
  const open = openIn(schema, choices, regions, unknown);
  return { findings, regions, rows: size, grids, unknown, open, choices, autoSave, live, schema, today };
}

/** The words of drop-down lists that stand in a sheet that was not read this time. */
function withLists(grid: Grid, before: Grid | undefined): Grid {
  const known = new Map(before?.dropDowns.map(({ source, values }) => [source, values]));
  const dropDowns = grid.dropDowns.map((each) => ({
    ...each,
    values: each.values ?? known.get(each.source) ?? null,
  }));
  return { ...grid, dropDowns };
}

/** Whether a person said that a sheet holds no register. */
export function isLeftOut({ sheets }: Choices, sheet: string): boolean {
  return Object.hasOwn(sheets, sheet) && sheets[sheet] === null;
}

/** How much is there for a person to say: registers and headings that are unknown, and choices that are lost. */
function openIn(
  schema: Schema,
  choices: Choices,
  regions: readonly Region[],
  unknown: readonly Unrecognised[],
): number {
  const registers = unknown.filter(({ sheet }) => !Object.hasOwn(choices.sheets, sheet));
  const headings = regions.flatMap(({ tab, columns }) =>
    columns.filter(
      ({ column, heading }) =>
        isExtra(column) && !Object.hasOwn(choices.headings[tab] ?? {}, normalHeading(heading)),
    ),
  );
  return registers.length + headings.length + followed(schema, choices, regions).lost.length;
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
