/** `tracker import FILE`: adds a register's rows to the ledger. What is there already agrees, or is reported. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { PushAnswer } from '../../shared/protocol/push.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { message } from '../../shared/rules/message.ts';
import type { SheetRow } from '../../shared/sheet/row.ts';
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import type { Op } from '../../shared/values/change.ts';
import { hashOf } from '../../shared/values/hash.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Cells } from '../../shared/values/value.ts';
import { openFile } from '../xlsx/file.ts';
import { EXIT, UsageError } from './failure.ts';
import { count, print, printJson, remark } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import { readTrackerFile } from './report.ts';

interface Options extends RemoteOptions {
  readonly adopt?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

/** One push's worth: the protocol takes 20,000 ops and 16 MB. */
const BATCH = 2_000;

interface Imported {
  readonly file: string;
  added: number;
  agreed: number;
  /** Rows that the ledger has with other content: nothing was changed. */
  readonly different: { tab: string; ref: string; row: number; sheet: string }[];
  /** Rows with errors, and second rows of one ref: not taken. */
  readonly held: { tab: string; ref: string | null; row: number; sheet: string; messages: string[] }[];
  readonly refs: { tab: string; ref: string; row: number; sheet: string }[];
}

export function addImport(program: Command): void {
  withService(program.command('import'))
    .description("add a register's rows to the ledger; rows that are there agree or are reported")
    .argument('<FILE>', 'the .xlsx workbook')
    .option('--adopt', 'take a first register as it is: its errors stay as findings and hold nothing')
    .option('--reason <TEXT>', 'why, for the history')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: Options) => {
      const service = remote(options);
      const schema = await service.schema();
      const { state } = await (await openFile(file)).read();
      if (state !== null) {
        throw new UsageError(
          `${file} has been synced before (its sheet ${STATE_SHEET} says so). Use: tracker sync "${file}"`,
        );
      }
      const { rows } = await readTrackerFile(schema, file);
      const imported = await importRows(service, schema, file, rows, options);
      if (options.json) printJson(imported);
      else printImported(imported);
      if (imported.different.length + imported.held.length > 0) process.exitCode = EXIT.findings;
    });
}

async function importRows(
  service: Service,
  schema: SchemaAnswer,
  file: string,
  rows: readonly SheetRow[],
  { adopt, reason }: Options,
): Promise<Imported> {
  const imported: Imported = { file, added: 0, agreed: 0, different: [], held: [], refs: [] };
  const sent = await rowsToSend(service, schema, rows, imported);
  // A register is adopted only whole: the ledger must have no row of the tab when its push comes.
  const size = adopt ? Math.max(sent.length, 1) : BATCH;
  for (let from = 0; from < sent.length; from += size) {
    const batch = sent.slice(from, from + size);
    const { revision, hash } = await service.schema();
    const answer = await service.push({
      request: randomUUID(),
      tracker: schema.tracker,
      workbook: null,
      base: { revision, hash },
      fingerprint: schema.fingerprint,
      ...(adopt ? { adopt } : {}),
      ...(reason === undefined ? {} : { reason }),
      changes: batch.map(({ ref, row }): Op => ({ op: 'add', tab: row.tab, ref, cells: row.cells })),
    });
    record(schema, answer, batch, imported);
    remark(`${Math.min(from + size, sent.length)} of ${sent.length} rows sent`);
  }
  return imported;
}

interface Sent {
  /** As typed, or `new:1`. */
  readonly ref: string;
  readonly row: SheetRow;
}

/** Leaves out second rows of one ref, and rows without a ref that the ledger has with the same content. */
async function rowsToSend(
  service: Service,
  schema: SchemaAnswer,
  rows: readonly SheetRow[],
  imported: Imported,
): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const { tab } of schema.tabs) {
    const own = rows.filter((row) => row.tab === tab);
    if (own.length === 0) continue;
    const known = new Map<string, number>();
    for (const row of (await service.rows(tab)).rows) {
      const content = hashOf(row.cells);
      known.set(content, (known.get(content) ?? 0) + 1);
    }
    const refs = new Set<string>();
    for (const row of own) {
      if (row.ref === null) {
        const content = hashOf(cellsOf(row.cells));
        const left = known.get(content) ?? 0;
        known.set(content, left - 1);
        if (left > 0) imported.agreed += 1;
        else sent.push({ ref: `new:${sent.length + 1}`, row });
      } else if (refs.has(normalRef(row.ref))) {
        imported.held.push({
          ...placed(row),
          messages: [`${row.ref} stands in an earlier row too. Give this one a number of its own.`],
        });
      } else {
        refs.add(normalRef(row.ref));
        sent.push({ ref: row.ref, row });
      }
    }
  }
  return sent;
}

/** Cells as the ledger keeps them: nulls left out. */
function cellsOf(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null));
}

function record(schema: SchemaAnswer, answer: PushAnswer, batch: readonly Sent[], imported: Imported): void {
  imported.added += answer.applied;
  imported.agreed += answer.agreed;
  for (const { ref, row } of batch) {
    const given = answer.refs[ref];
    if (given !== undefined) imported.refs.push({ ...placed(row), ref: given });
  }
  for (const outcome of answer.outcomes) {
    const one = batch[outcome.index];
    if (!one) continue;
    if (outcome.outcome === 'held') {
      imported.held.push({
        ...placed(one.row),
        messages: outcome.findings.map((finding) => message(finding, schema)),
      });
    } else {
      imported.different.push({ ...placed(one.row), ref: one.ref });
    }
  }
}

function placed({ tab, ref, at }: SheetRow): { tab: string; ref: string | null; row: number; sheet: string } {
  return { tab, ref, sheet: at.sheet, row: at.row + 1 };
}

function printImported({ added, agreed, different, held, refs }: Imported): void {
  print(`${count(added, 'row')} added, ${agreed} already in the ledger.`);
  for (const { sheet, row, ref } of refs)
    print(`  ${sheet}!${row}  got the number ${ref}; it is not in the file`);
  for (const { sheet, row, ref } of different) {
    print(
      `  ${sheet}!${row}  ${ref} is in the ledger with other content: not changed. Sync the file to decide.`,
    );
  }
  for (const { sheet, row, ref, messages } of held) {
    print(`  ${sheet}!${row}  ${ref ?? 'a row without a ref'} was not taken: ${messages.join(' ')}`);
  }
}
