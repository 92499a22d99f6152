import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { httpService } from '../../shared/protocol/client.ts';
import { note, type Running, serve } from '../http/service.ts';
import { type Ended, Folder, tracker } from './tracker.ts';

describe('the commands that open the database', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  const said = ({ exit, out, err }: Ended) => ({ exit, out, err });

  it('verify proves that no revision was changed, and names the first that was', async () => {
    const running: Running = await serve();
    const verify = (...more: string[]) => tracker(['verify', '--database', running.database, ...more]);
    assert.deepEqual(said(await verify()), {
      exit: 0,
      out: 'The ledger is empty: there is nothing to verify.\n',
      err: '',
    });
    await running.as().push(await running.body([note('N-001')]));
    await running.as().push(await running.body([note('N-002')]));
    assert.deepEqual(said(await verify()), {
      exit: 0,
      out: '2 revisions verified: each follows from the one before it.\n',
      err: '',
    });
    const database = new Database(running.database);
    database.exec("UPDATE revision SET author = 'somebody else' WHERE revision = 2");
    database.close();
    const { exit, json } = await verify('--json');
    assert.deepEqual(
      [exit, json],
      [
        1,
        {
          revisions: 1,
          broken: {
            revision: 2,
            message:
              'Revision 2 does not have the hash that its content and the revision before it make: it was altered.',
          },
          damage: [],
        },
      ],
    );
    await running.stop();
  });

  it('a database that is not there, or is none, is never made by looking at it', async () => {
    const missing = folder.at('missing.db');
    for (const args of [['verify'], ['token', 'list'], ['token', 'revoke', 'Ann']]) {
      const { exit, err } = await tracker([...args, '--database', missing]);
      assert.deepEqual(
        [exit, err, existsSync(missing)],
        [
          2,
          `tracker: There is no database ${missing}. Name the service's own with --database FILE.\n`,
          false,
        ],
      );
    }
    const text = folder.file(
      'text.db',
      'This is no database, but it is long enough to be taken for one. '.repeat(20),
    );
    const { exit, json } = await tracker(['verify', '--database', text, '--json']);
    assert.deepEqual([exit, Object(json).error.type], [3, 'store']);
  });

  it('token makes, lists and revokes; the secret is shown once and is all that stands on stdout', async () => {
    const database = folder.at('deep/down/tracker.db');
    const token = (...args: string[]) => tracker(['token', ...args], { TRACKER_DATABASE: database });
    const added = await token('add', 'Ann');
    assert.match(added.out, /^dt_[\w-]{43}\n$/);
    assert.match(
      added.err,
      /^This is the token of Ann, who may read and change rows\. It is shown this once/,
    );
    const { exit, json } = await token('add', 'Bob', '--role', 'owner', '--json');
    assert.deepEqual([exit, Object.keys(Object(json))], [0, ['name', 'role', 'token']]);
    assert.deepEqual(said(await token('add', 'Ann')), {
      exit: 2,
      out: '',
      err: 'tracker: There is, or was, a token of Ann. Use another name: names stay in the history.\n',
    });
    assert.deepEqual(said(await token('revoke', 'Ann')), {
      exit: 0,
      out: 'The token of Ann is revoked.\n',
      err: '',
    });
    const list = await token('list');
    assert.match(
      list.out,
      /^Ann {2}editor {2}revoked \d\d\/\d\d\/\d{4} \d\d:\d\d UTC\nBob {2}owner {3}since \d\d\/\d\d\/\d{4} \d\d:\d\d UTC\n$/,
    );
    await token('revoke', 'Bob');
    assert.match((await token('list')).out, /No token is in force, so the service lets nobody in\. Add one/);
    assert.equal((await token('revoke', 'Bob')).exit, 2);
    assert.equal((await token('add', ' ')).exit, 2);
  });

  it('a command without its token says where to put it', async () => {
    const running = await serve({ tokens: { Ann: 'editor' } });
    const env = { TRACKER_URL: running.service.url };
    assert.deepEqual(said(await tracker(['conflicts'], env)), {
      exit: 2,
      out: '',
      err: 'tracker: Send a token: Authorization: Bearer dt_… The tracker command takes it from TRACKER_TOKEN.\n',
    });
    assert.equal((await tracker(['conflicts'], { ...env, TRACKER_TOKEN: 'dt_Ann' })).exit, 0);
    await running.stop();
  });

  describe('serve', () => {
    /** Serves until `stop` is called; `ended` is how the command ends. */
    async function served(...more: string[]) {
      const port = await freePort();
      const stop = Promise.withResolvers<void>();
      const database = folder.at('tracker.db');
      const ended = tracker(
        ['serve', '--port', String(port), '--database', database, '--exports', folder.at('exports'), ...more],
        {},
        () => stop.promise,
      );
      const url = `http://127.0.0.1:${port}`;
      const service = httpService(`${url}/api/v1/trackers/design`, { fetch });
      for (;;) {
        try {
          await service.schema();
          return { url, service, database, stop: stop.resolve, ended };
        } catch (error) {
          // It is not there yet; where it never comes, the command has ended and says why.
          const early = await Promise.race([ended, pause(10)]);
          if (early !== undefined) throw new Error(early.err, { cause: error });
        }
      }
    }

    it('runs the service until it is told to stop', async () => {
      const { url, database, stop, ended } = await served();
      stop();
      const { exit, out, err } = await ended;
      assert.deepEqual([exit, out], [0, '']);
      assert.match(err, /There are no tokens: the service listens on this machine only/);
      assert.ok(err.includes(`Design Tracker answers on ${url} (database ${database})`), err);
    });

    it('ends by itself, with exit code 3, when its database fails', async () => {
      const { service, database, ended } = await served();
      const other = new Database(database);
      other.exec('DROP TABLE change');
      other.close();
      const { tracker: uuid, fingerprint, revision, hash } = await service.schema();
      await assert.rejects(
        service.push({
          request: uuid,
          tracker: uuid,
          workbook: null,
          base: { revision, hash },
          fingerprint,
          changes: [{ op: 'add', tab: 'issues', ref: 'DI-001', cells: {} }, ...ADOPTED],
          adopt: true,
        }),
        { type: 'internal' },
      );
      const { exit, err } = await ended;
      assert.equal(exit, 3);
      assert.match(
        err,
        /The service ends, so that nothing more is written\. Look at the disk, run tracker verify/,
      );
    });

    const ADOPTED = [{ op: 'add', tab: 'issues', ref: 'DI-002', cells: { title: 'x' } }] as const;

    it('says so when its port is taken, and refuses to be open to all', async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
      const { port } = taken.address() as AddressInfo;
      const database = folder.at('tracker.db');
      const serve = (...args: string[]) => tracker(['serve', '--json', '--database', database, ...args]);
      const { exit, err } = await tracker(['serve', '--database', database, '--port', String(port)]);
      assert.equal(exit, 2);
      assert.match(
        err,
        new RegExp(
          `tracker: address already in use 127\\.0\\.0\\.1:${port}\\. Stop what listens there, or choose another with --port\\.`,
        ),
      );
      taken.close();
      assert.equal((await serve()).exit, 2, 'serve has no --json');
      const open = await tracker(['serve', '--database', database, '--port', '0', '--host', '0.0.0.0']);
      assert.equal(open.exit, 2);
      assert.match(
        open.err,
        /Without tokens the service listens on this machine only, not on 0\.0\.0\.0\. Make one/,
      );
    });
  });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
