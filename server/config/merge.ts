/**
 * Settings laid into the text of a `tracker.yaml`. The person's own lines and comments stay: what stands there counts,
 * and only what is not there yet is added. Lists of names grow.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { ConfigurationError } from '../../shared/tracker/problems.ts';

/** Lists of these names add to what stands there. */
const LISTS_OF_NAMES = new Set(['sheets', 'aliases']);

export interface Remarked {
  readonly value: unknown;
  /** Put behind it as a comment. */
  readonly remark: string;
}

/**
 * The text with the settings in it. `rules` are switched as they say, each with its remark, below `heading`, a comment.
 * Throws ConfigurationError where the text is built in a way that nothing can be added to.
 */
export function merged(
  text: string,
  settings: object,
  rules: Readonly<Record<string, Remarked>> = {},
  heading = '',
): string {
  const document = parseDocument(text);
  for (const [key, value] of Object.entries(settings)) lay(document, [key], value);
  let first = true;
  for (const [rule, { value, remark }] of Object.entries(rules)) {
    if (document.hasIn(['rules', rule])) continue;
    const node = document.createNode(value);
    node.comment = ` ${remark}`;
    const key = document.createNode(rule);
    if (first && heading !== '') key.commentBefore = ` ${heading}`;
    first = false;
    const under = mapAt(document, ['rules']);
    under.add(document.createPair(key, node));
  }
  return document.contents === null ? text : document.toString({ lineWidth: 0 });
}

type Path = readonly string[];

function lay(document: Document.Parsed, path: Path, value: unknown): void {
  const last = path.at(-1) ?? '';
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const map = mapAt(document, path);
    for (const [key, each] of Object.entries(value)) {
      const at = document.getIn([...path, key], true);
      const isDropped = isScalar(at) && at.value === false && typeof each === 'object';
      lay(document, [...path, isDropped ? freeKey(key, (name) => map.has(name)) : key], each);
    }
    return;
  }
  const there = document.getIn(path, true);
  if (there === undefined || (isScalar(there) && there.value === null && value !== null)) {
    document.setIn(path, document.createNode(value));
  } else if (Array.isArray(value) && LISTS_OF_NAMES.has(last) && isSeq(there)) {
    const known = new Set(there.items.map((item) => (isScalar(item) ? item.value : null)));
    for (const item of value) if (!known.has(item)) there.add(document.createNode(item));
  }
}

/** The mapping at a path, made where there is none. */
function mapAt(document: Document.Parsed, path: Path) {
  for (let length = 1; length < path.length; length++) {
    if (isAlias(document.getIn(path.slice(0, length), true))) throw unmergeable(path);
  }
  const there = document.getIn(path, true);
  if (isMap(there)) return there;
  if (there !== undefined && !(isScalar(there) && there.value === null)) throw unmergeable(path);
  const made = document.createNode({});
  made.flow = false;
  document.setIn(path, made);
  return made;
}

function unmergeable(path: Path): ConfigurationError {
  return new ConfigurationError([
    { path: path.join('.'), message: 'nothing can be added here; write it out as a plain mapping first' },
  ]);
}

function freeKey(key: string, isTaken: (key: string) => boolean): string {
  let free = key;
  for (let count = 2; isTaken(free); count++) free = `${key}-${count}`;
  return free;
}
