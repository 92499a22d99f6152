/** `tracker validate FILE --fix OUT`: a copy of the file in which everything is mended that needs no decision. */
import { constants } from 'node:fs';
import { copyFile, readFile, realpath, writeFile } from 'node:fs/promises';
import { type Fix, fixesOf } from '../../shared/sync/fixes.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { patchWorkbook } from '../xlsx/patch.ts';
import { UsageError } from './failure.ts';
import type { TrackerFile } from './report.ts';

/** A cell that was mended, or why it was not. */
export interface Fixed extends Omit<Fix, 'edit'> {
  /** For a person; null where it was mended. */
  readonly refused: string | null;
}

/**
 * Writes the mended copy and answers what was mended in it. Only the mended cells differ: every part of the package
 * that none of them stands in keeps its bytes. Throws a UsageError where `out` exists, and what reading and writing
 * throw.
 */
export async function writeFixed(
  schema: Schema,
  today: string,
  { file, reading, choices }: TrackerFile,
  out: string,
): Promise<Fixed[]> {
  const { fixes } = fixesOf(schema, today, reading.grids, choices);
  if (fixes.length === 0) {
    await unlessThere(out, () => copyFile(file, out, constants.COPYFILE_EXCL));
    return [];
  }
  const patched = await patchWorkbook(
    await readFile(file),
    fixes.map(({ edit }) => edit),
    file,
  );
  await unlessThere(out, () => writeFile(out, patched.bytes, { flag: 'wx' }));
  const refusals = new Map(patched.refused.map(({ index, reason }) => [index, reason]));
  return fixes.map((fix, index) => fixedOf(fix, refusals.get(index) ?? null));
}

function fixedOf({ edit: _, ...fix }: Fix, refused: string | null): Fixed {
  return { ...fix, refused };
}

/**
 * Whether a new file may be written under this name.
 * @throws UsageError where the name is that of an input
 */
export async function refuseInput(out: string, files: readonly string[], option: string): Promise<void> {
  for (const file of files) {
    if (await isSame(file, out)) {
      throw new UsageError(`${option} never writes over the workbook itself. Name another file than ${out}.`);
    }
  }
}

async function isSame(file: string, out: string): Promise<boolean> {
  if (file === out) return true;
  try {
    return (await realpath(file)) === (await realpath(out));
  } catch {
    // One of them is not there: no file is the other. What that means is said where it is read or written.
    return false;
  }
}

/** Writes a new file. @throws UsageError where there is one of that name */
export async function unlessThere(out: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new UsageError(`There is a file ${out} already, and it is left as it is. Name a new one.`);
  }
}
