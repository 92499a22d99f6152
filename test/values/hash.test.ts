import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { hashOf, sha256 } from '../../shared/values/hash.ts';

describe('a hash', () => {
  it('is the SHA-256 of a text’s UTF-8, as Node computes it', () => {
    for (const text of ['', 'abc', 'naïve – 𝄞'.repeat(500)]) {
      assert.equal(sha256(text), createHash('sha256').update(text, 'utf8').digest('hex'));
    }
  });

  it('of JSON does not depend on the order of keys or the way a number is written', () => {
    assert.equal(hashOf({ b: [1, 1e2], a: null }), sha256('{"a":null,"b":[1,100]}'));
  });

  it('is refused for what is no JSON', () => {
    assert.throws(() => hashOf(undefined), TypeError);
  });
});
