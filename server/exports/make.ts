/** Makes one group's night: its book and the manifest beside it. */
import { join } from 'node:path';
import type { ExportFile } from '../../shared/protocol/exports.ts';
import type { LedgerRow } from '../../shared/protocol/rows.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { Group } from '../../shared/tracker/groups.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Author } from '../ledger/push.ts';
import { writeWorkbook } from '../xlsx/write.ts';
import { contentFor } from './content.ts';
import { described, putFolder } from './folder.ts';

export interface NightToMake {
  readonly ledger: Ledger;
  readonly configuration: Configuration;
  readonly group: Group;
  /** `YYYY-MM-DD` */
  readonly night: string;
  /** The revision to export; null: the head. */
  readonly at: number | null;
  readonly folder: string;
  readonly now: () => number;
  /** Keeps two runs of one night apart while they write. */
  readonly mark: string;
}

export interface MadeNight {
  readonly revision: number;
  readonly hash: string;
  readonly files: readonly ExportFile[];
}

/** As whom the exports read the ledger. */
const EXPORTER: Author = { name: 'exports', role: 'reader' };

/** Writes the night's folder whole, or throws and leaves the one before as it was. */
export async function makeNight(options: NightToMake): Promise<MadeNight> {
  const { ledger, configuration, group, night, at, folder, now, mark } = options;
  const { tracker, revision, hash, rows } = await rowsOf(ledger, configuration, group, at);
  const content = contentFor(group, configuration.tabs, configuration.matrix, (tab) => rows.get(tab) ?? []);
  const file = `design-tracker-${group.group}-${night}.xlsx`;
  const book = {
    file,
    bytes: await writeWorkbook(
      content.map(({ title, columns, rows }) => ({
        name: title,
        title: `${title} · for ${group.title} · ${night} · revision ${revision}`,
        columns,
        rows,
      })),
    ),
  };
  const manifest = {
    group: group.group,
    title: group.title,
    night,
    tracker,
    revision,
    hash,
    made: new Date(now()).toISOString(),
    tabs: content.map(({ tab, columns, rows }) => ({ tab, columns: columns.length, rows: rows.length })),
    files: [described(book)],
  };
  const sheet = {
    file: 'manifest.json',
    bytes: new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
  };
  await putFolder(join(folder, group.group), night, mark, [book, sheet]);
  return { revision, hash, files: [described(book), described(sheet)] };
}

/** The rows of a group's tabs at one and the same revision. */
async function rowsOf(
  ledger: Ledger,
  configuration: Configuration,
  group: Group,
  at: number | null,
): Promise<{ tracker: string; revision: number; hash: string; rows: Map<string, LedgerRow[]> }> {
  const known = new Set(configuration.tabs.map(({ tab }) => tab));
  const tabs = group.tabs.map(({ tab }) => tab).filter((tab) => known.has(tab));
  const rows = new Map<string, LedgerRow[]>();
  const head = await ledger.schema(EXPORTER);
  const { tracker } = head;
  const revision = at ?? head.revision;
  let { hash } = head;
  for (const tab of tabs) {
    const answer = await ledger.rows(tab, revision);
    hash = answer.hash;
    rows.set(tab, answer.rows);
  }
  return { tracker, revision, hash, rows };
}
