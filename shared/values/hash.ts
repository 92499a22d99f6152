/** Hashes that every copy, program and browser computes alike: SHA-256 over RFC 8785 (canonical JSON). */

import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import serialize from 'canonicalize';

/** SHA-256 of a text's UTF-8, as 64 lower-case hex digits. Synchronous: `crypto.subtle` is not. */
export function sha256(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}

/** SHA-256 over RFC 8785 JSON. Throws a TypeError for what is no JSON value (undefined, a function). */
export function hashOf(json: unknown): string {
  return sha256(canonicalJson(json));
}

/** The RFC 8785 text of a JSON value: keys in order, shortest numbers, no spaces. Throws for what is no JSON. */
export function canonicalJson(json: unknown): string {
  const text = serialize(json);
  if (text === undefined) throw new TypeError(`${typeof json} has no JSON text, so it has no hash`);
  return text;
}
