/**
 * The least of a browser page that office.js needs to start in Node: it finds its own script tag, adds others
 * beside it and waits for them. Everything else it touches is absent or does nothing.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

const BASE = 'https://office.test/lib/';

const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/office-js/package.json')),
  'dist',
);

const compiled = new Map<string, vm.Script>();

/** Opens a page with these globals and loads office.js in it. Answers its global object once the script has run. */
export function openPage(globals: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const page: Record<string, unknown> = {
    console,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    queueMicrotask,
    // Answers parsed with Node's own JSON have Node's own arrays, so that tests compare them with literals.
    JSON,
    Promise,
    performance,
    ...globals,
  };
  const nothing = () => undefined;
  const location = {
    href: `${BASE}pane.html`,
    hash: '',
    search: '',
    protocol: 'https:',
    host: 'office.test',
    origin: 'https://office.test',
  };
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  };
  const own = element('script');
  own.src = `${BASE}office.js`;
  const head = { ...element('head'), appendChild: (child: PageElement) => runScript(child, page) };
  Object.assign(page, {
    window: page,
    self: page,
    top: page,
    parent: page,
    location,
    sessionStorage: storage,
    localStorage: storage,
    history: {},
    navigator: { userAgent: 'node', platform: 'Win32', language: 'en-GB', appVersion: '' },
    addEventListener: nothing,
    removeEventListener: nothing,
    document: {
      head,
      body: element('body'),
      location,
      URL: location.href,
      readyState: 'complete',
      cookie: '',
      referrer: '',
      addEventListener: nothing,
      removeEventListener: nothing,
      getElementById: () => null,
      createElement: element,
      getElementsByTagName: (name: string) => (name === 'script' ? [own] : name === 'head' ? [head] : []),
    },
  });
  vm.createContext(page);
  shareArrayMethods(page);
  script('office.js').runInContext(page);
  return page;
}

/** The methods of arrays that make new ones. */
const MAKERS = [
  'concat',
  'filter',
  'flat',
  'flatMap',
  'map',
  'slice',
  'splice',
  'toReversed',
  'toSorted',
  'toSpliced',
];

/**
 * A vm context has arrays of its own, which `deepEqual` tells from Node's. With Node's methods `items.map(…)` and its
 * like give Node's arrays; `items` itself stays the page's.
 */
function shareArrayMethods(page: vm.Context): void {
  const prototype: unknown = vm.runInContext('Array.prototype', page);
  if (typeof prototype !== 'object' || prototype === null) throw new Error('The page has no Array.');
  for (const name of MAKERS) Reflect.set(prototype, name, Reflect.get(Array.prototype, name));
}

interface PageElement {
  tagName: string;
  src: string;
  id: string;
  onload: (() => void) | null;
  style: object;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
}

function element(tagName: string): PageElement {
  const attributes = new Map<string, string>();
  return {
    tagName,
    src: '',
    id: '',
    onload: null,
    style: {},
    getAttribute: (name) => attributes.get(name) ?? null,
    setAttribute: (name, value) => {
      attributes.set(name, value);
    },
  };
}

function runScript(child: PageElement, page: Record<string, unknown>): PageElement {
  if (child.tagName !== 'script' || !child.src.startsWith(BASE)) return child;
  setTimeout(() => {
    script(child.src.slice(BASE.length)).runInContext(page);
    child.onload?.();
  }, 0);
  return child;
}

/** The package's file, unmodified, compiled once for all pages. */
function script(name: string): vm.Script {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = new vm.Script(readFileSync(join(FOLDER, name), 'utf8'), { filename: name });
  compiled.set(name, made);
  return made;
}
