import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpService } from '../../shared/protocol/client.ts';
import { PushAnswer } from '../../shared/protocol/push.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { judgeOf } from '../crash/judge.ts';
import { register } from '../crash/process.ts';
import { startPushing } from '../crash/pushers.ts';
import { freshDatabase, sharedPostgres } from '../postgres.ts';
import { type Instances, push, startInstances } from './instances.ts';

const configuration = configure(register);

describe('Three services on one PostgreSQL', () => {
  let database: string;
  let instances: Instances;
  let drop: () => Promise<void>;
  before(async function () {
    this.timeout(60_000);
    await sharedPostgres();
  });
  beforeEach(async () => {
    ({ url: database, drop } = await freshDatabase(process.env.TRACKER_TEST_POSTGRES));
    instances = await startInstances(3, database, configuration);
  });
  afterEach(async () => {
    await instances.stop();
    await drop();
  });

  const apis = () => instances.addresses.map((address) => `${address}/api/v1/trackers/design`);
  const services = () => apis().map((api) => httpService(api, { fetch }));

  /** A push of new notes by a workbook, on the head. */
  async function noteBody(titles: readonly string[], workbook: string | null = randomUUID()) {
    const { tracker, fingerprint, revision, hash } =
      (await instances.services[0]?.ledger.schema({
        name: 'test',
        role: 'reader',
      })) ?? assert.fail();
    const changes = titles.map((title, place) => ({
      op: 'add' as const,
      tab: 'notes',
      ref: `new:${place + 1}`,
      cells: { title },
    }));
    return JSON.stringify({
      request: randomUUID(),
      tracker,
      workbook,
      base: { revision, hash },
      fingerprint,
      changes,
    });
  }

  it('made one tracker between them, though they started in the same moment', async () => {
    const [one, ...others] = await Promise.all(services().map((service) => service.schema()));
    for (const other of others) assert.deepEqual(other, one);
  });

  it('take what clients push to any of them: nothing is lost, doubled, or given the same ref', async function () {
    this.timeout(60_000);
    const addresses = () => instances.addresses;
    const pushing = startPushing(addresses, 9);
    const judge = judgeOf(database, addresses);
    for (const _ of [1, 2, 3]) {
      await sleep(400);
      await judge.look(pushing.sent);
    }
    await pushing.stop();
    await judge.look(pushing.sent);
    assert.ok(judge.revisions() > 30, `only ${judge.revisions()} revisions were made`);
    const heads = await Promise.all(services().map((service) => service.changes({ since: 0, limit: 1 })));
    assert.equal(new Set(heads.map(({ revision }) => revision)).size, 1);
  });

  it('give the same request, sent to all of them at once, one revision and the same bytes', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const text = await noteBody([`Round ${round}`]);
      const answers = await Promise.all([...apis(), ...apis()].map((api) => push(api, text)));
      assert.equal(new Set(answers).size, 1);
      assert.equal(PushAnswer.parse(JSON.parse(answers[0] ?? '')).revision, round);
    }
    for (const service of services()) {
      const { rows } = await service.rows('notes');
      assert.equal(rows.length, 10);
    }
  });

  it('number rows without refs one after the other, also those pushed to all at once', async () => {
    const texts = await Promise.all(
      Array.from({ length: 30 }, (_, index) => noteBody([`A ${index}`, `B ${index}`])),
    );
    const answers = await Promise.all(texts.map((text, index) => push(apis()[index % 3] ?? '', text)));
    const refs = answers.flatMap((answer) => Object.values(PushAnswer.parse(JSON.parse(answer)).refs));
    assert.deepEqual(
      refs.toSorted(),
      Array.from({ length: 60 }, (_, index) => `N-${String(index + 1).padStart(3, '0')}`),
    );
  });

  it('meet a conflict over one cell whichever of them the two were pushed to', async () => {
    const [one, other, third] = services();
    assert.ok(one !== undefined && other !== undefined && third !== undefined);
    await push(apis()[0] ?? '', await noteBody(['A']));
    const { tracker, fingerprint, revision, hash } = await other.schema();
    const set = (to: string) => ({
      request: randomUUID(),
      tracker,
      workbook: randomUUID(),
      base: { revision, hash },
      fingerprint,
      changes: [{ op: 'set' as const, tab: 'notes', ref: 'N-001', column: 'title', from: 'A', to }],
    });
    const answers = await Promise.all([one.push(set('B')), other.push(set('C'))]);
    assert.deepEqual(answers.map(({ applied }) => applied).toSorted(), [0, 1]);
    const { conflicts } = await third.conflicts({ state: 'open' });
    const loser = answers.find(({ applied }) => applied === 0);
    assert.deepEqual(conflicts, loser?.conflicts);
  });

  it('read to the end what was pushed elsewhere, page by page, while it goes on', async () => {
    let since = 0;
    let hash: string | undefined;
    const seen: number[] = [];
    const texts = await Promise.all(Array.from({ length: 20 }, (_, index) => noteBody([`Note ${index}`])));
    const pushing = Promise.all(texts.map((text, index) => push(apis()[index % 3] ?? '', text)));
    const everyone = services();
    for (let turn = 0; seen.length < 20; turn += 1) {
      const reader = everyone[turn % 3];
      assert.ok(reader !== undefined);
      const page = await reader.changes({ since, limit: 3, ...(hash === undefined ? {} : { hash }) });
      seen.push(...page.revisions.map(({ revision }) => revision));
      ({ revision: since, hash } = page);
    }
    await pushing;
    assert.deepEqual(
      seen,
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('try a push out without keeping it, also while others push', async () => {
    const texts = await Promise.all(Array.from({ length: 12 }, (_, index) => noteBody([`Note ${index}`])));
    const tried = await noteBody(['Tried']);
    const dry = JSON.stringify({ ...JSON.parse(tried), dryRun: true });
    const answers = await Promise.all(
      texts.flatMap((text, index) => [
        push(apis()[index % 3] ?? '', text),
        push(apis()[(index + 1) % 3] ?? '', dry),
      ]),
    );
    for (const answer of answers) assert.equal(PushAnswer.parse(JSON.parse(answer)).applied, 1);
    const [service] = services();
    assert.equal((await service?.rows('notes'))?.rows.length, 12);
  });
});
