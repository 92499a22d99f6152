/** The walker of the small parts, with a SAX library for its judge. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { WorkbookError } from '../../server/xlsx/error.ts';
import { walkXml } from '../../server/xlsx/walk.ts';

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NAMES = ['a', 'ref', 'r:id'];

type Event = readonly [string, string, Readonly<Record<string, string | undefined>>?];

function walked(xml: string): Event[] {
  const events: Event[] = [];
  walkXml(Buffer.from(xml), 'part.xml', {
    open(name, attributes, parent, depth) {
      const values = Object.fromEntries(NAMES.map((each) => [each, attributes.get(each)]));
      events.push([`${depth} ${parent}>${name}`, '', values]);
    },
    close: (name, text) => events.push([`/${name}`, text]),
  });
  return events;
}

function judged(xml: string): Event[] {
  const events: Event[] = [];
  const open: { name: string; text: string }[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ local, attributes }) => {
    const values = new Map(
      Object.values(attributes).map(({ uri, local: name, value }) => [
        uri === RELATIONSHIPS ? `r:${name}` : name,
        value,
      ]),
    );
    events.push([
      `${open.length} ${open.at(-1)?.name ?? ''}>${local}`,
      '',
      Object.fromEntries(NAMES.map((each) => [each, values.get(each)])),
    ]);
    open.push({ name: local, text: '' });
  });
  const text = (more: string) => {
    const inner = open.at(-1);
    if (inner !== undefined) inner.text += more;
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', ({ local }) => events.push([`/${local}`, open.pop()?.text ?? '']));
  parser.write(xml).close();
  return events;
}

const value = fc
  .array(fc.constantFrom('a', 'é', ' ', '\n', '\r\n', '\t', '&amp;', '&#10;', '&#x2019;', '>', '😀'), {
    maxLength: 5,
  })
  .map((pieces) => pieces.join(''));
const attribute = fc
  .tuple(fc.constantFrom(...NAMES, 'q:id'), value, fc.constantFrom('"', "'"))
  .map(([name, text, quote]) => `${name}=${quote}${text}${quote}`);
const { element } = fc.letrec((tie) => ({
  element: fc
    .record({
      name: fc.constantFrom('x', 'p:y', 'long-name'),
      attributes: fc.uniqueArray(attribute, { maxLength: 3, selector: (each) => each.split('=')[0] }),
      inside: fc.oneof(
        { maxDepth: 3 },
        fc.constant(null),
        fc.array(
          fc.oneof(
            value,
            fc.constantFrom('<!-- <x> -->', '<![CDATA[ <b> & ]]>', '<?do it?>'),
            tie('element').map(String),
          ),
          { maxLength: 4 },
        ),
      ),
    })
    .map(({ name, attributes, inside }) => {
      const tag = [name, ...attributes].join(' ');
      return inside === null ? `<${tag}/>` : `<${tag}>${inside.join('')}</${name} >`;
    }),
}));

describe('a small part', () => {
  it('is walked through as a SAX library does', () => {
    fc.assert(
      fc.property(element, (xml) => {
        const whole = `<?xml version="1.0"?>\n<root xmlns:p="urn:p" xmlns:r="${RELATIONSHIPS}" xmlns:q="urn:q"><in xmlns:q="${RELATIONSHIPS}"/>${xml}</root>\n`;
        assert.deepEqual(walked(whole), judged(whole));
      }),
      { numRuns: 300 },
    );
  });

  it('knows relations by their namespace, under whatever prefix, for as long as it is declared', () => {
    const xml = `<x><y xmlns:q="${RELATIONSHIPS}" q:id="1"><z q:id="2"/></y><y xmlns:q="urn:q" q:id="3"/></x>`;
    const ids = walked(xml).flatMap(([, , values]) => (values === undefined ? [] : [values['r:id']]));
    assert.deepEqual(ids, [undefined, '1', '2', undefined]);
  });

  for (const [what, xml] of Object.entries({
    'it is empty': '',
    'it is only white space': ' \n',
    'it is text': 'hello',
    'an element is not closed': '<x><y></y>',
    'an element is closed by another': '<x><y></x></y>',
    'an element is closed twice': '<x></x></x>',
    'there is a second root': '<x/><y/>',
    'text stands behind the root': '<x/>more',
    'a closing tag has attributes': '<x></x a="1">',
    'a tag breaks off': '<x a="1',
    'a closing tag breaks off': '<x></x',
    'an attribute has no value': '<x a/>',
    'an attribute has no quotes': '<x a=1/>',
    'a comment breaks off': '<x><!-- </x>',
    'an element has no name': '<x>< y/></x>',
    'an entity is defined nowhere': '<x>&lol;</x>',
    'an entity in an attribute is defined nowhere': '<x a="&lol;"/>',
    'a character is none of XML': '<x>\u0001</x>',
    'a number stands for a character that is none of XML': '<x a="&#1;"/>',
  })) {
    it(`is refused, named, where ${what}`, () =>
      assert.throws(
        () => walkXml(Buffer.from(xml), 'part.xml', { open: (_name, attributes) => attributes.get('a') }),
        (error) =>
          error instanceof WorkbookError && error.code === 'damaged' && /"part\.xml"/.test(error.message),
      ));
  }
});
