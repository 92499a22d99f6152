import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { configure } from '../../shared/tracker/configuration.ts';
import { configuration, note, type Running, serve } from './service.ts';

describe('a service in trouble', () => {
  let running: Running | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  it('answers "busy" while another process holds the database, and takes the same request afterwards', async () => {
    running = await serve({ asItRuns: true });
    const other = new Database(running.database);
    other.exec('BEGIN IMMEDIATE');
    const body = await running.body([note('N-001')]);
    const { status, headers, json } = await running.post('/push', body);
    other.exec('COMMIT');
    other.close();
    assert.deepEqual(
      { status, after: headers.get('retry-after'), json },
      {
        status: 503,
        after: '1',
        json: {
          type: 'busy',
          title: 'busy',
          status: 503,
          detail: 'The database is busy: another process is writing to it. Nothing was written; try again.',
        },
      },
    );
    assert.equal((await running.post('/push', body)).status, 200);
  });

  it('says that it is ready, and knows who asks, while a push waits for the database', async () => {
    running = await serve({ asItRuns: true });
    const body = await running.body([note('N-001')]);
    const other = new Database(running.database);
    other.exec('BEGIN IMMEDIATE');
    const order: string[] = [];
    const pushed = running.post('/push', body).then(({ status }) => order.push(`pushed ${status}`));
    const health = await fetch(`${running.service.url}/healthz`);
    order.push(`ready ${health.status}`, `exports ${(await running.get('/exports')).status}`);
    other.exec('COMMIT');
    other.close();
    await pushed;
    assert.deepEqual(order, ['ready 200', 'exports 200', 'pushed 200']);
  });

  it('asks to be ended when its database fails, keeps the inside of the failure to its log, and writes nothing', async () => {
    running = await serve({ asItRuns: true });
    const other = new Database(running.database);
    other.exec('DROP TABLE change');
    other.close();
    const { status, json } = await running.post('/push', await running.body([note('N-001')]));
    assert.deepEqual([status, Object(json).type], [500, 'internal']);
    assert.doesNotMatch(JSON.stringify(json), /no such table/);
    assert.match((await running.service.failed).message, /no such table/);
    assert.match(running.log.join('\n'), /POST \/api\/v1\/trackers\/design\/push: StoreFailed/);
    assert.equal((await running.as().schema()).revision, 0);
  });

  it('is not ready, and takes no pushes, once another instance has put another configuration in force', async () => {
    running = await serve({ asItRuns: true });
    const other = await serve({
      asItRuns: true,
      database: running.database,
      configuration: { ...configuration, timeZone: 'Europe/Paris' },
    });
    const { status, json } = await running.post('/push', await running.body([note('N-001')]));
    const health = await fetch(`${running.service.url}/healthz`);
    await other.stop();
    assert.deepEqual([status, Object(json).type], [409, 'schema-changed']);
    assert.deepEqual(
      [health.status, await health.json()],
      [
        503,
        {
          ready: false,
          why: 'Another instance has put another configuration in force: start this one with it.',
        },
      ],
    );
  });

  it('that can’t listen leaves the database closed, so that it can be started again', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const folder = mkdtempSync(join(tmpdir(), 'design-tracker-'));
    const database = join(folder, 'one.db');
    const { port } = taken.address() as AddressInfo;
    await assert.rejects(serve({ asItRuns: true, database, port }), /EADDRINUSE/);
    taken.close();
    running = await serve({ asItRuns: true, database });
    assert.equal((await running.as().schema()).revision, 0);
    rmSync(folder, { recursive: true });
  });

  it('serves a tracker of any configuration, also one without groups', async () => {
    running = await serve({ asItRuns: true, configuration: configure({ exports: { groups: [] } }) });
    assert.deepEqual(await running.as().exports(), { groups: [] });
  });
});
