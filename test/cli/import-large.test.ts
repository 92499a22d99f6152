import assert from 'node:assert/strict';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Value } from '../../shared/values/value.ts';
import { serve } from '../http/service.ts';
import { Folder, tracker } from './tracker.ts';

/** More rows than one push takes. */
const ROWS = 20_010;

describe('tracker import of a register that is larger than one push', () => {
  it('takes rows that cite one of a later part, and holds only what cites nothing', async () => {
    const folder = new Folder();
    const running = await serve({
      configuration: configure({
        tabs: {
          ...Object.fromEntries(
            ['artefacts', 'issues', 'dependencies', 'dissensus', 'risks', 'actions'].map((tab) => [
              tab,
              false,
            ]),
          ),
          notes: { refPattern: 'N-{00000}', columns: { cites: { type: 'refs' } } },
        },
        exports: { groups: [] },
      }),
    });
    const ref = (number: number) => `N-${String(number).padStart(5, '0')}`;
    const rows = Array.from({ length: ROWS }, (_, index): Value[] => [ref(index + 1), ref(ROWS - index)]);
    rows[6] = [ref(7), ref(99_999)];
    const file = await folder.book('notes.xlsx', { Notes: [['Ref', 'Cites'], ...rows] });
    const { exit, json, err } = await tracker(['import', '--json', file], {
      TRACKER_URL: running.service.url,
    });
    const { added, held } = Object(json);
    await running.stop();
    folder.remove();
    assert.deepEqual(
      { exit, added, held: Array.from(held, (row) => Object(row).ref), err: err.split('\n')[0] },
      { exit: 1, added: ROWS - 2, held: [ref(ROWS - 6), ref(7)].sort(), err: 'Part 1 of 2 sent' },
    );
  });

  it('is adopted whole with --adopt, the errors of its later parts too', async () => {
    const folder = new Folder();
    const running = await serve();
    // A part is at most 15 MB, which is less than these.
    const long = 'long '.repeat(6_000);
    const rows = Array.from({ length: 520 }, (_, index): Value[] => [
      `N-${String(index + 1).padStart(3, '0')}`,
      index % 500 === 1 ? null : long,
      'Open',
    ]);
    const file = await folder.book('notes.xlsx', { Notes: [['Ref', 'Title', 'Status'], ...rows] });
    const { exit, json, err } = await tracker(['import', '--adopt', '--json', file], {
      TRACKER_URL: running.service.url,
    });
    const { added, held } = Object(json);
    await running.stop();
    folder.remove();
    assert.deepEqual(
      { exit, added, held, err: err.split('\n')[0] },
      { exit: 0, added: 520, held: [], err: 'Part 1 of 2 sent' },
    );
  });
});
