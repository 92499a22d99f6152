/** The protocol's calls over the ledger itself, without HTTP between: what tests and local commands sync with. */
import { PushAnswer } from '../../shared/protocol/push.ts';
import type { Service } from '../../shared/protocol/service.ts';
import type { Ledger } from './ledger.ts';
import type { Author } from './push.ts';

/** The ledger as one author's `Service`. */
export function serviceOf(ledger: Ledger, author: Author): Service {
  return {
    schema: () => ledger.schema(author),
    rows: (tab, at) => ledger.rows(tab, at),
    changes: (query) => ledger.changes(query),
    conflicts: (query) => ledger.conflicts(query),
    lease: (workbook, request) => ledger.lease(author, workbook, request),
    push: async (push) => PushAnswer.parse(JSON.parse(await ledger.push(author, push))),
  };
}
