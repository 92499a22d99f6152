import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openFile } from '../../server/xlsx/file.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import type { Op } from '../../shared/values/change.ts';
import type { Value } from '../../shared/values/value.ts';
import { note, type Running, serve, uuid } from '../http/service.ts';
import { type Ended, Folder, tracker } from './tracker.ts';

const HEADINGS = ['Ref', 'Title', 'Due', 'Status'];

describe('the commands that talk to the service', () => {
  let folder: Folder;
  let running: Running;
  beforeEach(async () => {
    folder = new Folder();
    running = await serve();
  });
  afterEach(async () => {
    await running.stop();
    folder.remove();
  });

  const run = (...args: string[]): Promise<Ended> => tracker(args, { TRACKER_URL: running.service.url });
  const book = (name: string, ...rows: (readonly Value[])[]) =>
    folder.book(name, { Notes: [HEADINGS, ...rows] });
  const text = ({ exit, out }: Ended) => ({ exit, out });

  async function cells(file: string): Promise<unknown[][]> {
    const { grids } = await readWorkbook(readFileSync(file), file);
    return (grids[0]?.values ?? []).slice(1).map((row) => [...(row ?? [])]);
  }

  /** A conflict of a cell: a workbook still saw the first title when the ledger had moved on. */
  async function conflict(column = 'title', mine: Value = 'Mine', theirs: Value = 'Theirs'): Promise<string> {
    const workbook = uuid();
    const service = running.as();
    await service.push(await running.body([note('N-001', { title: 'First' })]));
    const { revision, hash } = await service.schema();
    const set = (to: Value): Op => ({
      op: 'set',
      tab: 'notes',
      ref: 'N-001',
      column,
      from: column === 'title' ? 'First' : null,
      to,
    });
    await service.push(await running.body([set(theirs)]));
    await service.push(await running.body([set(mine)], { workbook, base: { revision, hash } }));
    const [found] = (await service.conflicts({ state: 'open' })).conflicts;
    assert.ok(found?.id);
    return found.id;
  }

  it('import adds rows, gives refs to those without, and says what it did not take', async () => {
    const file = await book(
      'notes.xlsx',
      ['N-001', 'One', '2022-09-01', 'Open'],
      [null, 'Two', null, null],
      ['N-001', 'Twice', null, null],
      ['N-007', null, null, 'Open'],
    );
    const first = await run('import', file);
    // How a finding reads is the rules' own business.
    assert.deepEqual(
      [first.exit, first.out.replace(/Title is blank.*/, '…')],
      [
        1,
        `2 rows added, 0 already in the ledger.
  Notes!3  got the number N-002; it is not in the file
  Notes!4  N-001 was not taken: N-001 stands in an earlier row too. Give this one a number of its own.
  Notes!5  N-007 was not taken: …
`,
      ],
    );
    const again = await run('import', '--json', file);
    const { held, ...rest } = Object(again.json);
    assert.deepEqual(rest, { file, added: 0, agreed: 2, different: [], refs: [] });
    assert.equal(held.length, 2);
  });

  it('import leaves rows that differ as they are in the ledger, and --adopt takes a first register as it is', async () => {
    const file = await book('notes.xlsx', ['N-001', null, null, 'Open']);
    assert.deepEqual(text(await run('import', '--adopt', file)), {
      exit: 0,
      out: '1 row added, 0 already in the ledger.\n',
    });
    const other = await book('other.xlsx', ['N-001', 'Now with a title', null, 'Open']);
    assert.deepEqual(text(await run('import', other)), {
      exit: 1,
      out: `0 rows added, 0 already in the ledger.
  Notes!2  N-001 is in the ledger with other content, which stays. To decide cell by cell: tracker sync FILE
`,
    });
  });

  it('sync brings a file and the ledger together, writes the refs given, and has nothing to do the second time', async () => {
    await running.as().push(await running.body([note('N-001', { due: '2022-09-01' })]));
    const file = await book('notes.xlsx', [null, 'From the file', null, 'Open']);
    assert.deepEqual(text(await run('sync', file, '--reason', 'After the DAG')), {
      exit: 0,
      out: `To the ledger
  Notes, Notes row 2: new row, title From the file; status Open
From the ledger
  Notes N-001: new row, due 01/09/2022; title Note N-001 (local, 10/08/2022 09:00 UTC)
  Notes row 2 is now N-002
Synced to revision 2: 1 change pushed, 1 change taken.
`,
    });
    assert.deepEqual(await cells(file), [
      ['N-002', 'From the file', null, 'Open'],
      ['N-001', 'Note N-001', 44805],
    ]);
    const bytes = readFileSync(file);
    assert.deepEqual(text(await run('sync', file)), {
      exit: 0,
      out: 'Nothing to do: this workbook is up to date with revision 2.\n',
    });
    assert.deepEqual(readFileSync(file), bytes);
    const { revisions } = await running.as().changes({ since: 1 });
    assert.equal(revisions[0]?.reason, 'After the DAG');
  });

  it('sync --dry-run only shows what would happen', async () => {
    const file = await book('notes.xlsx', ['N-001', 'One', null, null]);
    const bytes = readFileSync(file);
    assert.deepEqual(text(await run('sync', '--dry-run', file)), {
      exit: 0,
      out: `To the ledger
  Notes N-001: new row, title One
A dry run: nothing was pushed or written.
`,
    });
    assert.deepEqual(readFileSync(file), bytes);
    assert.equal((await running.as().schema()).revision, 0);
  });

  it('sync lists the rows that a file no longer has, and removes them only when told to', async () => {
    const file = await book('notes.xlsx', ['N-001', 'One', null, null], ['N-002', 'Two', null, null]);
    await run('sync', file);
    await (await openFile(file)).write([
      { kind: 'cell', sheet: 'Notes', row: 2, column: 0, content: { kind: 'blank' } },
      { kind: 'cell', sheet: 'Notes', row: 2, column: 1, content: { kind: 'blank' } },
    ]);
    assert.deepEqual(text(await run('sync', file)), {
      exit: 1,
      out: `Rows gone from the file (--accept-removals removes them)
  Notes N-002: row removed, title Two
Cancelled. Nothing was pushed or written.
`,
    });
    const { exit } = await run('sync', file, '--accept-removals');
    assert.equal(exit, 0);
    assert.deepEqual(
      (await running.as().rows('notes')).rows.map(({ ref }) => ref),
      ['N-001'],
    );
  });

  it('sync puts back what was replaced only when told to, and lists it until then', async () => {
    await run('import', await book('first.xlsx', ['N-001', 'One', null, null], ['N-002', 'Two', null, null]));
    await running
      .as()
      .push(
        await running.body([
          { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', from: 'One', to: 'Uno' },
        ]),
      );
    const file = await book('mailed.xlsx', ['N-001', 'Eins', null, null], ['N-002', 'Two', null, null]);
    const title = async () => (await running.as().rows('notes')).rows[0]?.cells.title;
    const stopped = await run('sync', file);
    assert.deepEqual([stopped.exit, await title()], [1, 'Uno']);
    assert.match(stopped.out, /type: tracker sync FILE --base N/);
    const based = await run('sync', file, '--base', '1');
    assert.equal(based.exit, 1);
    assert.match(based.out, /it is not known which side is later.*\n {2}Notes N-001, Title: Uno → Eins/);
    for (let time = 1; time <= 2; time += 1) {
      const { exit, out } = await run('sync', file);
      assert.equal(exit, 1);
      assert.match(
        out,
        /^Would put back what was replaced \(--accept-reversals\)\n {2}Notes N-001, Title: Uno → Eins/,
      );
      assert.deepEqual([await title(), (await cells(file))[0]?.[1]], ['Uno', 'Eins']);
    }
    assert.equal((await run('sync', file, '--accept-reversals')).exit, 0);
    assert.equal(await title(), 'Eins');
  });

  it('sync --json is one document with the preview and the result', async () => {
    const file = await book('notes.xlsx', ['N-001', 'One', null, null]);
    const { exit, json } = await run('sync', '--json', file);
    const { preview, result, ...rest } = Object(json);
    assert.deepEqual(
      [exit, rest, preview.push.length, result.status, result.pushed],
      [0, { file }, 1, 'done', 1],
    );
  });

  it('conflicts shows both sides, who is behind them and what came before; decide ends one', async () => {
    const id = await conflict();
    assert.deepEqual(text(await run('conflicts')), {
      exit: 1,
      out: `Notes N-001, Title: both sides changed the cell
  mine    Mine  (local, 10/08/2022 09:00 UTC)
  theirs  Theirs  (local, 10/08/2022 09:00 UTC)
  before  First
  ID ${id}

1 conflict to decide. Type: tracker decide ID mine|theirs|value TEXT|record
`,
    });
    assert.deepEqual(text(await run('decide', id, 'value', 'Agreed', '--reason', 'DAG 14')), {
      exit: 0,
      out: 'Decided in revision 3. The workbook shows it after its next sync.\n',
    });
    assert.deepEqual(text(await run('conflicts')), { exit: 0, out: 'No conflict waits for a decision.\n' });
    assert.match((await run('conflicts', '--all')).out, /\(decided\)[\s\S]*decided Agreed {2}\(local/);
    assert.deepEqual(text(await run('decide', id, 'theirs')), {
      exit: 1,
      out: 'Not decided: the conflict has ended before (decided). tracker conflicts --all shows how.\n',
    });
    assert.equal((await running.as().rows('notes')).rows[0]?.cells.title, 'Agreed');
  });

  it('decide reads a typed value as its column does, and says why one is held', async () => {
    const id = await conflict('due', '2022-09-01', '2022-10-01');
    assert.equal((await run('decide', id, 'value', '14/09/2022')).exit, 0);
    assert.equal((await running.as().rows('notes')).rows[0]?.cells.due, '2022-09-14');
  });

  it('decide does not blank what every row needs', async () => {
    const id = await conflict();
    const { exit, out } = await run('decide', id, 'value');
    assert.equal(exit, 1);
    assert.match(out, /^Not decided, since the row would then have an error\. Title is blank/);
  });

  it('decide ends several conflicts of a workbook alike, in one revision', async () => {
    const workbook = uuid();
    const service = running.as();
    await service.push(await running.body([note('N-001'), note('N-002')]));
    const { revision, hash } = await service.schema();
    const sets = (to: string) =>
      ['N-001', 'N-002'].map((ref): Op => {
        return { op: 'set', tab: 'notes', ref, column: 'title', from: `Note ${ref}`, to };
      });
    await service.push(await running.body(sets('Theirs')));
    await service.push(await running.body(sets('Mine'), { workbook, base: { revision, hash } }));
    const ids = (await service.conflicts({ state: 'open' })).conflicts.map(({ id }) => id).join(',');
    assert.deepEqual(text(await run('decide', ids, 'mine')), {
      exit: 0,
      out: '2 conflicts decided in revision 3. The workbook shows it after its next sync.\n',
    });
    assert.deepEqual(
      (await service.rows('notes')).rows.map(({ cells }) => cells.title),
      ['Mine', 'Mine'],
    );
  });

  it('decide removes a row only when told to', async () => {
    const workbook = uuid();
    const service = running.as();
    await service.push(await running.body([note('N-001'), note('N-002')]));
    const { revision, hash } = await service.schema();
    await service.push(
      await running.body([
        { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', from: 'Note N-001', to: 'Edited' },
      ]),
    );
    await service.push(
      await running.body([{ op: 'remove', tab: 'notes', ref: 'N-001', seen: 1 }], {
        workbook,
        base: { revision, hash },
      }),
    );
    const id = (await service.conflicts({ state: 'open' })).conflicts[0]?.id ?? '';
    const { exit, json } = await run('decide', id, 'mine', '--json');
    assert.deepEqual(
      [exit, Object(json).error.type, Object(json).error.message],
      [
        1,
        'confirm-needed',
        'Nothing was done: this removes N-001. To do it, add --accept-removals; rows can be restored later.',
      ],
    );
    assert.equal((await run('decide', id, 'mine', '--accept-removals')).exit, 0);
    assert.deepEqual(
      (await service.rows('notes')).rows.map(({ ref }) => ref),
      ['N-002'],
    );
  });

  it('revert takes one revision back but nothing that was changed again since', async () => {
    const service = running.as();
    const set = (ref: string, from: string, to: string): Op => ({
      op: 'set',
      tab: 'notes',
      ref,
      column: 'title',
      from,
      to,
    });
    await service.push(await running.body([note('N-001'), note('N-002')]));
    await service.push(
      await running.body([set('N-001', 'Note N-001', 'Edited'), set('N-002', 'Note N-002', 'Edited')]),
    );
    await service.push(await running.body([set('N-002', 'Edited', 'Again')]));
    const titles = async () => (await service.rows('notes')).rows.map(({ cells }) => cells.title);
    assert.equal((await run('revert', '2', '--dry-run')).exit, 1);
    assert.deepEqual(await titles(), ['Edited', 'Again']);
    const { exit, out } = await run('revert', '2');
    assert.deepEqual([exit, await titles()], [1, ['Note N-001', 'Again']]);
    assert.match(out, /^Not taken back: Notes N-002, Title was changed again by .*, and says Again now\.$/m);
    assert.match(out, /^1 change taken back in revision 4\./m);
    const [record] = (await service.changes({ since: 3 })).revisions;
    assert.deepEqual([record?.reason, record?.workbook], ['Takes back revision 2', null]);
  });

  it('revert removes the rows that a revision added only when told to', async () => {
    const service = running.as();
    await service.push(await running.body([note('N-001')]));
    await service.push(await running.body([note('N-002')]));
    const asked = await run('revert', '2');
    assert.deepEqual(
      [asked.exit, asked.err],
      [
        1,
        'tracker: Nothing was done: this removes N-002. To do it, add --accept-removals; rows can be restored later.\n',
      ],
    );
    assert.equal((await run('revert', '2', '--accept-removals')).exit, 0);
    assert.deepEqual(
      (await service.rows('notes')).rows.map(({ ref }) => ref),
      ['N-001'],
    );
    assert.equal((await run('revert', '3')).exit, 0);
    assert.deepEqual(
      (await service.rows('notes')).rows.map(({ ref }) => ref),
      ['N-001', 'N-002'],
    );
    const beyond = await run('revert', '9');
    assert.deepEqual(
      [beyond.exit, beyond.err],
      [2, 'tracker: There is no revision 9: the newest one is 4.\n'],
    );
  });

  it('history tells who did what to a row, when and why', async () => {
    await running.as().push(await running.body([note('N-001')], { reason: 'First register' }));
    running.clock.now += 3_600_000;
    await running
      .as()
      .push(
        await running.body([
          { op: 'set', tab: 'notes', ref: 'N-001', column: 'due', from: null, to: '2022-09-01' },
        ]),
      );
    assert.deepEqual(text(await run('history', 'n_001')), {
      exit: 0,
      out: `Revision 1  10/08/2022 09:00 UTC  local  “First register”
  N-001 added
Revision 2  10/08/2022 10:00 UTC  local
  N-001 due: (blank) → 01/09/2022
`,
    });
    const { json } = await run('history', 'N-001', '--column', 'due', '--json');
    const { revisions, ...rest } = Object(json);
    assert.deepEqual([rest, revisions.length], [{ tab: 'notes', ref: 'N-001' }, 2]);
    assert.deepEqual(await run('history', 'N-002').then(({ exit, err }) => ({ exit, err })), {
      exit: 2,
      err: 'tracker: notes never had a row N-002.\n',
    });
    assert.deepEqual(await run('history', 'ZZ9').then(({ exit, err }) => ({ exit, err })), {
      exit: 2,
      err: 'tracker: No tab has refs like "ZZ9". Name its tab with --tab: risks, actions, notes.\n',
    });
  });

  it('history without a ref is the whole tracker’s, between two revisions or days', async () => {
    const service = running.as();
    for (const [ref, reason] of [
      ['N-001', 'Monday'],
      ['N-002', 'Tuesday'],
      ['N-003', 'Wednesday'],
    ] as const) {
      await service.push(await running.body([note(ref)], { reason }));
      running.clock.now += 24 * 3_600_000;
    }
    const reasons = async (...args: string[]) => {
      const { json } = await run('history', ...args, '--json');
      return Array.from(Object(json).revisions, (each) => Object(each).reason);
    };
    const days = (await service.changes({ since: 0 })).revisions.map(({ at }) => at.slice(0, 10));
    assert.deepEqual(await reasons(), ['Monday', 'Tuesday', 'Wednesday']);
    assert.deepEqual(await reasons('--since', '1'), ['Tuesday', 'Wednesday']);
    assert.deepEqual(await reasons('--since', '1', '--until', '2'), ['Tuesday']);
    assert.deepEqual(await reasons('--since', days[1] ?? '', '--until', days[1] ?? ''), ['Tuesday']);
    assert.deepEqual(await reasons('N-003', '--until', '2'), []);
    assert.match((await run('history', '--since', '2')).out, /^ {2}Notes: N-003 added$/m);
    assert.equal((await run('history', '--since', 'Tuesday')).exit, 2);
  });

  it('export makes the books of some groups or all, and a past night again', async () => {
    await running.as().push(await running.body([note('N-001', { status: 'Open' })]));
    const { exit, json, err } = await run('export', '--json');
    assert.deepEqual(
      [
        exit,
        Array.from(Object(json).exports, (each) => {
          const { group, night } = Object(each);
          return [group, night.state, night.revision];
        }),
      ],
      [
        0,
        [
          ['Members', 'made', 1],
          ['House', 'made', 1],
        ],
      ],
    );
    assert.match(err, /Making Members, 2022-08-10/);
    const past = await run('export', 'House', '--night', '2022-08-09');
    assert.match(
      past.out,
      /^House 2022-08-09: made, revision 0, 2 files\n {2}design-tracker-House-2022-08-09\.xlsx {2}\d+ bytes {2}[0-9a-f]{64}\n/,
    );
    assert.deepEqual(await run('export', 'Huose').then(({ exit, err }) => ({ exit, err })), {
      exit: 2,
      err: 'tracker: There is no group "Huose". The groups are: Members, House.\n',
    });
  });
});
