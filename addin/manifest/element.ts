/** The manifest's XML as a tree that knows its lines, so that a problem can name its place. */
import { SaxesParser } from 'saxes';

export interface Element {
  /** Without a prefix: `Image` for `<bt:Image>`. */
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Growing extends Element {
  readonly children: Growing[];
  text: string;
}

/** The root element. Throws an Error with the place where the text is not well-formed XML. */
export function parseManifest(xml: string): Element {
  const parser = new SaxesParser({ fileName: 'manifest.xml', position: true, xmlns: false as const });
  const open: Growing[] = [];
  let root: Growing | null = null;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const element: Growing = {
      name: local(tag.name),
      line: parser.line,
      attributes: tag.attributes,
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text.trim();
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  if (!root) throw new Error('manifest.xml is empty.');
  return root;
}

/** The element and all below it, in document order. */
export function* walk(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) yield* walk(child);
}

/** All elements of one of these names, in document order. */
export function all(root: Element, ...names: readonly string[]): Element[] {
  return [...walk(root)].filter((element) => names.includes(element.name));
}

/** The first child of that name, or undefined. */
export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((each) => each.name === name);
}

/** `xsi:type` of an element, or undefined. */
export function typeOf(element: Element): string | undefined {
  return element.attributes['xsi:type'];
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
