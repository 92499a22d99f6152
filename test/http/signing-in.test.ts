import assert from 'node:assert/strict';
import { request } from 'node:http';
import { OpenToAll } from '../../server/http/start.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import { addToken, ask, note, type Running, revokeToken, serve } from './service.ts';

/** The status of a request that says it was sent to another host; `fetch` would not let us. */
function statusFor(address: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The type of the problem that a call ends in. */
async function refused(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Problem) return error.type;
    throw error;
  }
  return 'nothing';
}

describe('who may do what', () => {
  let running: Running | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  describe('without tokens', () => {
    it('everybody at this machine is "local", an owner, and the log says so', async () => {
      running = await serve();
      assert.deepEqual((await running.as().schema()).you, { author: 'local', role: 'owner' });
      assert.deepEqual(running.log, [
        'There are no tokens: the service listens on this machine only, and every change is by "local".',
      ]);
    });

    it('the service does not listen on other addresses than this machine’s own', async () => {
      await assert.rejects(serve({ host: '0.0.0.0' }), OpenToAll);
    });

    it('a page of another site that made its name mean this machine is refused', async () => {
      running = await serve();
      const port = new URL(running.service.url).port;
      const statuses = [];
      for (const host of [
        '127.0.0.1',
        'localhost',
        `localhost:${port}`,
        '[::1]',
        'evil.example',
        '127.0.0.1.evil.example',
      ]) {
        statuses.push([
          host,
          await statusFor(`${running.api}/schema`, host),
          await statusFor(running.service.url, host),
        ]);
      }
      assert.deepEqual(statuses, [
        ['127.0.0.1', 200, 200],
        ['localhost', 200, 200],
        [`localhost:${port}`, 200, 200],
        ['[::1]', 200, 200],
        ['evil.example', 403, 403],
        ['127.0.0.1.evil.example', 403, 403],
      ]);
    });

    it('the first token that is made closes the service to those without one', async () => {
      running = await serve();
      await addToken(running.database, 'Edda', 'editor');
      assert.equal(await refused(running.as().schema()), 'unauthorized');
      assert.equal((await running.as('dt_Edda').schema()).you.author, 'Edda');
    });
  });

  describe('with tokens', () => {
    const tokens = { Rita: 'reader', Edda: 'editor', Owen: 'owner' } as const;

    it('each reads, and is told who they are', async () => {
      running = await serve({ tokens });
      const told = [];
      for (const name of Object.keys(tokens)) told.push((await running.as(`dt_${name}`).schema()).you);
      assert.deepEqual(told, [
        { author: 'Rita', role: 'reader' },
        { author: 'Edda', role: 'editor' },
        { author: 'Owen', role: 'owner' },
      ]);
    });

    it('a reader may not push, ask for exports or lease; an editor may not adopt a register; an owner may', async () => {
      running = await serve({ tokens });
      const { as, body } = running;
      assert.equal(await refused(as('dt_Rita').push(await body([note('N-001')]))), 'forbidden');
      assert.equal(
        await refused(as('dt_Rita').runExport('House', { request: (await body([])).request })),
        'forbidden',
      );
      const adopting = await body([note('N-001')], { adopt: true });
      assert.equal(await refused(as('dt_Edda').push(adopting)), 'forbidden');
      assert.equal((await as('dt_Owen').push(adopting)).applied, 1);
      assert.equal((await as('dt_Edda').push(await body([note('N-002')]))).applied, 1);
    });

    it('changes are signed with the name of the token', async () => {
      running = await serve({ tokens });
      await running.as('dt_Edda').push(await running.body([note('N-001')]));
      const { revisions } = await running.as('dt_Rita').changes({ since: 0 });
      assert.deepEqual(
        revisions.map(({ author }) => author),
        ['Edda'],
      );
    });

    it('no token, an unknown one and one of another kind are all unauthorized', async () => {
      running = await serve({ tokens });
      const { get } = running;
      const types = [];
      for (const authorization of [undefined, 'Bearer dt_Nobody', 'Bearer', 'Digest dt_Owen', 'Basic ']) {
        const answer = await get('/schema', authorization === undefined ? {} : { authorization });
        types.push([answer.status, Object(answer.json).type, answer.headers.get('www-authenticate')]);
      }
      const expected = [401, 'unauthorized', 'Bearer realm="Design Tracker"'];
      assert.deepEqual(types, [expected, expected, expected, expected, expected]);
    });

    it('a revoked token is worth nothing at once, and revoking the last one opens no door', async () => {
      running = await serve({ tokens: { Owen: 'owner' } });
      await revokeToken(running.database, 'Owen');
      assert.equal(await refused(running.as('dt_Owen').schema()), 'unauthorized');
      assert.equal(await refused(running.as().schema()), 'unauthorized');
    });

    it('a browser signs in to the page with the token as password', async () => {
      running = await serve({ tokens });
      const { url } = running.service;
      const basic = (password: string) => ({
        headers: { authorization: `Basic ${Buffer.from(`anyone:${password}`).toString('base64')}` },
      });
      const without = await ask(url);
      assert.deepEqual(
        [without.status, without.headers.get('www-authenticate')],
        [401, 'Basic realm="Design Tracker: your token is the password"'],
      );
      assert.equal((await ask(url, basic('dt_Nobody'))).status, 401);
      const signedIn = await ask(url, basic('dt_Rita'));
      assert.deepEqual([signedIn.status, signedIn.type], [200, 'text/html']);
    });

    it('no token ever stands in the log', async () => {
      running = await serve({ tokens });
      await running.get('/schema', { authorization: 'Bearer dt_Nobody' });
      await running.as('dt_Edda').push(await running.body([note('N-001')]));
      await ask(`${running.service.url}/none?token=dt_Edda`);
      assert.doesNotMatch(running.log.join('\n'), /dt_/);
    });
  });
});
