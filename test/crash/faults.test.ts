import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase, startPostgres, type TestPostgres } from '../postgres.ts';
import { judgeOf } from './judge.ts';
import { kinds } from './lives.ts';
import { newPlace, type Place, type ServiceProcess } from './process.ts';
import { breakingWayTo } from './proxy.ts';
import { startPushing } from './pushers.ts';

describe('What was answered stays, and is there once', () => {
  let place: Place;
  beforeEach(() => {
    place = newPlace();
  });
  afterEach(() => place.remove());

  for (const [name, kind] of Object.entries(kinds)) {
    it(`when connections break before, in and after requests, over ${name}`, async function () {
      this.timeout(180_000);
      const { url: database, drop } = await kind.fresh(place, 1);
      const service = await place.start(database);
      const proxy = await breakingWayTo(service.url);
      // Each client alone would keep one connection: many, so that many break.
      const pushing = startPushing(() => [proxy.url], 8);
      const judge = judgeOf(database, () => [service.url]);
      while (proxy.cuts() < 40) {
        await sleep(200);
        await judge.look(pushing.sent);
      }
      proxy.heal();
      await pushing.stop();
      await judge.look(pushing.sent);
      assert.ok(
        pushing.sent.some(({ lost }) => lost > 0),
        'answers were lost',
      );
      await service.end();
      await proxy.close();
      await drop();
    });
  }

  describe('when PostgreSQL', () => {
    let postgres: TestPostgres;
    before(async function () {
      this.timeout(60_000);
      postgres = await startPostgres();
    });
    after(() => postgres.stop());

    for (const [what, how] of [
      ['crashes', 'immediate'],
      ['is stopped', 'fast'],
    ] as const) {
      it(`${what} and comes back: the service says so meanwhile, and goes on by itself`, async function () {
        this.timeout(180_000);
        const { url: database } = await freshDatabase(postgres.url);
        const services = [await place.start(database), await place.start(database)];
        const addresses = () => services.map(({ url }) => url);
        const judge = judgeOf(database, addresses);
        const pushing = startPushing(addresses, 6);
        for (let round = 0; round < 3; round += 1) {
          await sleep(300);
          postgres.halt(how);
          const health = await fetch(`${addresses()[0]}/healthz`);
          const said = Object(await health.json());
          assert.deepEqual([health.status, said.ready], [503, false]);
          assert.match(said.why, /database can not be reached/);
          postgres.start();
          await judge.look(pushing.sent);
        }
        await pushing.stop();
        await judge.look(pushing.sent);
        const { password } = new URL(database);
        for (const service of services) {
          await service.end();
          assert.ok(password.length > 0 && !service.log().includes(password), 'no log has the password');
        }
      });
    }
  });

  describe('when the disk', () => {
    /** Pushes until the service ends by itself, then starts it again with room, and looks. */
    async function fill(database: string, limited: ServiceProcess, makeRoom: () => void): Promise<void> {
      let current = limited;
      const addresses = () => [current.url];
      const pushing = startPushing(addresses, 6, { mayFail: true });
      assert.equal(await limited.exited, 3, limited.log());
      assert.match(limited.log(), /The service ends, so that nothing more is written/);
      const before = pushing.sent.filter(({ answer }) => answer !== null).length;
      assert.ok(before > 0, 'something was answered before');
      makeRoom();
      current = await place.start(database);
      const judge = judgeOf(database, addresses);
      await judge.look(pushing.sent);
      await pushing.stop();
      await judge.look(pushing.sent);
      assert.ok(pushing.sent.length > before, 'and it went on');
      await current.end();
    }

    it('takes no more of a file: the service ends, and another one goes on', async function () {
      this.timeout(180_000);
      const database = join(place.folder, 'limited.db');
      // In blocks of 512 bytes; a write beyond them fails, as an error and not as a signal.
      const limited = await place.start(database, (node, args) => [
        'sh',
        '-c',
        `trap '' XFSZ; ulimit -f 1200; exec "$0" "$@"`,
        node,
        ...args,
      ]);
      await fill(database, limited, () => undefined);
      assert.ok(statSync(database).size > 0);
    });

    // Whoever may not mount a small disk has the case above, where a file is limited in its size.
    if (!mayMount()) return;
    it('is full: the service ends, and goes on when there is room', async function () {
      this.timeout(180_000);
      const disk = join(place.folder, 'disk');
      mkdirSync(disk);
      assert.ok(mount(disk));
      try {
        const database = join(disk, 'tracker.db');
        spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=64k', 'count=8']);
        const limited = await place.start(database);
        await fill(database, limited, () => resize(disk));
        assert.ok(readdirSync(disk).includes('tracker.db'));
      } finally {
        // Lazily: a service that was slow to end may still be there.
        spawnSync('umount', ['-l', disk]);
      }
    });
  });
});

function mayMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'tracker-disk-'));
  const mounted = mount(folder);
  if (mounted) spawnSync('umount', [folder]);
  rmdirSync(folder);
  return mounted;
}

/** A disk of 2 MB in memory. */
function mount(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]).status === 0;
}

function resize(folder: string): void {
  assert.equal(spawnSync('mount', ['-o', 'remount,size=64m', folder]).status, 0);
}
