import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOfToken, newToken } from '../../server/access/access.ts';
import { loadConfiguration } from '../../server/config/load.ts';
import { type RunningService, startService } from '../../server/http/start.ts';
import { DEFAULT_TRACKER } from '../../server/ledger/ledger.ts';
import { serviceOf } from '../../server/ledger/service.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import { openFile } from '../../server/xlsx/file.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { httpService } from '../../shared/protocol/client.ts';
import type { Role } from '../../shared/protocol/schema.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { changeLine, readHistory } from '../../shared/sync/history.ts';
import type { Preview, PreviewItem } from '../../shared/sync/preview.ts';
import { sync } from '../../shared/sync/session.ts';
import { type AtDesk, openPane, until } from '../addin/desk.ts';
import { fromGrids } from '../excel-host/data.ts';
import { enter } from '../excel-host/load.ts';

const SAMPLE = new URL('../../server/sample/', import.meta.url);
const MORNING = Date.parse('2022-08-10T08:00:00.000Z');

const RISKS = 'Design Risk Log';
const ISSUES = 'Baseline Design Issues';

describe('a whole day with the tracker, over Microsoft’s own office.js', () => {
  let folder: string;
  let service: RunningService;
  let grids: readonly Grid[];
  const tokens = new Map<string, string>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracker-day-'));
    const database = join(folder, 'tracker.db');
    let now = MORNING;
    service = await startService({
      configuration: loadConfiguration(new URL('tracker.yaml', SAMPLE).pathname),
      database,
      host: '127.0.0.1',
      port: 0,
      exports: join(folder, 'exports'),
      addin: null,
      now: () => {
        now += 1_000;
        return now;
      },
      log: () => undefined,
    });
    await addToken(database, 'Design Lead', 'owner');
    await addToken(database, 'PMO', 'editor');
    // The register as it stood when the team began: synced once, its errors kept as findings.
    const file = join(folder, 'design-artefact-tracker.xlsx');
    await copyFile(new URL('design-artefact-tracker.xlsx', SAMPLE), file);
    await sync({
      workbook: await openFile(file),
      service: serviceOf(service.ledger, { name: 'Design Lead', role: 'owner' }),
      adopt: true,
      preview: async () => ({ removals: [], reversals: [] }),
      confirm: async () => true,
      uuid: randomUUID,
    });
    ({ grids } = await readWorkbook(await readFile(file), file));
  });

  after(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  async function addToken(database: string, name: string, role: Role): Promise<void> {
    const store = await openSqlite(database);
    const token = newToken();
    await store.addToken(DEFAULT_TRACKER, {
      name,
      role,
      sha256: hashOfToken(token),
      created: MORNING,
      revoked: null,
    });
    await store.close();
    tokens.set(name, token);
  }

  /** Somebody opens a copy of the workbook in an Excel of their own. */
  async function sitDown(name: string, book: Parameters<typeof openPane>[0]): Promise<AtDesk> {
    const token = tokens.get(name);
    assert(token);
    const services = (shown: string | null) =>
      httpService(`${service.url}/api/v1/trackers/design`, { token: shown, fetch });
    const pane = await openPane(book, services, randomUUID);
    await pane.actions.setToken(token);
    await pane.actions.open();
    assert.equal(pane.store.get().connection.status, 'answers');
    return pane;
  }

  /** Does something at one desk: its Excel is the one that the code sees. */
  async function at<T>(pane: AtDesk, work: () => Promise<T>): Promise<T> {
    const leave = enter(pane.host);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Presses Sync, looks at the preview (if there is one), and sends it. */
  async function syncAt(pane: AtDesk): Promise<Preview | null> {
    return at(pane, async () => {
      const done = pane.actions.sync();
      const shown = await until(pane.store, ({ preview, work, result, notice }) => {
        return preview !== null || result !== null || (work === null && notice !== null);
      });
      if (shown.preview !== null && shown.result === null) pane.actions.send();
      await done;
      return shown.preview;
    });
  }

  it('ends with everybody’s work in the ledger, and a history that says who did what', async () => {
    const lead = await sitDown('Design Lead', fromGrids(grids));

    // Check the workbook, and mend a finding where it stands.
    await at(lead, () => lead.actions.check('workbook'));
    const typo = findings(lead).find(({ rule, row }) => rule === 'vocabulary-form' && row === 9);
    assert(typo);
    await at(lead, () => lead.actions.fix(typo));
    assert.equal(lead.host.cell('Design Artefacts', 8, 9).value, 'Comments Being Addressed');

    // Add a risk without a ref, below the two refs that somebody typed in advance.
    const row = lastRowOf(lead, RISKS) + 3;
    const places = columnsOf(lead, RISKS);
    const risk: Readonly<Record<string, string>> = {
      title: 'Playback sessions come too late to change the design',
      event: 'Feedback from the playback sessions arrives after the artefacts are approved',
      effect: 'Approved artefacts are opened again',
      'date-raised': '10/08/2022',
      owner: 'Programme (Design Lead)',
      probability: '3',
      impact: '3',
      response: 'Treat',
      status: 'Open',
      'on-programme-raid': 'No',
      'last-reviewed': '10/08/2022',
      'raised-by': 'Programme',
    };
    for (const [name, text] of Object.entries(risk)) {
      const column = places.get(name);
      assert(column !== undefined, name);
      lead.host.type(RISKS, row, column, text);
    }
    await lead.host.settled();
    await syncAt(lead);
    const given = lead.store.get().result?.refs.find(({ tab }) => tab === 'risks');
    assert.deepEqual(given, { tab: 'risks', ref: 'DR-026', sheet: RISKS, row: row + 1 });
    assert.equal(lead.host.cell(RISKS, row, 0).value, 'DR-026');

    // The PMO gets a copy of the file, and edits two cells of an issue.
    const issue = rowOf(lead, ISSUES, 'DI-003');
    const columns = columnsOf(lead, ISSUES);
    const owner = columns.get('owner') ?? -1;
    const title = columns.get('title') ?? -1;
    const before = String(lead.host.cell(ISSUES, issue, title).value);
    const ownerBefore = String(lead.host.cell(ISSUES, issue, owner).value);
    const pmo = await sitDown('PMO', lead.host.save());
    pmo.host.type(ISSUES, issue, owner, 'PMO');
    pmo.host.type(ISSUES, issue, title, `${before} (PMO)`);
    await pmo.host.settled();
    await syncAt(pmo);
    assert.equal(pmo.store.get().result?.pushed, 2);

    // Meanwhile the lead has changed one of them to something else: a conflict, the other cell comes in.
    lead.host.type(ISSUES, issue, title, `${before} (lead)`);
    await lead.host.settled();
    await syncAt(lead);
    const [conflict] = lead.store.get().conflicts;
    assert(conflict);
    assert.deepEqual(
      {
        ref: conflict.ref,
        column: conflict.conflict.column,
        base: conflict.conflict.base,
        mine: conflict.conflict.mine,
        theirs: conflict.conflict.theirs,
        theirsAuthor: conflict.conflict.theirsAuthor,
      },
      {
        ref: 'DI-003',
        column: 'title',
        base: before,
        mine: `${before} (lead)`,
        theirs: `${before} (PMO)`,
        theirsAuthor: 'PMO',
      },
    );
    assert.equal(lead.host.cell(ISSUES, issue, owner).value, 'PMO');
    assert.equal(lead.host.cell(ISSUES, issue, title).value, `${before} (lead)`);

    // The lead takes theirs, then presses Undo until their own words are back: the decision stands.
    await at(lead, () => lead.actions.decide(conflict, 'theirs'));
    assert.equal(lead.host.cell(ISSUES, issue, title).value, `${before} (PMO)`);
    assert.deepEqual(lead.store.get().conflicts, []);
    while (lead.host.cell(ISSUES, issue, title).value === `${before} (PMO)`) lead.host.undo();
    await lead.host.settled();
    const undone = await syncAt(lead);
    assert.deepEqual(undone?.push, []);
    assert.deepEqual(undone?.take.map(whatOf), [
      { ref: 'DI-003', column: 'title', from: `${before} (lead)`, to: `${before} (PMO)` },
    ]);
    assert.equal(lead.host.cell(ISSUES, issue, title).value, `${before} (PMO)`);

    // An old value typed back over one that came in is listed apart, and left out unless it is ticked.
    lead.host.type(ISSUES, issue, owner, ownerBefore);
    await lead.host.settled();
    const back = await syncAt(lead);
    assert.deepEqual(back?.push, []);
    const goesBack = [{ ref: 'DI-003', column: 'owner', from: 'PMO', to: ownerBefore }];
    assert.deepEqual(back?.reversals.map(whatOf), goesBack);

    // Saved and opened again, the copy is still itself, and that one cell is still asked about.
    const reopened = await sitDown('Design Lead', lead.host.save());
    const again = await syncAt(reopened);
    assert.deepEqual(again?.push, []);
    assert.deepEqual(again?.take, []);
    assert.deepEqual(again?.reversals.map(whatOf), goesBack);
    assert.equal(reopened.host.cell(RISKS, row, 0).value, 'DR-026');
    const { rows } = await reader().rows('issues');
    const { cells } = rows.find(({ ref }) => ref === 'DI-003') ?? {};
    assert.deepEqual([cells?.title, cells?.owner], [`${before} (PMO)`, 'PMO']);
    const { revision } = await reader().schema();
    assert.deepEqual(await service.ledger.verify(), { revisions: revision, broken: null });

    const history = await readHistory(reader(), { tab: 'issues', ref: 'DI-003' });
    assert.deepEqual(
      history.map(({ author, changes }) => [author, ...changes.map((change) => changeLine(change))]),
      [
        ['Design Lead', 'DI-003 added'],
        ['PMO', `DI-003 title: ${before} → ${before} (PMO)`, `DI-003 owner: ${ownerBefore} → PMO`],
        ['Design Lead', "DI-003 title: conflict decided, the ledger's side"],
      ],
    );
  });

  function findings(pane: AtDesk) {
    return pane.store.get().checked?.findings ?? [];
  }

  const reader = () => serviceOf(service.ledger, { name: 'witness', role: 'reader' });
  /** What a person reads of a change. */
  function whatOf({ ref, column, from, to }: PreviewItem) {
    return { ref, column, from, to };
  }

  function gridOf(name: string): Grid {
    const grid = grids.find(({ sheet }) => sheet === name);
    assert(grid);
    return grid;
  }

  /** Where the sheet has which column. */
  function columnsOf(pane: AtDesk, sheet: string): Map<string, number> {
    const region = pane.store.get().checked?.regions.find((each) => each.sheet === sheet);
    assert(region);
    return new Map(region.columns.map(({ column, at: place }) => [column, place]));
  }

  function lastRowOf(pane: AtDesk, sheet: string): number {
    const region = pane.store.get().checked?.regions.find((each) => each.sheet === sheet);
    assert(region);
    return region.lastRow;
  }

  function rowOf(pane: AtDesk, sheet: string, ref: string): number {
    const row = gridOf(sheet).values.findIndex((cells) => cells?.[0] === ref);
    assert(row > 0);
    assert.equal(pane.host.cell(sheet, row, 0).value, ref);
    return row;
  }
});
