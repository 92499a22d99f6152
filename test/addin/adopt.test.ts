import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { z } from 'zod';
import { excelWorkbook } from '../../addin/excel/workbook.ts';
import { OWN, questionId } from '../../addin/pane/adoption.ts';
import { yamlLines } from '../../addin/pane/yaml-lines.ts';
import type { Author } from '../../server/ledger/push.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { Unreachable } from '../../shared/protocol/problem.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { choiceRows, readChoices, readState } from '../../shared/sync/state.ts';
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { BookInput } from '../excel-host/data.ts';
import { editor, type Fixture, openFixture, owner } from '../ledger/builder.ts';
import { schema as withLinkColumn } from '../sheet/grid.ts';
import { type AtDesk, notes, openPane, until } from './desk.ts';
import { cellsFrom, openExcel } from './excel.ts';

const fail = () => Promise.reject(new Unreachable('No answer came.'));
const away: Service = { schema: fail, rows: fail, changes: fail, push: fail, conflicts: fail, lease: fail };

type Cell = string | number | null;
const GERMAN = ['Nr', 'Titel', 'Wer', 'Anzahl'];
const ROWS: Cell[][] = [
  ['N-001', 'Agree the interface before the screens', 'Ann', 1],
  ['N-002', 'Write decisions down on the same day', 'Ann', 2],
  ['N-003', 'Ask the suppliers early', 'Bob', 3],
];

/** A register of notes in which nothing is called as the tracker calls it. */
function foreign(headings: readonly Cell[] = GERMAN, rows: readonly (readonly Cell[])[] = ROWS): BookInput {
  return { sheets: [{ name: 'Liste', cells: cellsFrom([headings, ...rows]) }] };
}

function adoption({ store }: AtDesk) {
  const { adoption: shown } = store.get();
  assert.ok(shown);
  return shown;
}

const asked = (pane: AtDesk) => adoption(pane).questions.map(questionId);

/** Says what a heading is, asked or not. */
function say(pane: AtDesk, heading: string, column: string | null): void {
  const at = adoption(pane).proposal.tabs[0]?.columns.find((each) => each.heading === heading)?.at;
  assert.ok(at !== undefined, heading);
  pane.actions.answer({ ask: 'heading', tab: 'notes', sheet: 'Liste', heading, at, options: [] }, column);
}

/** The workbook's own cells of the state sheet. */
function stateCells({ host }: AtDesk): string[][] | null {
  const sheet = host.save().sheets.find(({ name }) => name === STATE_SHEET);
  if (sheet === undefined) return null;
  const rows: string[][] = [];
  for (const { row, column, value } of sheet.cells) {
    const cells = rows[row] ?? [];
    rows[row] = cells;
    cells[column] = String(value);
  }
  return Array.from(rows, (row) => Array.from(row ?? [], (cell) => cell ?? ''));
}

/** Reads the foreign workbook, says what each heading is, and keeps that. */
async function adopted(service: Service = away): Promise<AtDesk> {
  const pane = await openPane(foreign(), () => service);
  if (service !== away) await pane.actions.connect();
  await pane.actions.open();
  await pane.actions.adopt();
  assert.deepEqual(asked(pane), ['sheet Liste!0']);
  say(pane, 'Nr', 'ref');
  say(pane, 'Titel', 'title');
  say(pane, 'Wer', 'owner');
  say(pane, 'Anzahl', 'count');
  await pane.actions.keepAnswers();
  return pane;
}

const KEPT = {
  sheets: { Liste: 'notes' },
  headings: { notes: { nr: 'ref', titel: 'title', wer: 'owner', anzahl: 'count' } },
};

describe('adopting a workbook in the pane', () => {
  it('shows what each sheet is taken for, how sure that is and why, and asks with the likely answer filled in', async () => {
    const pane = await openPane(foreign(), () => away);
    await pane.actions.check('workbook');
    assert.deepEqual([pane.store.get().checked?.rows, pane.store.get().checked?.open], [0, 1]);
    await pane.actions.adopt();
    const { proposal, questions, answers } = adoption(pane);
    const [tab] = proposal.tabs;
    assert.deepEqual([tab?.sheet, tab?.tab.value, tab?.rows], ['Liste', 'notes', 3]);
    assert.ok(tab && tab.tab.confidence > 0.5 && tab.tab.reason.length > 0);
    const [question] = questions;
    assert.equal(question?.ask, 'sheet');
    assert.equal(question && answers.get(questionId(question))?.answer, 'notes');
    assert.equal(stateCells(pane), null, 'nothing is kept before a person says so');
  });

  it('keeps the answers in the very hidden sheet of a workbook that was never synced, without a service', async () => {
    const pane = await adopted();
    const rows = stateCells(pane);
    const { seen, ...kept } = readChoices(rows) ?? { sheets: {}, headings: {} };
    assert.deepEqual(kept, KEPT);
    assert.deepEqual(seen?.[0]?.headings, ['nr', 'titel', 'wer', 'anzahl']);
    assert.equal(readState(rows), null);
    const sheet = pane.host.save().sheets.find(({ name }) => name === STATE_SHEET);
    assert.equal(sheet?.visibility, 'veryHidden');
    assert.deepEqual([asked(pane), adoption(pane).answers.size, adoption(pane).isKept], [[], 0, true]);
  });

  it('checks and syncs by them from then on, and the sync keeps them', async () => {
    const { ledger } = await openFixture();
    const service = serviceOf(ledger, owner);
    const pane = await adopted(service);
    const { checked } = pane.store.get();
    assert.deepEqual([checked?.rows, checked?.open, checked?.findings], [3, 0, []]);
    await synced(pane);
    const { rows } = await service.rows('notes');
    assert.deepEqual(
      rows.map(({ ref, cells }) => [ref, cells.title, cells.owner, cells.count]),
      ROWS,
    );
    const state = readState(stateCells(pane));
    assert.deepEqual([state?.base.revision, state?.map.headings], [1, KEPT.headings]);
    await pane.actions.adopt();
    say(pane, 'Wer', null);
    await pane.actions.keepAnswers();
    const after = readState(stateCells(pane));
    assert.deepEqual({ ...after, map: null }, { ...state, map: null }, 'all but the choices is as it was');
    assert.equal(after?.map.headings.notes?.wer, 'wer', 'as the lines for tracker.yaml call it');
  });

  it('knows a renamed heading and a moved column again', async () => {
    const pane = await adopted();
    pane.host.type('Liste', 0, 2, 'Zuständig');
    await pane.actions.check('workbook');
    const owners = () =>
      pane.store.get().checked?.regions[0]?.columns.find(({ column }) => column === 'owner')?.heading;
    assert.deepEqual([owners(), pane.store.get().checked?.open], ['Zuständig', 0]);
  });

  it('asks which heading it is now where that can’t be told, and settles it', async () => {
    const pane = await adopted();
    pane.host.type('Liste', 0, 2, 'Rolle');
    pane.host.type('Liste', 0, 4, 'Zuständig');
    for (const row of [1, 2, 3]) pane.host.type('Liste', row, 4, 'Chair');
    pane.host.type('Liste', 0, 3, 'Wie viele');
    await pane.actions.check('workbook');
    await pane.actions.adopt();
    assert.deepEqual(asked(pane), ['lost notes Liste owner', 'lost notes Liste count']);
    const [lostOwner, lostCount] = adoption(pane).questions;
    assert.ok(lostOwner?.ask === 'lost' && lostCount);
    assert.deepEqual(lostOwner.headings, ['Rolle', 'Wie viele', 'Zuständig']);
    pane.actions.answer(lostOwner, 'Zuständig');
    pane.actions.answer(lostCount, null);
    await pane.actions.keepAnswers();
    assert.deepEqual(readChoices(stateCells(pane))?.headings.notes, {
      nr: 'ref',
      titel: 'title',
      zuständig: 'owner',
      // What nothing claims is kept as a further column.
      rolle: 'rolle',
      'wie viele': 'wie-viele',
    });
    assert.deepEqual(
      asked(pane).filter((id) => id.startsWith('lost')),
      [],
    );
  });

  it('takes a choice back, so that it is asked about again', async () => {
    const pane = await adopted();
    await pane.actions.askAgain({ tab: 'notes', heading: 'wer' });
    await pane.actions.askAgain({ sheet: 'Liste' });
    const kept = readChoices(stateCells(pane));
    assert.deepEqual(kept?.sheets, {});
    assert.equal(Object.hasOwn(kept?.headings.notes ?? {}, 'wer'), false);
  });

  it('leaves answers as given while the sheets are edited, and forgets one that is taken back', async () => {
    const pane = await openPane(foreign(), () => away);
    await pane.actions.check('workbook');
    await pane.actions.adopt();
    const [question] = adoption(pane).questions;
    assert.ok(question);
    pane.actions.answer(question, undefined);
    pane.host.type('Liste', 1, 1, 'Agree it');
    await pane.actions.recheck();
    assert.deepEqual([...adoption(pane).answers.keys()], []);
    pane.actions.answer(question, 'things');
    say(pane, 'Wer', 'owner');
    await pane.actions.adopt();
    assert.deepEqual([...adoption(pane).answers.values()].map(({ answer }) => answer).sort(), [
      'owner',
      'things',
    ]);
  });

  it('says why where the structure is protected, and keeps nothing', async () => {
    const pane = await openPane({ ...foreign(), protectedStructure: true }, () => away);
    await pane.actions.adopt();
    await pane.actions.keepAnswers();
    assert.match(pane.store.get().notice?.text ?? '', /structure of this workbook is protected/);
    assert.equal(stateCells(pane), null);
  });

  it('offers a register that is no tab as a further one, in lines that the service would take', async () => {
    const book = notes(['N-001', 'First', 'Ann', 1]);
    const cells = cellsFrom([
      ['Key', 'Milestone', 'Tier'],
      ['M1', 'The design is agreed', 1],
      ['M2', 'The build has begun', 2],
      ['M3', 'The build is over', 3],
    ]);
    const pane = await openPane({ sheets: [...book.sheets, { name: 'Plan', cells }] }, () => away);
    await pane.actions.adopt();
    const { proposal, lines } = adoption(pane);
    assert.deepEqual(
      proposal.tabs.map(({ sheet, isNew }) => [sheet, isNew]),
      [
        ['Notes', false],
        ['Plan', true],
      ],
    );
    const settings: unknown = parse(lines);
    const tab = configure(settings).tabs.find(({ title }) => title === 'Plan');
    assert.deepEqual(
      tab?.columns.map(({ heading }) => heading),
      ['Key', 'Milestone', 'Tier'],
    );
  });

  it('reads a register and a column of its own by the answers, once the service has the lines', async () => {
    const plan = cellsFrom([
      ['Key', 'Milestone', 'Tier'],
      ['M1', 'The design is agreed', 1],
      ['M2', 'The build has begun', 2],
      ['M3', 'The build is over', 3],
    ]);
    const book = notes(['N-001', 'First', 'Ann', 1]);
    const pane = await openPane({ sheets: [...book.sheets, { name: 'Plan', cells: plan }] }, () => away);
    pane.host.type('Notes', 0, 4, 'Mood');
    pane.host.type('Notes', 1, 4, 'good');
    await pane.actions.adopt();
    pane.actions.answer({ ask: 'sheet', sheet: 'Plan', headerRow: 0, rows: 3, options: [] }, OWN);
    const mood = {
      ask: 'heading',
      tab: 'notes',
      sheet: 'Notes',
      heading: 'Mood',
      at: 4,
      options: [],
    } as const;
    pane.actions.answer(mood, null);
    await pane.actions.keepAnswers();
    const kept = readChoices(stateCells(pane));
    assert.deepEqual([kept?.sheets, kept?.headings], [{ Plan: 'plan' }, { notes: { mood: 'mood' } }]);
    assert.equal(pane.store.get().checked?.open, 0);
    const { tabs } = z
      .object({ tabs: z.record(z.string(), z.looseObject({})) })
      .parse(parse(adoption(pane).lines));
    const notesTab = {
      columns: {
        title: {},
        owner: {},
        count: {},
        ...z.object({ columns: z.object({}).loose() }).parse(tabs.notes).columns,
      },
    };
    const schema = schemaOf(configure({ tabs: { notes: notesTab, plan: tabs.plan } }));
    pane.store.set({ schema });
    await pane.actions.check('workbook');
    assert.deepEqual(
      pane.store.get().checked?.regions.map(({ tab, columns }) => [tab, columns.map(({ column }) => column)]),
      [
        ['notes', ['ref', 'title', 'owner', 'count', 'mood']],
        ['plan', ['ref', 'milestone', 'tier']],
      ],
    );
  });

  it('keeps what is shown without a question too, so that it is known from then on', async () => {
    const book = notes(['N-001', 'First', 'Ann', 1]);
    const pane = await openPane(book, () => away);
    pane.host.type('Notes', 0, 4, 'Mood');
    await pane.actions.check('workbook');
    assert.equal(pane.store.get().checked?.open, 1);
    await pane.actions.adopt();
    assert.deepEqual([asked(pane), adoption(pane).isKept], [[], false]);
    await pane.actions.keepAnswers();
    assert.deepEqual([pane.store.get().checked?.open, adoption(pane).isKept], [0, true]);
    assert.deepEqual(readChoices(stateCells(pane))?.headings, { notes: { mood: 'mood' } });
    assert.deepEqual(pane.store.get().checked?.regions[0]?.columns.at(-1)?.column, 'x:mood');
  });

  it('leaves a sheet out that holds no register, as a person said, until that is taken back', async () => {
    const pane = await openPane(foreign(), () => away);
    await pane.actions.adopt();
    const [question] = adoption(pane).questions;
    assert.ok(question);
    pane.actions.answer(question, null);
    await pane.actions.keepAnswers();
    const shown = () => [
      adoption(pane).proposal.tabs.length,
      adoption(pane).lines,
      pane.store.get().checked?.unknown.length,
      pane.store.get().checked?.open,
    ];
    assert.deepEqual(shown(), [0, '', 0, 0]);
    await pane.actions.askAgain({ sheet: 'Liste' });
    assert.deepEqual(asked(pane), ['sheet Liste!0']);
  });

  it('has a register without refs given the column, and until then does not sync it', async () => {
    const rows = ROWS.map((row) => row.slice(1));
    const pane = await openPane(
      { sheets: [{ name: 'Notes', cells: cellsFrom([['Title', 'Owner', 'Count'], ...rows]) }] },
      () => away,
    );
    await pane.actions.adopt();
    assert.equal(adoption(pane).proposal.tabs[0]?.hasRefs, false);
    await pane.actions.insertColumn('Notes', 'notes', 'ref');
    assert.equal(pane.host.cell('Notes', 0, 3).value, 'Ref');
    assert.equal(adoption(pane).proposal.tabs[0]?.hasRefs, true);
  });

  it('suggests rules that few rows meet instead of demanding them, where the ledger is empty', async () => {
    const { ledger } = await openFixture();
    const cells = cellsFrom([
      ['Ref', 'Title', 'Owner', 'Cites'],
      ...ROWS.map(([ref, title, who]) => [ref ?? null, title ?? null, who ?? null, 'N-404']),
    ]);
    const book = { sheets: [{ name: 'Notes', cells }] };
    const pane = await openPane(book, () => serviceOf(ledger, owner));
    await pane.actions.connect();
    await pane.actions.adopt();
    const { suggested, lines } = adoption(pane);
    assert.deepEqual(
      suggested.map(({ rule, asked: rows, met, mayGo }) => ({ rule, rows, met, mayGo })),
      [{ rule: 'ref-unknown', rows: 3, met: 0, mayGo: true }],
    );
    assert.deepEqual(parse(lines), { rules: { 'ref-unknown': 'off' } });
  });
});

/** Syncs, and sends the preview. */
async function synced(pane: AtDesk): Promise<void> {
  const done = pane.actions.sync();
  await until(pane.store, ({ preview, work }) => preview !== null && work === null);
  pane.actions.send();
  await done;
}

describe('a workbook in which a person chose', () => {
  it('is read with the link targets of a column that was chosen as links', async () => {
    const cells = cellsFrom([
      ['Nr', 'Titel', 'Stufe', 'Stand', 'Wo'],
      ['DI-001', 'Late', 3, 'Open', null],
    ]);
    const link = { row: 1, column: 4, value: 'Paper', link: 'https://example.org/1' };
    await openExcel({ sheets: [{ name: 'Liste', cells: [...cells, link] }] });
    const workbook = excelWorkbook({ schema: () => withLinkColumn });
    const links = async () => [...((await workbook.read()).grids[0]?.links.values() ?? [])];
    assert.deepEqual(await links(), []);
    const headings = { issues: { nr: 'ref', titel: 'title', stufe: 'severity', wo: 'link' } };
    await workbook.writeState(choiceRows({ sheets: { Liste: 'issues' }, headings }));
    assert.deepEqual(await links(), ['https://example.org/1']);
  });
});

describe('the first register of a ledger', () => {
  const rows: Cell[][] = [
    ['N-001', 'First', 'Ann', 1],
    ['N-002', null, 'Ann', 2],
  ];
  async function opened(fixture: Fixture, author: Author): Promise<AtDesk> {
    const pane = await openPane(notes(...rows), () => serviceOf(fixture.ledger, author));
    await pane.actions.connect();
    await pane.actions.open();
    return pane;
  }

  it('is taken as it is where an owner says so, so that nothing is held', async () => {
    const fixture = await openFixture();
    const pane = await opened(fixture, owner);
    const done = pane.actions.sync();
    const { preview } = await until(pane.store, (state) => state.preview !== null && state.work === null);
    assert.deepEqual([preview?.first, preview?.held.map(({ ref }) => ref)], [['notes'], ['N-002']]);
    pane.actions.takeAsItIs();
    const again = await until(
      pane.store,
      (state) => state.preview !== null && state.preview !== preview && state.work === null,
    );
    assert.deepEqual(again.preview?.held, []);
    pane.actions.send();
    await done;
    assert.deepEqual([pane.store.get().result?.status, pane.store.get().result?.held], ['done', []]);
    assert.deepEqual((await fixture.service.rows('notes')).rows.length, 2);
    assert.deepEqual(pane.store.get().checked, null);
  });

  it('holds the rows with errors of anyone else, until they are mended or an owner syncs', async () => {
    const fixture = await openFixture();
    const pane = await opened(fixture, editor);
    await synced(pane);
    assert.deepEqual(
      pane.store.get().result?.held.map(({ ref }) => ref),
      ['N-002'],
    );
    const after = await openPane(pane.host.save(), () => serviceOf(fixture.ledger, owner));
    await after.actions.connect();
    await after.actions.open();
    const done = after.actions.sync();
    const { preview } = await until(after.store, (state) => state.preview !== null && state.work === null);
    assert.deepEqual(preview?.first, [], 'no first register any more');
    after.actions.cancel();
    await done;
  });

  it('is cancelled like any other sync, also after "as it is"', async () => {
    const fixture = await openFixture();
    const pane = await opened(fixture, owner);
    const done = pane.actions.sync();
    await until(pane.store, (state) => state.preview !== null && state.work === null);
    pane.actions.takeAsItIs();
    await until(pane.store, (state) => state.preview?.held.length === 0 && state.work === null);
    pane.actions.cancel();
    await done;
    assert.deepEqual(
      [pane.store.get().result?.status, (await fixture.service.rows('notes')).rows],
      ['cancelled', []],
    );
    await synced(pane);
    assert.equal(pane.store.get().result?.held.length, 1, 'the next sync is an ordinary one');
  });
});

describe('lines for tracker.yaml', () => {
  it('say in YAML what the settings say, whatever their texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        'no',
        'Yes',
        '1.5',
        '2022-08-10',
        'a: b',
        '- a',
        '#',
        'null',
        '',
        ' x ',
        'on off',
        '0x1',
        '.5',
      ),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('tree')),
        {
          maxKeys: 4,
          noNullPrototype: true,
        },
      ),
      leaf: fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer(), fc.array(text, { maxLength: 12 })),
    }));
    fc.assert(
      fc.property(tree, (settings) => {
        assert.ok(typeof settings === 'object' && settings !== null);
        assert.deepEqual(parse(yamlLines(settings)) ?? {}, settings);
      }),
    );
  });
});
