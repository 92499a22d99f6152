import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import serialize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, hashOf, sha256 } from '../../shared/values/hash.ts';

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

  it('rests on the text that RFC 8785 gives, whatever the keys, texts and numbers are', () => {
    const keys = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('10', '9', 'a', '-1', '1a', 'toJSON', 'constructor', 'x:1', '\\ud800'),
    );
    const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 });
    const holding = fc.dictionary(keys, json, { maxKeys: 40 });
    fc.assert(
      fc.property(fc.oneof(json, holding, fc.array(holding)), (value) => {
        assert.equal(canonicalJson(value), serialize(value));
      }),
      { numRuns: 150 },
    );
    for (const text of ['\\ud83d', '\\\\ud', '𝄞 \u0001 "']) {
      assert.equal(canonicalJson({ text }), serialize({ text }));
    }
    assert.equal(canonicalJson([new Date(0)]), '["1970-01-01T00:00:00.000Z"]');
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${30 - at}`, at]));
    assert.equal(canonicalJson(many), serialize(many));
    const dated = { at: new Date(0), none: Object.assign(Object.create(null), { b: 1, a: 2 }) };
    assert.equal(canonicalJson(dated), '{"at":"1970-01-01T00:00:00.000Z","none":{"a":2,"b":1}}');
    assert.equal(canonicalJson(JSON.parse('{"b":1,"__proto__":2}')), '{"__proto__":2,"b":1}');
  });

  it('is refused for text that is no text, and numbers that are none', () => {
    for (const wrong of ['\ud800', { '\udc00': 1 }, [Number.NaN], { a: Number.POSITIVE_INFINITY }]) {
      assert.throws(() => canonicalJson(wrong));
    }
  });
});
