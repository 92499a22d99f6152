/**
 * Clients that push all the time, whatever happens to the service, and remember what they were answered: where no
 * answer comes they send the same bytes again, to any of the addresses, until one does.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PushAnswer } from '../../shared/protocol/push.ts';
import { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Op } from '../../shared/values/change.ts';

/** A push as it was sent. Each of its changes carries a mark that nothing else carries. */
export interface Sent {
  readonly text: string;
  readonly marks: readonly string[];
  /** Null until it was answered. */
  answer: string | null;
  /** How often no answer came. */
  lost: number;
}

export interface Pushing {
  readonly sent: readonly Sent[];
  /** Resolves when everything sent was answered. @throws what a client met that must never be */
  stop(): Promise<void>;
}

/** A row as its client left it. */
interface Row {
  readonly ref: string;
  readonly owner: string | null;
}

/** Between two tries, and before the first one after a refusal. */
const PAUSE_MS = 20;
/** After it, an answer counts as lost. */
const PATIENCE_MS = 10_000;

/**
 * Starts clients that push to the services at these addresses, as they are at the time.
 * @param addresses `http://127.0.0.1:4000`, one or more
 * @param options `mayFail`: the service may answer that its database failed
 */
export function startPushing(
  addresses: () => readonly string[],
  clients: number,
  { mayFail = false }: { readonly mayFail?: boolean } = {},
): Pushing {
  const sent: Sent[] = [];
  let going = true;

  async function client(name: string): Promise<void> {
    const workbook = randomUUID();
    const schema = SchemaAnswer.parse(JSON.parse(await insist(addresses, '/schema', { mayFail })));
    const { tracker, fingerprint } = schema;
    let base = { revision: schema.revision, hash: schema.hash };
    let last: Row | null = null;
    for (let turn = 1; going; turn += 1) {
      const mark = `${name}-${turn}`;
      const changes: Op[] = opsOf(mark, turn, last);
      const body = { request: randomUUID(), tracker, workbook, base, fingerprint, changes };
      const one: Sent = {
        text: JSON.stringify(body),
        marks: changes.map((_, place) => `${mark}.${place}`),
        answer: null,
        lost: 0,
      };
      sent.push(one);
      const lost = () => {
        one.lost += 1;
      };
      one.answer = await insist(addresses, '/push', { text: one.text, lost, mayFail });
      const answer = PushAnswer.parse(JSON.parse(one.answer));
      assert.deepEqual(
        { applied: answer.applied, outcomes: answer.outcomes },
        { applied: changes.length, outcomes: [] },
        'nobody else touches these rows, so everything is applied',
      );
      base = { revision: answer.revision, hash: answer.hash };
      const [first] = Object.values(answer.refs);
      if (first !== undefined) last = { ref: first, owner: null };
      else if (last !== null) last = { ref: last.ref, owner: `${mark}.0` };
    }
  }

  const all = Promise.all(Array.from({ length: clients }, (_, index) => client(`c${index}`)));
  // Told by `stop`, however much earlier it happens.
  all.catch(() => undefined);
  return {
    sent,
    async stop() {
      going = false;
      await all;
    },
  };
}

/** A set of the row added before, or some new rows: one, or every seventh time twenty. */
function opsOf(mark: string, turn: number, last: Row | null): Op[] {
  if (last !== null && turn % 3 === 0) {
    return [{ op: 'set', tab: 'notes', ref: last.ref, column: 'owner', from: last.owner, to: `${mark}.0` }];
  }
  return Array.from({ length: turn % 7 === 0 ? 20 : 1 }, (_, place) => ({
    op: 'add' as const,
    tab: 'notes',
    ref: `new:${place + 1}`,
    cells: { title: `${mark}.${place}` },
  }));
}

/** Asks one service after the other until one answers. @throws AssertionError where one refuses for good */
export async function insist(
  addresses: () => readonly string[],
  path: string,
  options: { readonly text?: string; readonly lost?: () => void; readonly mayFail?: boolean } = {},
): Promise<string> {
  const { text, lost, mayFail = false } = options;
  for (;;) {
    const known = addresses();
    const address = known[Math.floor(Math.random() * known.length)];
    const answer = address === undefined ? null : await ask(`${address}/api/v1/trackers/design${path}`, text);
    if (answer?.status === 200) return answer.body;
    if (answer === null || (mayFail && answer.status === 500)) lost?.();
    else assert.equal(answer.status, 503, `${path} is answered, or the service is busy: ${answer.body}`);
    await sleep(PAUSE_MS);
  }
}

/** One request; null where no whole answer came. */
async function ask(address: string, text?: string): Promise<{ status: number; body: string } | null> {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(text === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: text }),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    // Which way it broke is all the same to a client: it knows nothing of what became of the request.
    return null;
  }
}
