import assert from 'node:assert/strict';
import { MARK } from '../../addin/excel/marks.ts';
import { memoryOf } from '../../addin/pane/memory.ts';
import { countOf } from '../../addin/pane/state.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { Problem, Unreachable } from '../../shared/protocol/problem.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { message } from '../../shared/rules/message.ts';
import { editor, type Fixture, openFixture, owner } from '../ledger/builder.ts';
import { type AtDesk, notes, openPane, until } from './desk.ts';
import { cellsFrom } from './excel.ts';

/** A service that answers each call so. */
function failing(error: () => Error): Service {
  const fail = () => Promise.reject(error());
  return { schema: fail, rows: fail, changes: fail, push: fail, conflicts: fail, lease: fail };
}
const away = failing(() => new Unreachable('No answer came.'));

function findingsOf({ store }: AtDesk): string[] {
  const { checked, schema } = store.get();
  return (checked?.findings ?? []).map((finding) => `${finding.ref}: ${message(finding, schema)}`);
}

describe('checking in the pane', () => {
  it('lists the findings, also while the service is away', async () => {
    const pane = await openPane(notes(['N-001', 'First', null, 1], ['N-002', null, 'Ann', 2]), () => away);
    await pane.actions.connect();
    await pane.actions.check('workbook');
    const { connection, schemaFrom, checked, work, notice } = pane.store.get();
    assert.deepEqual(findingsOf(pane), ['N-002: Title is blank. Every row needs it: fill it in.']);
    assert.deepEqual(
      { connection, schemaFrom, rows: checked?.rows, work, notice },
      {
        connection: { status: 'away', message: 'No answer came.' },
        schemaFrom: 'built-in',
        rows: 2,
        work: null,
        notice: null,
      },
    );
    assert.equal(countOf(pane.store.get(), 'findings'), 1);
  });

  it('goes to the cell of a finding', async () => {
    const pane = await openPane(notes(['N-001', 'First', null, 1], ['N-002', null, 'Ann', 2]), () => away);
    await pane.actions.check('workbook');
    const finding = pane.store.get().checked?.findings[0];
    assert(finding);
    await pane.actions.goTo(finding);
    assert.deepEqual(pane.host.book.selection.area, { top: 2, left: 1, bottom: 2, right: 1 });
  });

  it('writes a fix, and looks again', async () => {
    const pane = await openPane(notes(['n_1', 'First', null, 1]), () => away);
    await pane.actions.check('workbook');
    const finding = pane.store.get().checked?.findings.find(({ fix }) => fix !== null);
    assert(finding);
    await pane.actions.fix(finding);
    assert.equal(pane.host.cell('Notes', 1, 0).value, 'N-001');
    assert.deepEqual(findingsOf(pane), []);
  });

  it('writes no fix into a cell that has changed since', async () => {
    const pane = await openPane(notes(['n_1', 'First', null, 1]), () => away);
    await pane.actions.check('workbook');
    const finding = pane.store.get().checked?.findings.find(({ fix }) => fix !== null);
    assert(finding);
    pane.host.type('Notes', 1, 0, 'N-007');
    await pane.actions.fix(finding);
    assert.equal(pane.host.cell('Notes', 1, 0).value, 'N-007');
    assert.match(pane.store.get().notice?.text ?? '', /changed since/);
  });

  it('lists all safe fixes, makes them once told to, and only in cells that still are as they were', async () => {
    const rows = notes(['n_1', 'First', null, 1], ['n_2', 'Second', null, 2], ['N-003', null, null, 3]);
    const pane = await openPane(rows, () => away);
    await pane.actions.fixAll();
    const { fixes } = pane.store.get();
    assert.deepEqual(
      fixes?.map(({ row, column, before, after }) => [row, column, before, after]),
      [
        [2, 'ref', 'n_1', 'N-001'],
        [3, 'ref', 'n_2', 'N-002'],
      ],
    );
    pane.host.type('Notes', 2, 0, 'N-007');
    await pane.actions.applyFixes();
    assert.deepEqual(
      [pane.host.cell('Notes', 1, 0).value, pane.host.cell('Notes', 2, 0).value, pane.store.get().fixes],
      ['N-001', 'N-007', null],
    );
    assert.equal(
      pane.store.get().notice?.text,
      '1 cell mended. 1 cell changed meanwhile and left as they are.',
    );
    assert.deepEqual(findingsOf(pane), ['N-003: Title is blank. Every row needs it: fill it in.']);
    await pane.actions.fixAll();
    assert.match(pane.store.get().notice?.text ?? '', /^No finding has a fix that needs no decision/);
    assert.equal(pane.store.get().fixes, null);
  });

  it('makes safe fixes as one step that Excel can undo', async () => {
    const pane = await openPane(notes(['n_1', 'First', null, 1], ['n_2', 'Second', null, 2]), () => away);
    await pane.actions.fixAll();
    await pane.actions.applyFixes();
    const refs = () => [pane.host.cell('Notes', 1, 0).value, pane.host.cell('Notes', 2, 0).value];
    assert.deepEqual(refs(), ['N-001', 'N-002']);
    pane.host.undo();
    assert.deepEqual(refs(), ['n_1', 'n_2']);
  });

  it('inserts a column that is missing, where there is room for it', async () => {
    const cells = cellsFrom([
      ['Ref', 'Owner', 'Count'],
      ['N-001', 'Ann', 1],
    ]);
    const book = { sheets: [{ name: 'Notes', cells }] };
    const pane = await openPane(book, () => away);
    await pane.actions.check('workbook');
    assert.deepEqual(
      pane.store.get().checked?.findings.map(({ rule, column }) => [rule, column]),
      [['heading-missing', 'title']],
    );
    await pane.actions.insertColumn('Notes', 'notes', 'title');
    assert.equal(pane.host.cell('Notes', 0, 3).value, 'Title');
    assert.deepEqual(findingsOf(pane), ['N-001: Title is blank. Every row needs it: fill it in.']);
    const full = await openPane(
      { sheets: [{ name: 'Notes', cells: [...cells, { row: 1, column: 3, value: 'Note' }] }] },
      () => away,
    );
    await full.actions.check('workbook');
    await full.actions.insertColumn('Notes', 'notes', 'title');
    assert.match(full.store.get().notice?.text ?? '', /Right of the table something stands already/);
  });

  it('names a register without refs, which can’t be synced, and gives it the column', async () => {
    const rows = [
      ['Title', 'Owner', 'When', 'Count'],
      ['First', 'Ann', null, 1],
      ['Second', 'Bob', null, 2],
    ];
    const pane = await openPane({ sheets: [{ name: 'Notes', cells: cellsFrom(rows) }] }, () => away);
    const unkeyed = () => pane.store.get().checked?.regions.map((region) => region.unkeyed ?? null);
    await pane.actions.check('workbook');
    assert.deepEqual(unkeyed(), ['no-ref']);
    await pane.actions.insertColumn('Notes', 'notes', 'ref');
    assert.deepEqual([pane.host.cell('Notes', 0, 4).value, unkeyed()], ['Ref', [null]]);
  });

  it('names a register that is no tab of the tracker', async () => {
    const book = notes(['N-001', 'First', null, 1]);
    const cells = cellsFrom([
      ['Lesson No', 'What we learnt', 'Who should know'],
      ['L-1', 'Agree the interface before the screens', 'Everybody'],
      ['L-2', 'Write decisions down on the same day', 'Secretaries'],
      ['L-3', 'Ask suppliers early', 'Design leads'],
    ]);
    const pane = await openPane({ sheets: [...book.sheets, { name: 'Lessons', cells }] }, () => away);
    await pane.actions.check('workbook');
    assert.deepEqual(
      pane.store.get().checked?.unknown.map(({ sheet, rows }) => [sheet, rows]),
      [['Lessons', 3]],
    );
  });

  it('says that the list is older than an edit, until it looks again', async () => {
    const pane = await openPane(notes(['N-001', null, null, 1]), () => away);
    await pane.actions.check('workbook');
    pane.host.type('Notes', 1, 1, 'First');
    pane.actions.edited({ sheet: 'Notes', address: 'B2', kind: 'edited', source: 'local', before: '' });
    assert.equal(pane.store.get().checked?.stale, true);
    await pane.actions.recheck();
    assert.deepEqual([pane.store.get().checked?.stale, findingsOf(pane)], [false, []]);
  });

  it('looks again after an edit where the edit was, and everywhere when asked', async () => {
    const book = notes(['N-001', 'First', null, 1], ['N-002', null, null, 1]);
    const pane = await openPane({ sheets: [...book.sheets, { name: 'Read me' }] }, () => away);
    await pane.actions.check('workbook');
    pane.host.type('Notes', 1, 1, '');
    const edit = { address: 'B2', kind: 'edited', source: 'local', before: 'First' } as const;
    // Nobody heard of the edit in Notes: the sheet that was edited is no tab, and then all is read.
    pane.actions.edited({ ...edit, sheet: 'Read me' });
    await pane.actions.recheck();
    assert.equal(findingsOf(pane).length, 2);
    pane.host.type('Notes', 1, 1, 'First');
    pane.host.type('Notes', 2, 1, 'Second');
    pane.actions.edited({ ...edit, sheet: 'Notes' });
    await pane.actions.recheck();
    assert.deepEqual([findingsOf(pane), pane.store.get().checked?.stale], [[], false]);
  });

  it('looks again at the edited sheet alone, and at those with formulas', async () => {
    const heading = ['Ref', 'Title', 'Owner', 'Count'];
    const sheets = [
      { name: 'Notes', cells: cellsFrom([heading, ['N-001', 'First', null, 1]]) },
      { name: 'More notes', cells: cellsFrom([heading, ['N-002', 'Second', null, 1]]) },
    ];
    const pane = await openPane({ sheets }, () => away);
    await pane.actions.check('workbook');
    const tabs = pane.store.get().checked?.regions.map(({ sheet }) => sheet);
    assert.deepEqual(tabs, ['Notes', 'More notes']);
    pane.host.type('Notes', 1, 1, '');
    pane.host.type('More notes', 1, 1, '');
    pane.actions.edited({
      sheet: 'Notes',
      address: 'B2',
      kind: 'edited',
      source: 'local',
      before: 'First',
    });
    await pane.actions.recheck();
    assert.deepEqual(findingsOf(pane), ['N-001: Title is blank. Every row needs it: fill it in.']);
    await pane.actions.check('workbook');
    assert.equal(findingsOf(pane).length, 2);
  });

  it('marks cells but not with AutoSave, and takes the marks off', async () => {
    const marks = ({ host }: AtDesk) =>
      host.save().sheets[0]?.conditionalFormats.filter(({ formula }) => formula === MARK).length;
    const book = notes(['N-001', null, null, 1]);
    const alone = await openPane(book, () => away);
    await alone.actions.open();
    await alone.actions.check('workbook');
    assert.equal(marks(alone), 1);
    await alone.actions.setMarked(false);
    assert.equal(marks(alone), 0);
    const shared = await openPane({ ...book, autoSave: true }, () => away);
    await shared.actions.open();
    await shared.actions.check('workbook');
    assert.deepEqual([marks(shared), shared.store.get().autoSave], [0, true]);
  });

  it('lists only what concerns the sheet that is shown', async () => {
    const book = notes(['N-001', null, null, 1]);
    const pane = await openPane({ sheets: [{ name: 'Read me' }, ...book.sheets] }, () => away);
    await pane.actions.check('sheet');
    assert.deepEqual(
      [pane.store.get().checked?.sheet, pane.store.get().checked?.rows, findingsOf(pane)],
      ['Read me', 0, []],
    );
    pane.host.select('Notes', 0, 0);
    await pane.actions.check('sheet');
    assert.deepEqual(findingsOf(pane), ['N-001: Title is blank. Every row needs it: fill it in.']);
  });

  it('shows what went wrong in Excel', async () => {
    const pane = await openPane(notes(['N-001', 'First', null, 1]), () => away);
    pane.host.modes.timedOut = true;
    await pane.actions.check('workbook');
    const { notice, work } = pane.store.get();
    assert.deepEqual([notice?.intent, work], ['error', null]);
    assert.match(notice?.text ?? '', /^Excel did not answer as expected/);
  });
});

describe('the connection in the pane', () => {
  it('asks for a token, keeps it in the browser, and then says who we are', async () => {
    const { ledger } = await openFixture();
    const known = serviceOf(ledger, editor);
    const stranger = failing(() => new Problem('unauthorized', 'Enter your token.'));
    const pane = await openPane(notes(), (token) => (token === 's3cret' ? known : stranger));
    await pane.actions.connect();
    assert.deepEqual(pane.store.get().connection, { status: 'stranger', message: 'Enter your token.' });
    await pane.actions.setToken('s3cret');
    assert.deepEqual(pane.store.get().connection, {
      status: 'answers',
      author: editor.name,
      role: 'editor',
      revision: 0,
    });
    assert.equal(pane.storage.get('design-tracker.token'), 's3cret');
    assert(!JSON.stringify(pane.host.save()).includes('s3cret'));
  });

  it('keeps the last schema for the time when the service is away', async () => {
    const { service } = await openFixture();
    const pane = await openPane(notes(), () => service);
    await pane.actions.connect();
    const kept = memoryOf(
      {
        getItem: (key) => pane.storage.get(key) ?? null,
        setItem: () => undefined,
        removeItem: () => undefined,
      },
      '',
    ).schema();
    assert.deepEqual(kept, pane.store.get().schema);
  });

  it('forgets a kept schema that is none', () => {
    const broken = { getItem: () => '{"tabs": 1}', setItem: () => undefined, removeItem: () => undefined };
    assert.equal(memoryOf(broken, '').schema(), null);
  });
});

describe('syncing in the pane', () => {
  let fixture: Fixture;
  let ann: AtDesk;

  /** Syncs, and sends the preview where there is one. */
  async function synced(pane: AtDesk): Promise<void> {
    let over = false;
    const done = pane.actions.sync().then(() => {
      over = true;
      pane.store.set({});
    });
    await until(pane.store, ({ preview, work }) => over || (preview !== null && work === null));
    pane.actions.send();
    await done;
  }
  /** What someone else pushes meanwhile. */
  async function elsewhere(column: string, from: string | null, to: string): Promise<void> {
    const { tracker, revision, hash, fingerprint } = await fixture.service.schema();
    await serviceOf(fixture.ledger, editor).push({
      request: fixture.uuid(),
      tracker,
      workbook: null,
      base: { revision, hash },
      fingerprint,
      changes: [{ op: 'set', tab: 'notes', ref: 'N-001', column, from, to }],
    });
  }

  beforeEach(async () => {
    fixture = await openFixture();
    ann = await openPane(notes(['N-001', 'First', 'Ann', 1], [null, 'Second', null, null]), () =>
      serviceOf(fixture.ledger, owner),
    );
    await ann.actions.connect();
    await ann.actions.open();
  });

  it('shows each change and sends nothing before it is told to', async () => {
    const done = ann.actions.sync();
    const { preview, view } = await until(
      ann.store,
      ({ preview, work }) => preview !== null && work === null,
    );
    assert.deepEqual(
      preview?.push.map(({ kind, ref, row, to }) => ({ kind, ref, row, to })),
      [
        { kind: 'add', ref: 'N-001', row: 2, to: { title: 'First', owner: 'Ann', count: 1 } },
        { kind: 'add', ref: null, row: 3, to: { title: 'Second' } },
      ],
    );
    assert.deepEqual([view, countOf(ann.store.get(), 'changes')], ['changes', 2]);
    assert.equal((await fixture.service.rows('notes')).rows.length, 0);
    ann.actions.cancel();
    await done;
    assert.equal(ann.store.get().result?.status, 'cancelled');
    assert.equal((await fixture.service.rows('notes')).rows.length, 0);
  });

  it('is not begun twice while its preview waits', async () => {
    const done = ann.actions.sync();
    const { preview } = await until(ann.store, ({ preview, work }) => preview !== null && work === null);
    ann.actions.show('findings');
    await ann.actions.sync();
    assert.deepEqual([ann.store.get().view, ann.store.get().preview === preview], ['changes', true]);
    ann.actions.cancel();
    await done;
  });

  it('says how far the ledger is ahead', async () => {
    await synced(ann);
    assert.deepEqual([ann.store.get().synced, ann.store.get().news], [1, 0]);
    await elsewhere('owner', 'Ann', 'Ed');
    await ann.actions.poll();
    assert.deepEqual([ann.store.get().synced, ann.store.get().news], [1, 1]);
  });

  it('leaves no state behind where a workbook is disconnected', async () => {
    const before = ann.host.save().sheets.map(({ name }) => name);
    await synced(ann);
    assert.notDeepEqual(
      ann.host.save().sheets.map(({ name }) => name),
      before,
    );
    await ann.actions.disconnect();
    assert.deepEqual(
      [ann.host.save().sheets.map(({ name }) => name), ann.store.get().synced],
      [before, null],
    );
  });

  it('writes the new refs into the sheet', async () => {
    await synced(ann);
    assert.equal(ann.host.cell('Notes', 2, 0).value, 'N-002');
    const { result, preview, work, connection } = ann.store.get();
    assert.deepEqual(
      {
        status: result?.status,
        pushed: result?.pushed,
        refs: result?.refs.map(({ ref }) => ref),
        preview,
        work,
      },
      { status: 'done', pushed: 2, refs: ['N-002'], preview: null, work: null },
    );
    assert.equal(connection.status === 'answers' && connection.revision, 1);
  });

  it('removes a row only where it is ticked', async () => {
    await synced(ann);
    ann.host.deleteRow('Notes', 2);
    await synced(ann);
    assert.deepEqual(
      [ann.host.cell('Notes', 2, 0).value, (await fixture.service.rows('notes')).rows.length],
      ['N-002', 2],
    );
    ann.host.deleteRow('Notes', 2);
    const done = ann.actions.sync();
    const { preview } = await until(ann.store, ({ preview, work }) => preview !== null && work === null);
    ann.actions.tick(preview?.removals[0]?.id ?? '', true);
    ann.actions.send();
    const { confirmation } = await until(
      ann.store,
      ({ confirmation, work }) => confirmation !== null && work === null,
    );
    assert.deepEqual(confirmation?.removals, [{ tab: 'notes', ref: 'N-002' }]);
    ann.actions.send();
    await done;
    assert.equal((await fixture.service.rows('notes')).rows.length, 1);
  });

  it('shows a conflict with both sides, and ends it as it is decided', async () => {
    await synced(ann);
    await elsewhere('owner', 'Ann', 'Ed');
    ann.host.type('Notes', 1, 2, 'Amy');
    await synced(ann);
    const [item] = ann.store.get().conflicts;
    assert(item);
    assert.deepEqual(
      [
        item.ref,
        item.heading,
        item.conflict.base,
        item.conflict.mine,
        item.conflict.theirs,
        item.conflict.theirsAuthor,
      ],
      ['N-001', 'Owner', 'Ann', 'Amy', 'Ed', editor.name],
    );
    assert.equal(ann.host.cell('Notes', 1, 2).value, 'Amy');
    await ann.actions.decide(item, 'theirs');
    assert.deepEqual(
      [ann.host.cell('Notes', 1, 2).value, ann.store.get().conflicts, ann.store.get().notice?.text],
      ['Ed', [], 'Decided.'],
    );
  });

  /** Ann and someone else change these columns of N-001 to different values; Ann syncs. */
  async function inConflict(...columns: readonly [column: string, at: number][]): Promise<void> {
    await synced(ann);
    for (const [column, at] of columns) {
      await elsewhere(column, String(ann.host.cell('Notes', 1, at).value), 'Theirs');
      ann.host.type('Notes', 1, at, 'Mine');
    }
    await synced(ann);
  }

  it('decides several conflicts alike, in one push', async () => {
    await inConflict(['owner', 2], ['title', 1]);
    const { conflicts } = ann.store.get();
    assert.equal(conflicts.length, 2);
    const { revision } = await fixture.service.schema();
    await ann.actions.decideAlike(conflicts, 'mine');
    assert.equal((await fixture.service.schema()).revision, revision + 1);
    assert.deepEqual([ann.store.get().conflicts, ann.store.get().notice?.text], [[], '2 decided.']);
    const [row] = (await fixture.service.rows('notes')).rows;
    assert.deepEqual([row?.cells.owner, row?.cells.title], ['Mine', 'Mine']);
  });

  it('decides on a third value, which is written into the cell', async () => {
    await inConflict(['owner', 2]);
    const [item] = ann.store.get().conflicts;
    assert(item);
    await ann.actions.decide(item, 'value', 'Both of us');
    assert.deepEqual(
      [ann.host.cell('Notes', 1, 2).value, (await fixture.service.rows('notes')).rows[0]?.cells.owner],
      ['Both of us', 'Both of us'],
    );
  });

  it('shows conflicts that are still open when the workbook is opened again, with where they are', async () => {
    await inConflict(['owner', 2]);
    const again = await openPane(ann.host.save(), () => serviceOf(fixture.ledger, owner));
    await again.actions.connect();
    await again.actions.open();
    assert.deepEqual(
      again.store
        .get()
        .conflicts.map(({ ref, heading, sheet, row, left }) => [ref, heading, sheet, row, left]),
      [['N-001', 'Owner', 'Notes', 2, false]],
    );
    assert.equal(again.store.get().notice?.text, '1 conflict of this workbook still to decide.');
  });

  it('does not record a disagreement where the workbook has no register for it', async () => {
    await inConflict(['owner', 2]);
    const [item] = ann.store.get().conflicts;
    assert(item);
    await ann.actions.record(item);
    assert.match(ann.store.get().notice?.text ?? '', /^This workbook has no dissensus register/);
    assert.equal(ann.store.get().conflicts.length, 1);
  });

  it('sends the reason that was typed in the preview along, and shows it in the history of the row', async () => {
    const done = ann.actions.sync();
    await until(ann.store, ({ preview, work }) => preview !== null && work === null);
    ann.actions.setReason(' Agreed at the meeting ');
    ann.actions.send();
    await done;
    assert.equal(ann.store.get().reason, '');
    ann.host.select('Notes', 1, 1);
    await ann.actions.historyOfSelection();
    const { history, view } = ann.store.get();
    assert.deepEqual(
      [view, history?.ref, history?.revisions.map(({ author, reason }) => [author, reason])],
      ['history', 'N-001', [[owner.name, 'Agreed at the meeting']]],
    );
    ann.host.select('Notes', 8, 0);
    await ann.actions.historyOfSelection();
    assert.match(ann.store.get().notice?.text ?? '', /^Row 9 of "Notes" is no row of the tracker/);
  });

  it('says so where the service goes away, and can go on later', async () => {
    await ann.actions.connect();
    const gone = await openPane(notes(['N-001', 'First', 'Ann', 1]), () => away);
    await gone.actions.sync();
    const { notice, connection, preview, work } = gone.store.get();
    assert.deepEqual(
      { notice, connection, preview, work },
      {
        notice: { intent: 'error', text: 'No answer came.' },
        connection: { status: 'away', message: 'No answer came.' },
        preview: null,
        work: null,
      },
    );
  });
});
