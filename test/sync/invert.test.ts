import assert from 'node:assert/strict';
import { invert } from '../../shared/sync/invert.ts';
import { copyOf, openFixture } from '../ledger/builder.ts';

describe('the inverse of a revision', () => {
  it('brings every row back to what it was', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const rows = async () =>
      (await fixture.service.rows('notes')).rows.map(({ ref, cells }) => ({ ref, cells }));
    await copy.push([
      { op: 'add', tab: 'notes', ref: 'N-001', cells: { title: 'First', owner: 'Ann' } },
      { op: 'add', tab: 'notes', ref: 'N-002', cells: { title: 'Second' } },
    ]);
    await copy.pull();
    const before = await rows();
    await copy.push([
      { op: 'set', tab: 'notes', ref: 'N-001', column: 'owner', from: 'Ann', to: null },
      { op: 'remove', tab: 'notes', ref: 'N-002', seen: 1 },
      { op: 'add', tab: 'notes', ref: 'N-003', cells: { title: 'Third' } },
    ]);
    const { revisions } = await fixture.service.changes({ since: 1 });
    await copy.pull();
    for (const revision of revisions) await copy.push(invert(revision));
    assert.deepEqual(await rows(), before);
  });

  it('gives renumbered rows their refs back, with what was set in them', async () => {
    const fixture = await openFixture();
    const copy = await copyOf(fixture);
    const rows = async () =>
      (await fixture.service.rows('notes')).rows.map(({ ref, cells }) => ({ ref, cells }));
    await copy.push([
      { op: 'add', tab: 'notes', ref: 'N-001', cells: { title: 'First' } },
      { op: 'add', tab: 'notes', ref: 'N-002', cells: { title: 'Second' } },
      { op: 'add', tab: 'notes', ref: 'N-003', cells: { title: 'Third' } },
    ]);
    await copy.pull();
    const before = await rows();
    await copy.push([
      { op: 'renumber', tab: 'notes', ref: 'N-001', to: 'N-002', seen: 1 },
      { op: 'renumber', tab: 'notes', ref: 'N-002', to: 'N-001', seen: 1 },
      { op: 'renumber', tab: 'notes', ref: 'N-003', to: 'N-030', seen: 1 },
      { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', from: 'Second', to: 'Other' },
      { op: 'set', tab: 'notes', ref: 'N-030', column: 'owner', from: null, to: 'Ann' },
    ]);
    const { revisions } = await fixture.service.changes({ since: 1 });
    await copy.pull();
    for (const revision of revisions) assert.deepEqual((await copy.push(invert(revision))).outcomes, []);
    assert.deepEqual(await rows(), before);
  });

  it('expects what the revision left, so that a later change becomes a conflict', () => {
    const record = {
      revision: 7,
      hash: 'a'.repeat(64),
      author: 'Ann',
      at: '2022-08-10T09:00:00.000Z',
      workbook: null,
      reason: null,
    };
    const inverse = invert({
      ...record,
      changes: [
        { op: 'restore', tab: 'notes', ref: 'N-001', cells: { title: 'First' } },
        { op: 'set', tab: 'notes', ref: 'N-001', column: 'title', before: 'First', after: 'Firstly' },
        { op: 'set', tab: 'notes', ref: 'N-002', column: 'title', before: null, after: 'Second' },
        { op: 'decide', conflict: 'b', tab: 'notes', ref: 'N-002', column: 'title', choose: 'mine' },
      ],
    });
    assert.deepEqual(inverse, [
      { op: 'remove', tab: 'notes', ref: 'N-001', seen: 7 },
      { op: 'set', tab: 'notes', ref: 'N-002', column: 'title', from: 'Second', to: null },
    ]);
  });
});
