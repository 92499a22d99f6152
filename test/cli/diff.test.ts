import assert from 'node:assert/strict';
import { ACTIONS, action, Folder, tracker } from './tracker.ts';

describe('tracker diff', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  let books = 0;
  const book = (...rows: ReturnType<typeof action>[]) => {
    books += 1;
    return folder.book(`${books}.xlsx`, { 'Minutes and Actions': [ACTIONS, ...rows] });
  };
  const tab = 'actions';
  const cells = (text: string) => ({
    date: '2022-05-11',
    action: text,
    owner: 'PMO',
    'due-date': '2022-09-14',
    update: 'ONGOING: drafted',
  });
  const A = (ref: string | null, text: string) => action(ref, { action: text });

  it('lists what changed from the first to the second, wherever the rows stand', async () => {
    const a = await book(A('DAG05-01', 'One'), A('DAG05-02', 'Two'), A('DAG05-03', 'Three'));
    const b = await book(
      A('DAG05-03', 'Three'),
      A('dag05_01', 'Uno'),
      A('DAG05-04', 'Four'),
      A(null, 'Five'),
    );
    const { exit, json } = await tracker(['diff', a, b, '--json']);
    assert.deepEqual(
      { exit, json },
      {
        exit: 0,
        json: {
          changes: [
            { op: 'set', tab, ref: 'DAG05-01', column: 'action', before: 'One', after: 'Uno' },
            { op: 'remove', tab, ref: 'DAG05-02', cells: cells('Two') },
            { op: 'add', tab, ref: 'DAG05-04', cells: cells('Four') },
            { op: 'add', tab, ref: 'new:1', cells: cells('Five') },
          ],
        },
      },
    );
    const text = await tracker(['diff', a, b]);
    assert.match(text.out, /Minutes and Actions: DAG05-01 action: One → Uno\n/);
    assert.match((await tracker(['diff', a, a])).out, /^No difference\.$/m);
  });

  it('tells a renumbered row from one removed and one added, swaps included', async () => {
    const a = await book(A('DAG05-01', 'One'), A('DAG05-02', 'Two'), A('DAG05-03', 'Three'));
    const b = await book(A('DAG05-02', 'One'), A('DAG05-01', 'Two'), A('DAG05-09', 'Three'));
    const { json } = await tracker(['diff', a, b, '--json']);
    assert.deepEqual(json, {
      changes: [
        { op: 'renumber', tab, ref: 'DAG05-01', to: 'DAG05-02' },
        { op: 'renumber', tab, ref: 'DAG05-02', to: 'DAG05-01' },
        { op: 'renumber', tab, ref: 'DAG05-03', to: 'DAG05-09' },
      ],
    });
  });

  it('says nothing of a column that one of the books lacks', async () => {
    const a = await book(A('DAG05-01', 'One'));
    const b = await folder.book('narrow.xlsx', {
      'Minutes and Actions': [
        ['Ref', 'Date', 'Action', 'Owner', 'Due Date'],
        ['DAG05-01', '2022-05-11', 'One', 'PMO', '2022-09-14'],
      ],
    });
    assert.deepEqual((await tracker(['diff', a, b, '--json'])).json, { changes: [] });
  });

  it('merges two books that come from one: cell by cell, and what can’t be merged is a conflict at the base', async () => {
    const base = await book(...['1', '2', '3', '4', '5'].map((n) => A(`DAG05-0${n}`, `Base ${n}`)));
    const mine = await book(
      A('DAG05-01', 'Mine'),
      action('DAG05-02', { action: 'Base 2', owner: 'SI' }),
      A('DAG05-04', 'Mine too'),
      A('DAG05-05', 'Same'),
      A('DAG05-06', 'New here'),
      A(null, 'Noted by both'),
    );
    const theirs = await book(
      A('DAG05-01', 'Theirs'),
      A('DAG05-02', 'Theirs too'),
      A('DAG05-03', 'Edited'),
      A('DAG05-05', 'Same'),
      A('DAG05-06', 'New there'),
      A(null, 'Noted by both'),
    );
    const { exit, json } = await tracker(['diff', mine, theirs, base, '--json']);
    const { merged, conflicts } = Object(json);
    const set = (ref: string, column: string, before: string, after: string) => ({
      op: 'set',
      tab,
      ref,
      column,
      before,
      after,
    });
    assert.deepEqual(
      { exit, merged, conflicts },
      {
        exit: 1,
        merged: [
          set('DAG05-02', 'owner', 'PMO', 'SI'),
          set('DAG05-02', 'action', 'Base 2', 'Theirs too'),
          set('DAG05-05', 'action', 'Base 5', 'Same'),
          { op: 'add', tab, ref: 'new:1', cells: cells('Noted by both') },
        ],
        conflicts: [
          {
            kind: 'cell',
            tab,
            ref: 'DAG05-01',
            column: 'action',
            base: 'Base 1',
            mine: 'Mine',
            theirs: 'Theirs',
          },
          {
            kind: 'removed-edited',
            tab,
            ref: 'DAG05-03',
            column: null,
            base: cells('Base 3'),
            mine: null,
            theirs: cells('Edited'),
          },
          {
            kind: 'edited-removed',
            tab,
            ref: 'DAG05-04',
            column: null,
            base: cells('Base 4'),
            mine: cells('Mine too'),
            theirs: null,
          },
          {
            kind: 'added',
            tab,
            ref: 'DAG05-06',
            column: null,
            base: null,
            mine: cells('New here'),
            theirs: cells('New there'),
          },
        ],
      },
    );
    assert.equal((await tracker(['diff', mine, mine, base])).exit, 0);
  });

  it('merges a cell of dated lines line by line', async () => {
    const noted = (update: string) => [['DAG05-01', '2022-05-11', 'One', 'PMO', '2022-09-14', update]];
    const first = '10/08/2022: drafted';
    const base = await book(...noted(first));
    const mine = await book(...noted(`${first}\n11/08/2022: sent`));
    const theirs = await book(...noted(`${first}\n12/08/2022: answered`));
    const { exit, json } = await tracker(['diff', mine, theirs, base, '--json']);
    assert.deepEqual(
      { exit, merged: Object(json).merged },
      {
        exit: 0,
        merged: [
          {
            op: 'set',
            tab,
            ref: 'DAG05-01',
            column: 'update',
            before: first,
            after: `${first}\n11/08/2022: sent\n12/08/2022: answered`,
          },
        ],
      },
    );
  });

  it('gives no ref to two rows: a renumbering that is in the way of another row is a conflict', async () => {
    const base = await book(A('DAG05-01', 'One'), A('DAG05-02', 'Two'));
    const mine = await book(A('DAG05-07', 'One'), A('DAG05-02', 'Two'));
    const theirs = await book(A('DAG05-01', 'One'), A('DAG05-07', 'Two'));
    const { exit, json } = await tracker(['diff', mine, theirs, base, '--json']);
    const conflict = (ref: string) => ({
      kind: 'renumbered',
      tab,
      ref,
      column: null,
      base: ref,
      mine: 'DAG05-07',
      theirs: ref,
    });
    assert.deepEqual(
      { exit, merged: Object(json).merged, conflicts: Object(json).conflicts },
      { exit: 1, merged: [], conflicts: [conflict('DAG05-01'), conflict('DAG05-02')] },
    );
  });
});
