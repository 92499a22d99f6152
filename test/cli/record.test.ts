import assert from 'node:assert/strict';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Op } from '../../shared/values/change.ts';
import { type Running, serve, uuid } from '../http/service.ts';
import { tracker } from './tracker.ts';

describe('tracker decide ID record', () => {
  let running: Running;
  beforeEach(async () => {
    running = await serve({ configuration: configure({ exports: { groups: [] } }) });
  });
  afterEach(() => running.stop());

  const run = (...args: string[]) => tracker(args, { TRACKER_URL: running.service.url });

  /** A workbook still saw an artefact's first title when the ledger had moved on. */
  async function conflict(): Promise<string> {
    const service = running.as();
    const artefact: Op = {
      op: 'add',
      tab: 'artefacts',
      ref: 'DA-001',
      cells: { title: 'First', version: '0.4' },
    };
    await service.push(await running.body([artefact], { adopt: true }));
    const { revision, hash } = await service.schema();
    const set = (to: string): Op => {
      return { op: 'set', tab: 'artefacts', ref: 'DA-001', column: 'title', from: 'First', to };
    };
    await service.push(await running.body([set('Theirs')]));
    await service.push(await running.body([set('Mine')], { workbook: uuid(), base: { revision, hash } }));
    const [found] = (await service.conflicts({ state: 'open' })).conflicts;
    assert.ok(found?.id);
    return found.id;
  }

  const GIVEN = [
    'Programme Position=Theirs',
    'raised-by=Large Suppliers',
    'raised-at=DAG 14',
    'positions=Large Suppliers: Object',
    'materiality=Material',
    'level=DAG',
    'owner=PMO',
  ];

  it('takes theirs and adds a row of the dissensus register that cites both sides, in one revision', async () => {
    const id = await conflict();
    const { exit, out } = await run('decide', id, 'record', ...GIVEN, '--reason', 'DAG 14');
    assert.deepEqual(
      [exit, out],
      [
        0,
        'Theirs was taken, and the disagreement recorded as DIS-001, in revision 3. The workbook shows both after its next sync.\n',
      ],
    );
    const service = running.as();
    assert.deepEqual(
      (await service.rows('dissensus')).rows.map(({ ref, cells }) => [
        ref,
        cells.subject,
        cells.options,
        cells.artefact,
        cells.version,
        cells['raised-by'],
      ]),
      [
        [
          'DIS-001',
          'Disagreement on Title of DA-001 (Design Artefacts)',
          'local, 10/08/2022 09:00 UTC: Mine\nlocal, 10/08/2022 09:00 UTC: Theirs',
          'DA-001',
          '0.4',
          'Large Suppliers',
        ],
      ],
    );
    const { conflicts } = await service.conflicts({});
    assert.deepEqual(
      conflicts.map(({ state, decided }) => [state, decided?.choose]),
      [['decided', 'theirs']],
    );
    assert.equal((await run('decide', id, 'record')).exit, 2, 'it has ended');
  });

  it('does nothing where the row would have errors, and says what to give', async () => {
    const id = await conflict();
    const { exit, out } = await run('decide', id, 'record', ...GIVEN.slice(0, 3));
    assert.equal(exit, 1);
    assert.match(out, /^Nothing was done, since the row on record would have errors\. .*Positions/);
    assert.match(out, /\nGive with it: positions=… materiality=… level=… owner=…\n$/);
    const service = running.as();
    assert.deepEqual([(await service.schema()).revision, (await service.rows('dissensus')).rows], [2, []]);
    assert.equal((await service.conflicts({ state: 'open' })).conflicts.length, 1);
  });

  it('names the columns of the register where one is wrong', async () => {
    const id = await conflict();
    const { exit, err } = await run('decide', id, 'record', 'position=x');
    assert.equal(exit, 2);
    assert.match(
      err,
      /"position=x" is not COLUMN=VALUE\. The columns of the Dissensus Register: artefact, version, /,
    );
  });
});
