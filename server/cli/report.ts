/** What `inspect` and `validate` say of a workbook, in the form of their --json. */
import { readFile } from 'node:fs/promises';
import { check, type Tracker } from '../../shared/rules/check.ts';
import { message } from '../../shared/rules/message.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { letter } from '../../shared/sheet/grid.ts';
import type { Choices, Region } from '../../shared/sheet/region.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { readTracker, type TrackerReading } from '../../shared/sheet/rows.ts';
import { unrecognised } from '../../shared/sheet/unrecognised.ts';
import { choicesIn } from '../../shared/sync/state.ts';
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import { isExtra, type Schema } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import { WorkbookError } from '../xlsx/error.ts';
import { stateIn } from '../xlsx/file.ts';
import { readWorkbook } from '../xlsx/read.ts';

export interface TabReport {
  readonly tab: string;
  readonly sheet: string;
  /** 1-based. */
  readonly headerRow: number;
  /** Filled records. */
  readonly rows: number;
  /** Why its rows are checked and never synced, where they are not. */
  readonly unkeyed?: Region['unkeyed'];
  readonly columns: Readonly<Record<string, { readonly heading: string; readonly letter: string }>>;
  readonly extra: readonly { readonly column: string; readonly heading: string; readonly letter: string }[];
}

/** A table of records that is no tab of the tracker. */
export interface RegisterReport {
  readonly sheet: string;
  /** 1-based. */
  readonly headerRow: number;
  readonly rows: number;
  readonly columns: readonly { readonly heading: string; readonly letter: string }[];
}

export interface FileReport {
  readonly file: string;
  readonly tabs: readonly TabReport[];
}

export interface CheckedReport extends FileReport {
  readonly findings: readonly (Finding & { readonly message: string })[];
  readonly counts: Readonly<Record<Finding['severity'], number>>;
}

export interface TrackerFile {
  readonly file: string;
  readonly reading: TrackerReading;
  /** What a person chose about its sheets and headings, as the file itself keeps it. */
  readonly choices: Choices | undefined;
}

/**
 * Reads a file and recognises its tabs.
 * @throws WorkbookError where it can't be read, or holds no tab of the tracker
 */
export async function readTrackerFile(schema: Schema, file: string): Promise<TrackerFile> {
  const { grids } = await readWorkbook(await readFile(file), file);
  const choices = choicesIn(stateIn(grids));
  const reading = readTracker(schema, grids, choices);
  if (reading.regions.length === 0) throw noTab(schema, file, grids);
  return { file, reading, choices };
}

function noTab(schema: Schema, file: string, grids: readonly Grid[]): WorkbookError {
  const registers = registersIn(schema, { grids, regions: [] }).map(
    ({ sheet, headerRow, rows }) => `"${sheet}" (headings in row ${headerRow}, rows: ${rows})`,
  );
  const sheets = grids.map((grid) => `"${grid.sheet}"`).join(', ');
  const tabs = schema.tabs.map((tab) => tab.title).join(', ');
  return new WorkbookError(
    'no-tab',
    `no sheet was recognised as a tab of the tracker. It has the sheets ${sheets}; the tabs are ${tabs}. ` +
      (registers.length === 0 ? '' : `Tables that may be registers of yours: ${registers.join(', ')}. `) +
      'Put the sheet names and headings into tracker.yaml: tracker inspect FILE --propose shows the lines.',
    { file },
  );
}

/** What was recognised in a file. */
export function inspected({ file, reading }: TrackerFile): FileReport {
  return {
    file,
    tabs: reading.records.map(({ region, rows }) => ({
      tab: region.tab,
      sheet: region.sheet,
      headerRow: region.headerRow + 1,
      rows: rows.length,
      ...(region.unkeyed === undefined ? {} : { unkeyed: region.unkeyed }),
      columns: Object.fromEntries(
        region.columns
          .filter(({ column }) => !isExtra(column))
          .map(({ column, heading, at }) => [column, { heading, letter: letter(at) }]),
      ),
      extra: region.columns
        .filter(({ column }) => isExtra(column))
        .map(({ column, heading, at }) => ({ column, heading, letter: letter(at) })),
    })),
  };
}

/** The tables that look like registers and are no tab. */
export function registersIn(
  schema: Schema,
  { grids, regions }: Pick<TrackerReading, 'grids' | 'regions'>,
): RegisterReport[] {
  return unrecognised(schema, grids, regions).map(({ sheet, headerRow, rows, columns }) => ({
    sheet,
    headerRow: headerRow + 1,
    rows,
    columns: columns.map(({ heading, at }) => ({ heading, letter: letter(at) })),
  }));
}

/** The sheets in which neither a tab nor a register was found. */
export function otherSheets(
  { grids, regions }: TrackerReading,
  registers: readonly RegisterReport[],
): string[] {
  const found = new Set([...regions, ...registers].map(({ sheet }) => sheet));
  return grids
    .map(({ sheet }) => sheet)
    .filter((sheet) => !found.has(sheet) && sheet.toLowerCase() !== STATE_SHEET);
}

/** Several files checked together, as one tracker; each gets its own findings. */
export function validated(schema: Schema, today: string, files: readonly TrackerFile[]): CheckedReport[] {
  const all = files.map(({ reading }) => reading);
  return files.map((one) => {
    const findings = check(schema, today, amongOthers(one.reading, all))
      .filter(({ sheet }) => sheet !== null)
      .map((finding) => ({ ...finding, message: message(finding, schema) }));
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { severity } of findings) counts[severity] += 1;
    return { ...inspected(one), findings, counts };
  });
}

/**
 * One of the workbooks of a tracker as it is checked: refs may be cited across them. Rows of the others have no place
 * in this one, and so have their findings. Where there are no others, no row need be made.
 */
export function amongOthers(one: TrackerReading, all: readonly TrackerReading[]): Tracker {
  const others = all.filter((other) => other !== one);
  if (others.length === 0) return one;
  const { grids, regions, rows } = one;
  return { grids, regions, rows: [...rows, ...others.flatMap((other) => other.rows.map(elsewhere))] };
}

function elsewhere({ tab, ref, cells }: Row): Row {
  return { tab, ref, cells, at: null };
}

/** What to do about rows that can't be told by their refs. */
export const UNKEYED = {
  'no-ref': 'it has no column of refs, so it is checked and not synced. Give it a column "Ref" to sync it.',
  'refs-repeat':
    'several lines stand under one ref, so it is checked and not synced. Give each line its own ref to sync it.',
} as const;
