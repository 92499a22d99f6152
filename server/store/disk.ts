/** Files that must be on the disk before anyone relies on them. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Waits until a file, or the names in a folder, are on the disk. */
export function syncToDisk(path: string): void {
  // Windows opens no folder, and keeps the names in it by itself.
  if (process.platform === 'win32') return;
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
