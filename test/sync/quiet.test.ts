import assert from 'node:assert/strict';
import { sync } from '../../shared/sync/session.ts';
import { registers } from './model/register.ts';

describe('a sync of six registers of 2,000 rows each', () => {
  it('that finds nothing to do is one request of under 2 kB', async () => {
    const { options, service, close } = await registers(2_000);
    const first = await sync(options);
    assert.deepEqual([first.status, first.pushed], ['done', 12_000]);
    const schema = await service.schema();
    const bytes: number[] = [];
    const measured = new Proxy(service, {
      get:
        (target, name: keyof typeof service) =>
        async (...args: never[]) => {
          const call: (...args: never[]) => Promise<unknown> = target[name];
          const answer = await call(...args);
          bytes.push(JSON.stringify(args).length + JSON.stringify(answer).length);
          return answer;
        },
    });
    assert.equal((await sync({ ...options, schema, service: measured })).status, 'unchanged');
    assert.equal(bytes.length, 1);
    assert.ok((bytes[0] ?? 0) < 2_000, `${bytes[0]} bytes`);
    await close();
  }).timeout(60_000);
});
