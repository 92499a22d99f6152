/** The demonstration's ledger and workbook: the sample, taken into an empty ledger by its first sync. */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openFile } from '../../server/xlsx/file.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { sync } from '../../shared/sync/session.ts';
import { type BookData, fromGrids } from '../../test/excel-host/data.ts';

/**
 * Syncs a copy of the sample, as its owner would the first time, and answers that copy, with its state. Where the
 * ledger has rows already, the sample is answered as it is: a copy that was never synced.
 */
export async function seed(service: Service, sample: string): Promise<BookData> {
  const folder = await mkdtemp(join(tmpdir(), 'design-tracker-'));
  const copy = join(folder, basename(sample));
  try {
    await copyFile(sample, copy);
    if ((await service.schema()).revision === 0) {
      await sync({
        workbook: await openFile(copy),
        service,
        adopt: true,
        reason: 'The sample tracker',
        preview: async () => ({ removals: [], reversals: [] }),
        confirm: async () => false,
        uuid: randomUUID,
      });
    }
    const { grids } = await readWorkbook(await readFile(copy), sample);
    return fromGrids(grids, basename(sample));
  } finally {
    await rm(folder, { recursive: true });
  }
}
