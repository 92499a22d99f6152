/** `tracker import FILE`: adds a register's rows to the ledger. What is there already agrees, or is reported. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { PushAnswer } from '../../shared/protocol/push.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { message } from '../../shared/rules/message.ts';
import type { SheetRow } from '../../shared/sheet/row.ts';
import { wasSynced } from '../../shared/sync/state.ts';
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import type { Op } from '../../shared/values/change.ts';
import { hashOf } from '../../shared/values/hash.ts';
import { normalRef } from '../../shared/values/ref.ts';
import type { Cells } from '../../shared/values/value.ts';
import { openFile } from '../xlsx/file.ts';
import { EXIT, UsageError } from './failure.ts';
import { count } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';
import { readTrackerFile } from './report.ts';
import type { Terminal } from './terminal.ts';

interface Options extends RemoteOptions {
  readonly adopt?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

/** The protocol takes 20,000 ops and 16 MB; an op is its cells and a little around them. */
const MAX_OPS = 20_000;
const MAX_BYTES = 15_000_000;
const ROOM_FOR_OP = 200;

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

export function addImport(program: Command, terminal: Terminal): void {
  withService(program.command('import'))
    .description("add a register's rows to the ledger; rows that are there agree or are reported")
    .argument('<FILE>', 'the .xlsx workbook')
    .option('--adopt', 'take a first register as it is: its errors stay as findings and hold nothing')
    .option('--reason <TEXT>', 'why, for the history')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: Options) => {
      const service = remote(options, terminal);
      const schema = await service.schema();
      const { state } = await (await openFile(file)).read();
      if (wasSynced(state)) {
        throw new UsageError(
          `${file} has been synced before (its sheet ${STATE_SHEET} says so). Use: tracker sync "${file}"`,
        );
      }
      const { rows } = (await readTrackerFile(schema, file)).reading;
      const imported = await importRows(service, schema, file, rows, options, terminal);
      if (options.json) terminal.printJson(imported);
      else printImported(terminal, imported);
      if (imported.different.length + imported.held.length > 0) terminal.exitCode = EXIT.findings;
    });
}

async function importRows(
  service: Service,
  schema: SchemaAnswer,
  file: string,
  rows: readonly SheetRow[],
  options: Options,
  terminal: Terminal,
): Promise<Imported> {
  const imported: Imported = { file, added: 0, agreed: 0, different: [], held: [], refs: [] };
  let waiting = await rowsToSend(service, schema, rows, imported);
  for (;;) {
    const parts = batches(waiting);
    const held: Held[] = [];
    const before = imported.added;
    for (const [index, batch] of parts.entries()) {
      const answer = await push(service, schema, batch, options);
      held.push(...record(schema, answer, batch, imported));
      if (parts.length > 1) terminal.remark(`Part ${index + 1} of ${parts.length} sent`);
    }
    // A row may cite one of a later part: once that is in, it is no error any more.
    if (parts.length > 1 && held.length > 0 && imported.added > before) {
      waiting = held.map(({ sent }) => sent);
      continue;
    }
    imported.held.push(...held.map(({ sent: { row }, messages }) => ({ ...placed(row), messages })));
    return imported;
  }
}

async function push(
  service: Service,
  schema: SchemaAnswer,
  batch: readonly Sent[],
  { adopt, reason }: Options,
): Promise<PushAnswer> {
  return service.push({
    request: randomUUID(),
    tracker: schema.tracker,
    workbook: null,
    // That of the first part for all: so later ones are parts of the same first register.
    base: { revision: schema.revision, hash: schema.hash },
    fingerprint: schema.fingerprint,
    ...(adopt ? { adopt } : {}),
    ...(reason === undefined ? {} : { reason }),
    changes: batch.map(({ ref, row }): Op => ({ op: 'add', tab: row.tab, ref, cells: row.cells })),
  });
}

/** As few pushes as the protocol allows: rows that cite each other are best sent together. */
function batches(sent: readonly Sent[]): Sent[][] {
  const parts: Sent[][] = [];
  let bytes = 0;
  for (const one of sent) {
    const size = Buffer.byteLength(JSON.stringify(one.row.cells)) + ROOM_FOR_OP;
    const last = parts.at(-1);
    if (last === undefined || last.length >= MAX_OPS || bytes + size > MAX_BYTES) {
      parts.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return parts;
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

interface Held {
  readonly sent: Sent;
  readonly messages: string[];
}

/** Enters an answer into the report; answers the rows that were held. */
function record(
  schema: SchemaAnswer,
  answer: PushAnswer,
  batch: readonly Sent[],
  imported: Imported,
): Held[] {
  imported.added += answer.applied;
  imported.agreed += answer.agreed;
  for (const { ref, row } of batch) {
    const given = answer.refs[ref];
    if (given !== undefined) imported.refs.push({ ...placed(row), ref: given });
  }
  return answer.outcomes.flatMap((outcome): Held[] => {
    const sent = batch[outcome.index];
    if (sent === undefined) return [];
    if (outcome.outcome === 'held') {
      return [{ sent, messages: outcome.findings.map((finding) => message(finding, schema)) }];
    }
    imported.different.push({ ...placed(sent.row), ref: sent.ref });
    return [];
  });
}

function placed({ tab, ref, at }: SheetRow): { tab: string; ref: string | null; row: number; sheet: string } {
  return { tab, ref, sheet: at.sheet, row: at.row + 1 };
}

function printImported(terminal: Terminal, { added, agreed, different, held, refs }: Imported): void {
  terminal.print(`${count(added, 'row')} added, ${agreed} already in the ledger.`);
  for (const { sheet, row, ref } of refs)
    terminal.print(`  ${sheet}!${row}  got the number ${ref}; it is not in the file`);
  for (const { sheet, row, ref } of different) {
    terminal.print(
      `  ${sheet}!${row}  ${ref} is in the ledger with other content, which stays. To decide cell by cell: tracker sync FILE`,
    );
  }
  for (const { sheet, row, ref, messages } of held) {
    terminal.print(`  ${sheet}!${row}  ${ref ?? 'a row without a ref'} was not taken: ${messages.join(' ')}`);
  }
}
