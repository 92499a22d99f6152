/**
 * The calls of the protocol as a port: fulfilled over HTTP by `client.ts` and, in tests, by the ledger itself.
 * Each call may throw a `Problem` (the service said no) or an `Unreachable` (no answer came).
 */
import type { ChangesAnswer, ChangesQuery } from './changes.ts';
import type { ConflictsAnswer, ConflictsQuery } from './conflicts.ts';
import type { ExportRunRequest, ExportsAnswer, Night } from './exports.ts';
import type { LeaseAnswer, LeaseRequest } from './lease.ts';
import type { Push, PushAnswer } from './push.ts';
import type { RowsAnswer } from './rows.ts';
import type { SchemaAnswer } from './schema.ts';

export interface Service {
  schema(): Promise<SchemaAnswer>;
  rows(tab: string, at?: number): Promise<RowsAnswer>;
  changes(query: ChangesQuery): Promise<ChangesAnswer>;
  push(push: Push): Promise<PushAnswer>;
  conflicts(query: ConflictsQuery): Promise<ConflictsAnswer>;
  /** Takes, renews or ends a session's turn at a copy. Throws `Problem` `copy-busy` where another has it. */
  lease(workbook: string, request: LeaseRequest): Promise<LeaseAnswer>;
}

/** The calls about exports, which no session needs. */
export interface ExportService {
  exports(): Promise<ExportsAnswer>;
  /** Asks for a run and answers at once; `exports` tells when it is made. */
  runExport(group: string, run: ExportRunRequest): Promise<Night>;
}
