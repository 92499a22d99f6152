import assert from 'node:assert/strict';
import type { Service } from '../../shared/protocol/service.ts';
import { readState } from '../../shared/sync/state.ts';
import { edits, owner, ownerInLedger, pinsOf, titles, twoCopies } from './model/copies.ts';
import { HEADINGS, type Person, World } from './model/person.ts';
import { ModelWorkbook } from './model/workbook.ts';

/** What a sync asks of the workbook and of the service, in order. */
function listening(person: Person): string[] {
  const heard: string[] = [];
  person.workbook.before = (call) => heard.push(call);
  const { service } = person;
  const hearing = <A extends unknown[], R>(name: string, call: (...args: A) => R) => {
    return (...args: A): R => {
      heard.push(name);
      return call(...args);
    };
  };
  const listened: Service = {
    schema: hearing('schema', service.schema),
    changes: hearing('changes', service.changes),
    conflicts: hearing('conflicts', service.conflicts),
    lease: hearing('lease', service.lease),
    rows: async (tab, at) => {
      heard.push(`rows of ${tab}`);
      return service.rows(tab, at);
    },
    push: async (body) => {
      heard.push(body.dryRun ? 'dry run' : 'push');
      return service.push(body);
    },
  };
  person.service = listened;
  return heard;
}

describe('the steps of a sync', () => {
  it('are: read, changes, conflicts, rows at the base, preview, lease, push, changes again, write, and the state last', async () => {
    const { ann, bob } = await twoCopies();
    ann.workbook.autoSave = true;
    await edits(bob, 'N-002', 'owner', 'Bob');
    ann.type('N-001', 'owner', 'Anna');
    const schema = await ann.service.schema();
    const heard = listening(ann);
    const { preview } = ann.options();
    await ann.sync(
      {},
      {
        schema,
        preview: async (shown) => {
          heard.push('preview');
          return preview(shown);
        },
      },
    );
    assert.deepEqual(heard, [
      'read',
      'changes',
      'conflicts',
      'rows of notes',
      'dry run',
      'preview',
      'lease',
      'push',
      'changes',
      'lease',
      'read',
      'write',
      'read',
      'writeState',
      'lease',
    ]);
  });

  it('ask for rows at the base only of the tabs that do not show them any more', async () => {
    const world = await World.open();
    const things = [
      ['Ref', 'Name'],
      ['T1', 'Spoon'],
    ];
    const ann = world.at(
      'Ann',
      new ModelWorkbook({ Notes: [HEADINGS, ['N-001', 'First', 'Ann', 1]], Things: things }),
    );
    await ann.sync();
    ann.type('N-001', 'owner', 'Anna');
    const heard = listening(ann);
    await ann.sync();
    assert.deepEqual(
      heard.filter((call) => call.startsWith('rows')),
      ['rows of notes'],
    );
  });

  it('end where the host fails: the state stays as it was, and the next sync finds out the rest', async () => {
    for (const call of ['read', 'write', 'writeState'] as const) {
      const { world, ann, bob } = await twoCopies();
      await edits(bob, 'N-002', 'owner', 'Bob');
      ann.type('N-001', 'owner', 'Anna');
      const before = ann.workbook.state;
      ann.workbook.before = (each) => {
        if (each === call) throw new Error('The request timed out.');
      };
      await assert.rejects(ann.sync(), /timed out/);
      assert.deepEqual(ann.workbook.state, before, call);
      ann.workbook.before = () => undefined;
      await ann.sync();
      assert.deepEqual(ann.shows(), await world.ledger(), call);
      assert.deepEqual([owner(ann, 'N-001'), owner(ann, 'N-002')], ['Anna', 'Bob']);
    }
  });

  it('take in what others pushed between the two looks at the ledger', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.type('N-001', 'owner', 'Anna');
    await ann.sync(
      {},
      {
        preview: async () => {
          await edits(bob, 'N-002', 'owner', 'Bob');
          return { removals: [], reversals: [] };
        },
      },
    );
    assert.equal(owner(ann, 'N-002'), 'Bob');
    const { revision } = await ann.service.schema();
    assert.deepEqual([readState(ann.workbook.state)?.base.revision, revision], [3, 3]);
    assert.deepEqual(ann.shows(), await world.ledger());
  });
});

describe('the base that a pin keeps', () => {
  it('of a removal that is in conflict is the revision at which the row was seen', async () => {
    const { ann, bob } = await twoCopies();
    await edits(bob, 'N-002', 'owner', 'Bob');
    ann.remove('N-002');
    await ann.sync({ removals: 'all' });
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, base, why }) => [ref, column, base, why]),
      [['N-002', null, 1, 'conflict']],
    );
  });

  it('of an edit of a removed row are the cells that it had', async () => {
    const { ann, bob } = await twoCopies();
    bob.remove('N-002');
    await bob.sync({ removals: 'all' });
    await edits(ann, 'N-002', 'owner', 'Anna');
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, base, why }) => [ref, column, base, why]),
      [['N-002', null, { title: 'Second', owner: 'Ann', count: 2 }, 'conflict']],
    );
  });

  it('of an added row is nothing', async () => {
    const { ann, bob } = await twoCopies();
    bob.add('N-010', 'of Bob');
    await bob.sync();
    ann.add('N-010', 'of Ann');
    await ann.sync();
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, base, why }) => [ref, column, base, why]),
      [['N-010', null, null, 'conflict']],
    );
  });

  it('of a cell is what the sync wrote there, where it was typed over at once', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    let hasWritten = false;
    ann.workbook.before = (call) => {
      if (call === 'write') hasWritten = true;
      else if (hasWritten && owner(ann, 'N-001') === 'Bob') ann.type('N-001', 'owner', 'Anna');
    };
    await ann.sync();
    ann.workbook.before = () => undefined;
    assert.deepEqual(
      pinsOf(ann).map(({ ref, column, base, why }) => [ref, column, base, why]),
      [['N-001', 'owner', 'Bob', 'changed']],
    );
    const { conflicts, pushed } = await ann.sync();
    assert.deepEqual([conflicts, pushed, await ownerInLedger(world, 'N-001')], [[], 1, 'Anna']);
  });

  it('of a cell is what the sync pushed there, where it was typed over while it was sent', async () => {
    const { world, ann } = await twoCopies();
    ann.type('N-001', 'owner', 'Anna');
    const { push } = ann.service;
    const service: Service = {
      ...ann.service,
      push: async (body) => {
        if (!body.dryRun) ann.type('N-001', 'owner', 'Anne');
        return push(body);
      },
    };
    await ann.sync({}, { service });
    assert.deepEqual(
      pinsOf(ann).map(({ base, why }) => [base, why]),
      [['Anna', 'changed']],
    );
    await ann.sync();
    assert.deepEqual([await ownerInLedger(world, 'N-001'), pinsOf(ann)], ['Anne', []]);
  });
});

describe('the look of a sheet', () => {
  it('means nothing: sorted otherwise, it is as before', async () => {
    const { world, ann } = await twoCopies();
    const before = await world.ledger();
    ann.workbook.edit('Notes', ([headings = [], ...rows]) => [headings, ...rows.reverse()]);
    assert.equal((await ann.sync({ removals: 'all' })).status, 'unchanged');
    assert.deepEqual(await world.ledger(), before);
    assert.deepEqual(
      ann.workbook.shows('Notes').map(([ref]) => ref),
      ['N-003', 'N-002', 'N-001'],
      'and it stays as it was sorted',
    );
  });

  it('gets no column from sync: what has no heading here stays in the ledger', async () => {
    const { world, ann } = await twoCopies();
    const fay = world.at('Fay', new ModelWorkbook({ Notes: [['Ref', 'Title']] }));
    await fay.sync();
    assert.deepEqual(fay.workbook.sheet('Notes').rows[0], ['Ref', 'Title']);
    assert.deepEqual(
      fay.workbook.shows('Notes').map((row) => row.slice(0, 2)),
      (await world.ledger()).map((row) => row.slice(0, 2)),
    );
    fay.workbook.type('Notes', 1, 1, 'Firstly');
    await fay.sync({ removals: 'all' });
    await ann.sync();
    assert.deepEqual(ann.shows()[0], ['N-001', 'Firstly', 'Ann', 1]);
  });

  it('may have a computed column, which is neither pushed nor written', async () => {
    const world = await World.open();
    const book = () => new ModelWorkbook({ Notes: [['Ref', 'Title', 'Count', 'Total']] });
    const ann = world.at('Ann', book());
    ann.workbook.edit('Notes', (rows) => [...rows, ['N-001', 'First', 1, { formula: '=C2*2', cached: 2 }]]);
    await ann.sync();
    const { rows } = await world.fixture.service.rows('notes');
    assert.deepEqual(
      rows.map(({ cells }) => cells),
      [{ title: 'First', count: 1 }],
    );
    const bob = world.at('Bob', book());
    await bob.sync();
    assert.deepEqual(bob.workbook.shows('Notes'), [['N-001', 'First', 1]]);
    ann.workbook.type('Notes', 1, 3, { formula: '=C2*3', cached: 3 });
    assert.equal((await ann.sync()).pushed, 0);
  });
});

describe('pins of what is not recognised', () => {
  it('wait: a conflict whose column has lost its heading is there again with the heading', async () => {
    const { world, ann, bob } = await twoCopies();
    await edits(bob, 'N-001', 'owner', 'Bob');
    await edits(ann, 'N-001', 'owner', 'Anna');
    const before = pinsOf(ann);
    ann.workbook.type('Notes', 0, 2, null);
    await edits(bob, 'N-002', 'owner', 'Bob');
    await ann.sync();
    assert.deepEqual(pinsOf(ann), before);
    ann.workbook.type('Notes', 0, 2, 'Owner');
    const { conflicts } = await ann.sync();
    assert.deepEqual(
      conflicts.map(({ conflict: { mine }, left }) => [mine, left]),
      [['Anna', false]],
    );
    assert.deepEqual([owner(ann, 'N-001'), owner(ann, 'N-002'), pinsOf(ann)], ['Anna', 'Bob', before]);
    assert.equal(await ownerInLedger(world, 'N-001'), 'Bob');
  });

  it('wait: a held row whose sheet has another name for a while is held again', async () => {
    const { world, ann, bob } = await twoCopies();
    ann.workbook.sheets = [
      ...ann.workbook.sheets,
      {
        name: 'Things',
        rows: [
          ['Ref', 'Name'],
          ['T1', 'Spoon'],
        ],
      },
    ];
    await ann.sync();
    ann.type('N-001', 'title', null);
    assert.equal((await ann.sync()).held.length, 1);
    const before = pinsOf(ann);
    const [notes] = ann.workbook.sheets;
    assert.ok(notes);
    const headings = notes.rows[0] ?? [];
    notes.rows[0] = [];
    await edits(bob, 'N-002', 'owner', 'Bob');
    await ann.sync({ removals: 'all' });
    assert.deepEqual(pinsOf(ann), before);
    notes.rows[0] = headings;
    assert.equal((await ann.sync({ removals: 'all' })).held.length, 1);
    assert.deepEqual(titles(await world.ledger()), ['N-001 First', 'N-002 Second', 'N-003 Third']);
  });
});
