/** A workbook file as the session's `Workbook`: read and patched where it lies. */
import { access, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Grid } from '../../shared/sheet/grid.ts';
import type { Edit, Reading, Refusal, Workbook } from '../../shared/sync/workbook.ts';
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import { openBook } from './book.ts';
import { WorkbookError } from './error.ts';
import { MAX_FILE } from './limits.ts';
import type { SheetEdit } from './patch.ts';
import { patchWorkbook } from './patch.ts';
import { readBook } from './read.ts';

/**
 * Opens a file. Each write replaces the file whole (written aside, then renamed), so that a crash leaves
 * the old or the new one. A file that another program changed meanwhile, or that Excel has open, is
 * left alone with an error. Throws a WorkbookError where it can't be read.
 */
export async function openFile(path: string): Promise<Workbook> {
  let bytes: Uint8Array = await readBytes(path);
  const patch = async (edits: readonly (Edit | SheetEdit)[]): Promise<readonly Refusal[]> => {
    const patched = await patchWorkbook(bytes, edits, path);
    if (patched.bytes === bytes) return patched.refused;
    await replace(path, bytes, patched.bytes);
    bytes = patched.bytes;
    return patched.refused;
  };
  return {
    read: (sheets) => reading(bytes, path, sheets),
    write: patch,
    async writeState(rows) {
      const [refused] = await patch([{ kind: 'sheet', name: STATE_SHEET, visibility: 'veryHidden', rows }]);
      if (refused !== undefined) throw new WorkbookError('damaged', refused.reason, { file: path });
    },
  };
}

/** What the session sees of a workbook's bytes. Throws a WorkbookError. */
async function reading(bytes: Uint8Array, file: string, sheets?: readonly string[]): Promise<Reading> {
  const book = await openBook(bytes, file);
  const { grids } = readBook(book);
  return {
    grids: grids.filter(({ sheet }) => !isState(sheet) && (sheets === undefined || sheets.includes(sheet))),
    state: stateIn(grids),
    autoSave: false,
    canKeepState: grids.some(({ sheet }) => isState(sheet)) || !book.structureLocked,
  };
}

function isState(sheet: string): boolean {
  return sheet.toLowerCase() === STATE_SHEET;
}

/** The cells of the state sheet as text, row by row; null where there is none among these. */
export function stateIn(grids: readonly Grid[]): string[][] | null {
  const state = grids.find(({ sheet }) => isState(sheet));
  if (state === undefined) return null;
  return Array.from(state.values, (row) => (row ?? []).map((cell) => (cell === null ? '' : String(cell))));
}

async function readBytes(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  // Before a huge file is taken into memory; the reader says the same of what it is handed.
  if (size > MAX_FILE) {
    throw new WorkbookError(
      'too-large',
      `the file is larger than the ${MAX_FILE / 1024 / 1024} MB that are read. Take pictures and old sheets out of it.`,
      { file: path },
    );
  }
  return await readFile(path);
}

async function replace(path: string, before: Uint8Array, after: Uint8Array): Promise<void> {
  // Excel keeps this file beside a workbook that it has open, and would save over what we write.
  if (await exists(join(dirname(path), `~$${basename(path)}`))) {
    throw new WorkbookError('changed', 'it is open in Excel. Close it there, then try again.', {
      file: path,
    });
  }
  const now = await readFile(path);
  if (!now.equals(before)) {
    throw new WorkbookError(
      'changed',
      'it was saved by another program meanwhile; nothing was written. Try again.',
      { file: path },
    );
  }
  const aside = `${path}.${process.pid}.new`;
  try {
    await writeFile(aside, after, { flush: true });
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
