/**
 * Fifty people who push at once, all into the same few rows, each from a workbook of their own: what was answered as
 * applied must be in the ledger once, and what was not must be a conflict that its workbook is told of.
 */
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import type { RunningService } from '../../server/http/start.ts';
import { httpService } from '../../shared/protocol/client.ts';
import { PushAnswer } from '../../shared/protocol/push.ts';
import type { Op } from '../../shared/values/change.ts';
import { table } from './measure.ts';
import { post } from './post.ts';
import { cells, ROWS, refOf } from './register.ts';

const EDITORS = 50;
const PUSHES_EACH = 40;
/** They set cells of so many rows between them, so that some meet. */
const SHARED = 100;

/** Prints the table. @throws Error where anything was lost or doubled */
export async function benchEditors(services: readonly [string, RunningService][]): Promise<void> {
  const lines: string[][] = [];
  for (const [name, { url }] of services) {
    const { times, applied, conflicts, seconds } = await editAll(`${url}/api/v1/trackers/design`);
    const at = (share: number) => (times[Math.ceil(times.length * share) - 1] ?? Number.NaN).toFixed(1);
    lines.push([
      name,
      (times.length / seconds).toFixed(0),
      at(0.5),
      at(0.99),
      at(1),
      String(applied),
      String(conflicts),
      '0',
    ]);
  }
  console.log(
    `${EDITORS} editors over HTTP, ${PUSHES_EACH} pushes each of a set and a new row, all at once\n`,
  );
  console.log(
    table([
      ['', 'per second', 'p50 ms', 'p99 ms', 'most ms', 'applied', 'conflicts', 'lost or doubled'],
      ...lines,
    ]),
  );
}

interface Edited {
  /** Milliseconds of each push, ascending. */
  readonly times: readonly number[];
  readonly applied: number;
  readonly conflicts: number;
  readonly seconds: number;
}

async function editAll(api: string): Promise<Edited> {
  const service = httpService(api, { fetch });
  const { tracker, fingerprint, revision, hash } = await service.schema();
  const agent = new Agent({ keepAlive: true, maxSockets: EDITORS });
  const times: number[] = [];
  /** What was answered: every value typed, by what became of it. */
  const [applied, refused] = [new Set<string>(), new Map<string, string>()];

  async function edit(editor: number): Promise<void> {
    const workbook = randomUUID();
    let base = { revision, hash };
    for (let turn = 0; turn < PUSHES_EACH; turn += 1) {
      const ref = refOf((editor * 7 + turn * 13) % Math.min(SHARED, ROWS));
      const typed = [`${editor}.${turn} typed`, `${editor}.${turn} added`] as const;
      const changes: Op[] = [
        { op: 'set', tab: 'issues', ref, column: 'resolution', from: null, to: typed[0] },
        { op: 'add', tab: 'issues', ref: 'new:1', cells: { ...cells, title: typed[1] } },
      ];
      const body = { request: randomUUID(), tracker, workbook, base, fingerprint, changes };
      const begun = performance.now();
      const { status, text } = await post(agent, `${api}/push`, JSON.stringify(body));
      times.push(performance.now() - begun);
      if (status !== 200) throw new Error(`A push was refused: ${text}`);
      const answer = PushAnswer.parse(JSON.parse(text));
      const conflicted = new Map(answer.outcomes.map((outcome) => [outcome.index, outcome]));
      for (const [index, value] of typed.entries()) {
        const outcome = conflicted.get(index);
        if (outcome === undefined) applied.add(value);
        else if (outcome.outcome === 'conflict') refused.set(value, outcome.conflict.id ?? '');
        else throw new Error(`Held: ${JSON.stringify(outcome.findings)}`);
      }
      base = { revision: answer.revision, hash: answer.hash };
    }
  }

  const begun = performance.now();
  await Promise.all(Array.from({ length: EDITORS }, (_, editor) => edit(editor)));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();

  const kept = new Map<string, number>();
  for (let since = revision, more = true; more; ) {
    const page = await service.changes({ since });
    for (const change of page.revisions.flatMap(({ changes }) => changes)) {
      const value =
        change.op === 'set' ? change.after : change.op === 'add' ? (change.cells.title ?? null) : null;
      if (typeof value === 'string') kept.set(value, (kept.get(value) ?? 0) + 1);
    }
    ({ revision: since, more } = page);
  }
  const open = new Map(
    (await service.conflicts({ state: 'open' })).conflicts.map(({ id, mine }) => [id, mine]),
  );
  for (const value of applied)
    if (kept.get(value) !== 1) throw new Error(`${value} is kept ${kept.get(value)} times.`);
  for (const [value, id] of refused) if (open.get(id) !== value) throw new Error(`${value} has no conflict.`);
  if (applied.size + refused.size !== 2 * EDITORS * PUSHES_EACH) throw new Error('Some were not answered.');
  if (kept.size !== applied.size) throw new Error('There is something that nobody pushed.');
  return { times: times.sort((a, b) => a - b), applied: applied.size, conflicts: refused.size, seconds };
}
