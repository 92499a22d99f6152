/** A register for the benches: 2,000 issues, all alike. */
import { randomUUID } from 'node:crypto';
import type { Service } from '../../shared/protocol/service.ts';
import type { Op } from '../../shared/values/change.ts';

export const ROWS = 2_000;

/** How far back the past is read. */
export const REVISIONS_BACK = 1_000;

/** The ref of a row, from 0. */
export const refOf = (row: number) => `DI-${String(row + 1).padStart(3, '0')}`;

/** What each of them says. */
export const cells = {
  title: 'A matter of the design',
  description: 'What was found in review and what is to be done about it',
  artefacts: 'DA-001',
  'raised-by': 'Programme',
  'date-raised': '2022-07-28',
  severity: 3,
  'blocks-baseline': 'No',
  owner: 'Programme (Design Team)',
  status: 'Open',
};

/** Puts the rows into an empty ledger, in one push. */
export async function fill(service: Service): Promise<void> {
  await pushOnto(
    service,
    Array.from({ length: ROWS }, (_, row): Op => ({ op: 'add', tab: 'issues', ref: refOf(row), cells })),
    true,
  );
}

/** Pushes changes onto the head. */
export async function pushOnto(service: Service, changes: Op[], adopt = false) {
  const { tracker, fingerprint, revision, hash } = await service.schema();
  const base = { revision, hash };
  return service.push({ request: randomUUID(), tracker, workbook: null, base, fingerprint, adopt, changes });
}
