import assert from 'node:assert/strict';
import { hashOfToken, isLoopback, LOCAL, newToken, openAccess } from '../../server/access/access.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { Problem } from '../../shared/protocol/problem.ts';

describe('who calls', () => {
  it('is told by a token of which only the hash is kept', async () => {
    const store = await openSqlite(':memory:');
    const token = newToken();
    const sha256 = hashOfToken(token);
    await store.addToken('design', { name: 'Ann', role: 'editor', sha256, created: 0, revoked: null });
    const { identify } = openAccess(store, 'design');
    const who = (authorization: string | null, host = 'tracker.example') => identify({ authorization, host });
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
    const ann = { name: 'Ann', role: 'editor' };

    assert.deepEqual(await who(`Bearer ${token}`), ann);
    assert.deepEqual(await who(`bearer  ${token} `), ann);
    assert.deepEqual(await who(basic(`any name:${token}`)), ann);
    for (const header of [null, `Bearer ${sha256}`, `Bearer ${token}x`, basic(token.slice(1)), token]) {
      await assert.rejects(who(header, 'localhost'), new Problem('unauthorized', await messageOf(header)));
    }
    assert.doesNotMatch(JSON.stringify(await store.tokens('design')), new RegExp(token));
    await store.close();

    async function messageOf(header: string | null): Promise<string> {
      const known = header !== null && /^(bearer|basic) /i.test(header);
      return known
        ? 'The token is not known here, or was revoked. Ask an owner for a new one.'
        : 'Send a token: Authorization: Bearer dt_…';
    }
  });

  it('is whoever sits at this machine, while no token was ever made', async () => {
    const store = await openSqlite(':memory:');
    const { identify, isOpen } = openAccess(store, 'design');
    assert.equal(await isOpen(), true);
    assert.deepEqual(await identify({ authorization: null, host: 'localhost' }), LOCAL);
    await assert.rejects(identify({ authorization: null, host: '' }), { name: 'Problem', type: 'forbidden' });
    await store.close();
  });

  it('tokens are long, of one form, and never the same twice', () => {
    const tokens = Array.from({ length: 100 }, newToken);
    assert.equal(new Set(tokens).size, 100);
    for (const token of tokens) assert.match(token, /^dt_[\w-]{43}$/);
  });

  it('this machine has few names', () => {
    const names = ['localhost', 'LOCALHOST', '127.0.0.1', '::1', '[::1]', '0.0.0.0', '127.0.0.1.example', ''];
    assert.deepEqual(names.filter(isLoopback), ['localhost', 'LOCALHOST', '127.0.0.1', '::1', '[::1]']);
  });
});
