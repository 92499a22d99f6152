import assert from 'node:assert/strict';
import { SaxesParser } from 'saxes';
import { type FrontPage, frontPage } from '../../server/pages/front.ts';
import type { Overview } from '../../server/pages/overview.ts';
import { ask, note, type Running, serve } from '../http/service.ts';

const HOSTILE = `<script>alert("1")</script>&'><img src=x onerror=alert(1)>`;

const empty: Overview = {
  tabs: [{ tab: 'notes', title: 'Notes', rows: 0, statuses: [] }],
  overdue: [],
  risks: [],
  findings: { error: 0, warning: 0, info: 0 },
  latest: [],
  exports: [],
};

const page = (overview: Partial<Overview> = {}, more: Partial<FrontPage> = {}) =>
  frontPage({
    overview: { ...empty, ...overview },
    today: '2022-08-10',
    revision: 7,
    timeZone: 'Europe/London',
    hasTry: false,
    ...more,
  });

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The elements of a page in order, each with its text; read as XML, so that a tag left open fails. */
function elements(text: string): Element[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: typeof found = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: Object.fromEntries(Object.entries(attributes)), text: '' };
    found.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    for (const element of open) element.text += part;
  });
  parser.on('closetag', () => void open.pop());
  parser
    .write(text.replace(/^<!doctype html>/, '').replaceAll(/<(meta|link|br)([^>]*)>/g, '<$1$2/>'))
    .close();
  return found.map((element) => ({ ...element, text: element.text.replaceAll(/\s+/g, ' ').trim() }));
}

const named = (text: string, name: string) => elements(text).filter((element) => element.name === name);

describe('the front page', () => {
  const full = page(
    {
      tabs: [{ tab: 'notes', title: HOSTILE, rows: 1, statuses: [{ status: HOSTILE, rows: 1 }] }],
      overdue: [
        {
          tab: 'notes',
          ref: HOSTILE,
          what: HOSTILE,
          owner: HOSTILE,
          heading: HOSTILE,
          date: '2022-08-01',
          days: 9,
        },
      ],
      risks: [{ ref: HOSTILE, title: HOSTILE, owner: HOSTILE, probability: 4, impact: 5, score: 20 }],
      latest: [
        {
          revision: 7,
          hash: '0'.repeat(64),
          author: HOSTILE,
          at: '2022-08-10T09:00:00.000Z',
          workbook: null,
          reason: HOSTILE,
          changes: [
            { op: 'set', tab: 'notes', ref: HOSTILE, column: 'x:mood', before: HOSTILE, after: HOSTILE },
          ],
        },
      ],
      exports: [
        {
          group: 'DAG',
          nights: [
            {
              night: '2022-08-10',
              revision: 7,
              hash: '0'.repeat(64),
              state: 'made',
              files: [
                { file: 'design-tracker-DAG-2022-08-10.xlsx', bytes: 1, sha256: '0'.repeat(64) },
                { file: 'manifest.json', bytes: 1, sha256: '0'.repeat(64) },
              ],
            },
            { night: '2022-08-09', revision: null, hash: null, state: 'late', files: [] },
          ],
        },
      ],
    },
    { hasTry: true },
  );

  it('shows what people typed as text, whatever it is', () => {
    assert.deepEqual(
      elements(full).filter(({ name }) => name === 'script' || name === 'img'),
      [],
    );
    const [item] = named(full, 'small').filter(({ text }) => text.includes('9 days ago'));
    assert.equal(item?.text, `${HOSTILE} 01/08/2022, 9 days ago · ${HOSTILE}`);
    assert.equal(named(full, 'q')[0]?.text, HOSTILE);
  });

  it('links to the files of each night and to the page for trying out', () => {
    const links = named(full, 'a').map(({ attributes, text }) => [
      text,
      attributes.href,
      attributes['aria-label'],
    ]);
    assert.deepEqual(links, [
      ['Try the add-in without Excel', '/try', undefined],
      [
        'workbook',
        '/exports/DAG/2022-08-10/design-tracker-DAG-2022-08-10.xlsx',
        'workbook of DAG, 10/08/2022',
      ],
      ['manifest.json', '/exports/DAG/2022-08-10/manifest.json', 'manifest.json of DAG, 10/08/2022'],
    ]);
    assert.ok(named(full, 'li').some(({ text }) => text === '09/08/2022 not made'));
    assert.deepEqual(named(page(), 'a'), []);
  });

  it('can be read aloud: a language, one first heading, no level left out, regions with names, heads of tables', () => {
    assert.equal(named(full, 'html')[0]?.attributes.lang, 'en-GB');
    assert.equal(named(full, 'title')[0]?.text, 'Design Tracker');
    const levels = elements(full).flatMap(({ name }) => /^h([1-6])$/.exec(name)?.[1] ?? []);
    assert.equal(levels.filter((level) => level === '1').length, 1);
    levels.forEach((level, index) => {
      assert.ok(Number(level) <= Number(levels[index - 1] ?? 0) + 1, `h${level} after h${levels[index - 1]}`);
    });
    const ids = elements(full).flatMap(({ attributes }) => attributes.id ?? []);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const { attributes } of named(full, 'section')) {
      assert.ok(ids.includes(attributes['aria-labelledby'] ?? ''));
    }
    for (const { attributes } of named(full, 'th')) assert.equal(attributes.scope, 'col');
    for (const { attributes } of named(full, 'meter')) assert.equal(attributes['aria-hidden'], 'true');
  });

  it('says of an empty ledger what to do next', () => {
    const texts = named(page(), 'p').map(({ text }) => text);
    assert.deepEqual(texts, [
      '10/08/2022 · revision 7 · 0 rows · 0 errors, 0 warnings',
      'The ledger is empty. Open the tracker in Excel and press Sync, or type npx tracker import FILE --adopt.',
      'Nothing is past its date.',
      'No open risk has a probability and an impact.',
      'Nothing has been pushed yet.',
      'The configuration names no group to export to.',
    ]);
  });

  it('cuts long lists short and says how much is left out', () => {
    const overdue = Array.from({ length: 17 }, (_, index) => ({
      tab: 'notes',
      ref: `N-${index}`,
      what: 'x',
      owner: '',
      heading: 'Due',
      date: '2022-08-01',
      days: 9,
    }));
    assert.equal(named(page({ overdue }), 'li').length, 15);
    assert.ok(named(page({ overdue }), 'p').some(({ text }) => text === 'and 2 more'));
  });
});

describe('the front page of a running service', () => {
  let running: Running;
  before(async () => {
    running = await serve();
  });
  after(() => running.stop());

  it('shows the newest changes first, also after one with more changes than an answer holds', async () => {
    const service = running.as();
    const many = Array.from({ length: 5_100 }, (_, index) => note(`N-${String(index + 1).padStart(3, '0')}`));
    await service.push(await running.body(many));
    await service.push(await running.body([note('new:1')], { reason: HOSTILE }));
    const { status, type, text, headers } = await ask(running.service.url);
    assert.deepEqual([status, type], [200, 'text/html']);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const lines = named(text, 'li').map((element) => element.text);
    const newest = lines.findIndex((line) => line.includes('revision 2') && line.includes(HOSTILE));
    const older = lines.findIndex((line) => line.includes('revision 1') && line.endsWith('and 5096 more'));
    assert.deepEqual([newest >= 0, older > newest], [true, true], lines.join('\n'));
    assert.ok(named(text, 'h3').some((heading) => heading.text === 'Notes 5101 rows'));
  });

  it('has a style sheet', async () => {
    const { status, type } = await ask(`${running.service.url}/pages.css`);
    assert.deepEqual([status, type], [200, 'text/css']);
  });

  it('answers what is not there as every refusal', async () => {
    const { status, json } = await ask(`${running.service.url}/nothing/here`);
    assert.deepEqual(
      [status, json],
      [
        404,
        { type: 'not-found', title: 'not found', status: 404, detail: 'There is nothing at /nothing/here.' },
      ],
    );
  });
});
