import assert from 'node:assert/strict';
import { conflictLine, itemLine, pinLine, resultLine, valueText } from '../../shared/sync/describe.ts';
import type { ConflictItem, PreviewItem, SyncResult } from '../../shared/sync/preview.ts';

const place = { tab: 'risks', tabTitle: 'Risks', ref: 'DR-003', sheet: 'Risk log', row: 12 };
const by = { author: 'Ann', at: '2022-08-10T09:30:00.000Z' };

describe('a sync in words', () => {
  it('names the place, both values and who is behind it', () => {
    const item: PreviewItem = {
      ...place,
      id: '1',
      kind: 'set',
      column: 'due',
      heading: 'Due',
      from: null,
      to: '2022-09-14',
      by,
    };
    assert.equal(itemLine(item), 'Risks DR-003, Due: (blank) → 14/09/2022 (Ann, 10/08/2022 09:30 UTC)');
    const row: PreviewItem = {
      ...place,
      ref: null,
      id: '2',
      kind: 'add',
      column: null,
      heading: null,
      from: null,
      to: { title: 'New' },
    };
    assert.equal(itemLine(row), 'Risks, Risk log row 12: new row, title New');
  });

  it('fits a long cell into a line', () => {
    const text = valueText(`${'word '.repeat(40)}\nend`);
    assert.ok(text.length <= 81 && text.endsWith('…') && !text.includes('\n'), text);
  });

  it('shows both sides of a conflict', () => {
    const conflict: ConflictItem['conflict'] = {
      id: null,
      workbook: null,
      kind: 'cell',
      tab: 'risks',
      ref: 'DR-003',
      column: 'owner',
      base: 'x',
      mine: 'Anna',
      theirs: 'Bob',
      theirsRevision: 4,
      theirsAuthor: 'Bob',
      theirsAt: by.at,
      author: 'Ann',
      at: by.at,
      state: 'open',
      decided: null,
    };
    assert.equal(
      conflictLine({ ...place, id: '1', conflict, heading: 'Owner', left: false }),
      'Risks DR-003, Owner: yours is Anna, the ledger has Bob (Bob, 10/08/2022 09:30 UTC).',
    );
  });

  it('says in one line what came of it', () => {
    const result: SyncResult = {
      status: 'done',
      revision: 7,
      pushed: 1,
      taken: 2,
      refs: [],
      held: [],
      conflicts: [],
      pins: [],
      stops: [],
      wayOn: null,
      busy: null,
      proposal: null,
    };
    assert.equal(resultLine(result), 'Synced to revision 7: 1 change pushed, 2 changes taken.');
    assert.equal(
      resultLine({ ...result, status: 'unchanged' }),
      'Nothing to do: this workbook is up to date with revision 7.',
    );
    assert.equal(
      pinLine({ tab: 'risks', ref: 'DR-003', column: 'owner', base: 'x', why: 'held' }),
      'DR-003 owner: held back, since it would bring in an error.',
    );
  });
});
