/** Everything that the product does with a workbook file, done to one that may be anything. */
import { strict as assert } from 'node:assert';
import { WorkbookError } from '../../server/xlsx/error.ts';
import { patchWorkbook, type SheetEdit } from '../../server/xlsx/patch.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { check } from '../../shared/rules/check.ts';
import { message } from '../../shared/rules/message.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { type Edit, STATE_SHEET } from '../../shared/sync/workbook.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { CellContent } from '../../shared/values/content.ts';
import { ValueRefused } from '../../shared/values/text.ts';

const FILE = 'log.xlsx';
const TODAY = '2022-08-10';
const TEXT = 'Written by the test';
const STATE = [['version', '1']];
const SCHEMA = schemaOf(configure({}));

/**
 * Reads a file, checks what it holds, writes into it and reads it again. Returns what came of it, in few
 * words. Throws for anything but a result or a clear WorkbookError.
 */
export async function attempt(bytes: Uint8Array): Promise<string> {
  const grids = await read(bytes);
  if (grids instanceof WorkbookError) return `refused: ${grids.code}`;
  return `read, ${judge(grids)}, ${await write(bytes, grids)}`;
}

/** Recognises and checks what was read. A cell whose text no store can hold is said to be one, with its place. */
function judge(grids: readonly Grid[]): string {
  try {
    const tracker = readTracker(SCHEMA, grids);
    for (const finding of check(SCHEMA, TODAY, tracker)) message(finding, SCHEMA);
    return tracker.rows.length > 0 ? 'with records' : 'without records';
  } catch (error) {
    if (error instanceof ValueRefused && /^.+![A-Z]+\d+: /.test(error.message)) return 'a value refused';
    throw error;
  }
}

async function read(bytes: Uint8Array): Promise<readonly Grid[] | WorkbookError> {
  try {
    return (await readWorkbook(bytes, FILE)).grids;
  } catch (error) {
    return clear(error);
  }
}

/** Writes a text into A1 of the first sheet, and the state sheet; what could be read must be readable after it. */
async function write(bytes: Uint8Array, grids: readonly Grid[]): Promise<string> {
  const sheet = grids[0]?.sheet;
  if (sheet === undefined) return 'no sheet to write';
  const patched = await patch(bytes, sheet);
  if (patched instanceof WorkbookError) return `not written: ${patched.code}`;
  const after = await read(patched.bytes);
  if (after instanceof WorkbookError) throw new Error(`unreadable once written: ${after.message}`);
  const isRefused = (edit: number) => patched.refused.some(({ index }) => index === edit);
  const own = after.find((grid) => grid.sheet.toLowerCase() === STATE_SHEET);
  if (!isRefused(1)) assert.deepEqual(own?.values, STATE);
  if (isRefused(0)) return 'cell refused';
  if (sheet.toLowerCase() !== STATE_SHEET) assert.equal(after[0]?.values[0]?.[0], TEXT);
  return 'written';
}

/** The first two are those whose effect is looked at; the others try all that can be changed. */
function edits(sheet: string): (Edit | SheetEdit)[] {
  const cell = (row: number, column: number, content: CellContent): Edit => ({
    kind: 'cell',
    sheet,
    row,
    column,
    content,
  });
  const row = { sheet, left: 0, right: 7 };
  const date = { kind: 'number', number: 44_783, format: 'date' } as const;
  const added = [{ column: 0, content: { kind: 'text', text: 'DI-004' } as const }];
  return [
    cell(0, 0, { kind: 'text', text: TEXT }),
    { kind: 'sheet', name: STATE_SHEET, visibility: 'veryHidden', rows: STATE },
    cell(3, 1, { kind: 'link', text: 'A link', target: 'https://example.org/new' }),
    cell(5, 4, date),
    cell(3, 3, { kind: 'blank' }),
    { kind: 'remove', ...row, row: 4, table: null },
    { kind: 'append', ...row, after: 5, table: 'Issues', shift: false, cells: added },
    { kind: 'append', ...row, after: 6, table: null, shift: true, cells: added },
  ];
}

async function patch(bytes: Uint8Array, sheet: string) {
  try {
    return await patchWorkbook(bytes, edits(sheet), FILE);
  } catch (error) {
    return clear(error);
  }
}

/** A WorkbookError that names the file and is one readable line; anything else is thrown. */
function clear(error: unknown): WorkbookError {
  if (!(error instanceof WorkbookError)) throw error;
  assert.equal(error.file, FILE, error.message);
  assert.ok(!/undefined(?! entity)|\[object|\n {4}at |NaN/.test(error.problem), error.message);
  return error;
}
