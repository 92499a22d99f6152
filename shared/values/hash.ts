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
  const text = quickly(json) ?? serialize(json);
  if (text === undefined) throw new TypeError(`${typeof json} has no JSON text, so it has no hash`);
  return text;
}

/**
 * The same text by the engine's own `JSON.stringify`, over a copy of what has not its keys in order: in less than half
 * the time, and half of a push is such texts. Null for what that would write otherwise; then the library says.
 */
function quickly(json: unknown): string | null {
  const ordered = inOrder(json);
  if (ordered === UNSURE) return null;
  const text = JSON.stringify(ordered);
  // A lone surrogate is written as an escape, and there is no other reason for this one.
  return text === undefined || text.includes('\\ud') ? null : text;
}

const UNSURE = Symbol('JSON.stringify might write it otherwise');

/** Keys that an object lists before all others, or that are no keys to it. */
const OUT_OF_ORDER = /^(?:\d|__proto__$)/;

/** The value itself where all its keys are in order, else a copy. */
function inOrder(json: unknown): unknown {
  if (typeof json === 'number') return Number.isFinite(json) ? json : UNSURE;
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) {
    const list: unknown[] = [];
    for (const each of json) {
      const ordered = inOrder(each);
      if (ordered === UNSURE) return UNSURE;
      list.push(ordered);
    }
    return list;
  }
  if (Object.getPrototypeOf(json) !== Object.prototype) return UNSURE;
  const keys = Object.keys(json);
  if (isFlatInOrder(json, keys)) return json;
  const copy: Record<string, unknown> = {};
  for (const key of sorted(keys)) {
    const ordered = OUT_OF_ORDER.test(key) ? UNSURE : inOrder(Reflect.get(json, key));
    if (ordered === UNSURE) return UNSURE;
    copy[key] = ordered;
  }
  return copy;
}

/** Whether an object has its keys in order and only plain values: rows that were read back are most of what is written. */
function isFlatInOrder(json: object, keys: readonly string[]): boolean {
  let before = '';
  for (const key of keys) {
    if (key < before) return false;
    before = key;
    const value: unknown = Reflect.get(json, key);
    const isPlain =
      typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'object' || value === null;
    if (!isPlain) return false;
  }
  return true;
}

/** Beyond so many keys the engine's own sorting is faster than one without a call for each comparison. */
const FEW = 24;

/** By UTF-16 code units, in place. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort();
  for (let from = 1; from < keys.length; from += 1) {
    const key = keys[from] ?? '';
    let to = from - 1;
    for (let before = keys[to]; before !== undefined && before > key; before = keys[to]) {
      keys[to + 1] = before;
      to -= 1;
    }
    keys[to + 1] = key;
  }
  return keys;
}
