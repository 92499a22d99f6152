/** Several services over one database, and one ledger that asks another of them each time, over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningService, startService } from '../../server/http/start.ts';
import { httpService } from '../../shared/protocol/client.ts';
import { Problem, ProblemBody, type ProblemType } from '../../shared/protocol/problem.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { Asked } from '../ledger/history.ts';

export interface Instances {
  readonly services: readonly RunningService[];
  readonly addresses: readonly string[];
  stop(): Promise<void>;
}

/** Starts that many services at once. */
export async function startInstances(
  count: number,
  database: string,
  configuration: Configuration,
): Promise<Instances> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-instances-'));
  const services = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startService({
        configuration,
        database,
        host: '127.0.0.1',
        port: 0,
        exports: join(folder, String(index)),
        addin: null,
        log: () => undefined,
      }),
    ),
  );
  return {
    services,
    addresses: services.map(({ url }) => url),
    async stop() {
      for (const service of services) await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the witness of histories asks of a ledger, each time of the next service, over HTTP. */
export function inTurnsOver({ services }: Instances): Asked {
  let turn = 0;
  const next = () => {
    turn += 1;
    const service = services[turn % services.length];
    if (service === undefined) throw new Error('There is no service.');
    return { ledger: service.ledger, api: `${service.url}/api/v1/trackers/design` };
  };
  const client = () => httpService(next().api, { fetch });
  return {
    schema: () => client().schema(),
    rows: (tab, at) => client().rows(tab, at),
    changes: (query) => client().changes(query),
    conflicts: (query) => client().conflicts(query),
    push: (_author, body, text = JSON.stringify(body)) => push(next().api, text),
    verify: () => next().ledger.verify(),
  };
}

/** Sends a push and answers its bytes. @throws Problem */
export async function push(api: string, text: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${api}/push`, { method: 'POST', headers, body: text });
  const answer = await response.text();
  if (response.ok) return answer;
  const body = ProblemBody.parse(JSON.parse(answer));
  throw new Problem(typeOf(body), body.detail ?? body.title, body);
}

function typeOf({ type }: ProblemBody): ProblemType {
  if (type === 'confirm-needed' || type === 'busy' || type === 'invalid') return type;
  throw new Error(`No history expects ${type}.`);
}
