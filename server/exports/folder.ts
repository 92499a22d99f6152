/**
 * A night's folder: written aside and renamed when whole, so that whoever waits for it never sees half of it.
 * `<folder>/<group>/<night>/` holds the book and `manifest.json`.
 */
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ExportFile } from '../../shared/protocol/exports.ts';

export interface NewFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The name, size and hash of a file, as manifests and answers give them. */
export function described({ file, bytes }: NewFile): ExportFile {
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Puts a folder with these files in place of what stood there. `mark` keeps two runs of one night apart.
 * @returns the path of the folder
 */
export async function putFolder(
  parent: string,
  name: string,
  mark: string,
  files: readonly NewFile[],
): Promise<string> {
  const whole = join(parent, name);
  const aside = join(parent, `.${name}.${mark}.new`);
  const old = join(parent, `.${name}.${mark}.old`);
  await mkdir(aside, { recursive: true });
  for (const { file, bytes } of files) await writeFile(join(aside, file), bytes, { flush: true });
  const hadOne = await moved(whole, old);
  await rename(aside, whole);
  if (hadOne) await rm(old, { recursive: true });
  return whole;
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
