import assert from 'node:assert/strict';
import fc from 'fast-check';
import { followed, forgotten, remembered } from '../../shared/sheet/follow.ts';
import type { CellValue } from '../../shared/sheet/grid.ts';
import { recognise } from '../../shared/sheet/recognise.ts';
import type { Choices } from '../../shared/sheet/region.ts';
import { grid, schema } from './grid.ts';

const SHEET = 'Blatt1';
const before = ['Nr', 'Name', 'Wer', 'Stand', 'Anmerkung'];
const record: CellValue[] = ['DR-001', 'Late', 'PMO', 'Open', 'none'];
const chosen: Choices = {
  sheets: { [SHEET]: 'risks' },
  headings: { risks: { nr: 'ref', wer: 'owner', stand: 'status', anmerkung: 'x:anmerkung' } },
};

const sheet = (headings: readonly CellValue[]) => [grid(SHEET, [headings, record, record])];
/** As they are kept once the workbook was read with the headings of before. */
const kept = keptOf(chosen, before);

function keptOf(choices: Choices, headings: readonly CellValue[]): Choices {
  return remembered(schema, choices, recognise(schema, sheet(headings), choices));
}

/** Which heading is which of the chosen columns, by these headings now. */
function columnsIn(headings: readonly CellValue[], choices = kept): Record<string, string> {
  const [region] = recognise(schema, sheet(headings), choices);
  return Object.fromEntries(
    (region?.columns ?? [])
      .filter(({ column }) => !column.startsWith('x:'))
      .map(({ column, heading }) => [column, heading]),
  );
}

function lostIn(headings: readonly CellValue[], choices = kept): string[] {
  const regions = recognise(schema, sheet(headings), choices);
  return followed(schema, choices, regions).lost.map(({ column, heading }) => `${heading}: ${column}`);
}

const asChosen = { ref: 'Nr', title: 'Name', owner: 'Wer', status: 'Stand' };

describe('a choice of a heading', () => {
  it('is found again in a column that moved, whatever the order', () => {
    const rest = { ...asChosen };
    fc.assert(
      fc.property(fc.shuffledSubarray(before, { minLength: before.length }), (moved) => {
        assert.deepEqual(columnsIn(moved), rest);
        assert.deepEqual(lostIn(moved), []);
      }),
    );
  });

  it('is followed to any other name that its heading is given, and so are two at once', () => {
    const name = fc.constantFrom('Zuständig', 'Foo', 'Bar 2', 'Wer (neu)', 'XYZ', 'Träger').map(String);
    const names = fc.uniqueArray(name, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(names, fc.subarray([0, 2, 3], { minLength: 1, maxLength: 2 }), (fresh, places) => {
        const now = before.map((heading, at) =>
          places.includes(at) ? (fresh[[0, 2, 3].indexOf(at)] ?? heading) : heading,
        );
        assert.deepEqual(columnsIn(now), { ref: now[0], title: 'Name', owner: now[2], status: now[3] });
        assert.deepEqual(lostIn(now), []);
      }),
    );
  });

  it('is followed where columns came in elsewhere, so that its own stands further right', () => {
    const now = ['Nr', 'Neu', 'Name', 'Zuständig', 'Stand', 'Anmerkung', 'Auch neu'];
    assert.deepEqual(columnsIn(now), { ...asChosen, owner: 'Zuständig' });
  });

  it('is asked about again, and nothing taken for it, where two new headings may be it', () => {
    const now = ['Nr', 'Name', 'Zuständig', 'Träger', 'Stand', 'Anmerkung'];
    const { owner: _, ...others } = asChosen;
    assert.deepEqual(columnsIn(now), others);
    assert.deepEqual(lostIn(now), ['wer: owner']);
  });

  it('is lost with its column, and no heading that was there before is taken for it', () => {
    const choices = keptOf(chosen, [...before, 'Risk Owner']);
    const { owner: _, ...others } = asChosen;
    const now = ['Nr', 'Name', 'Stand', 'Anmerkung', 'Risk Owner'];
    assert.deepEqual(columnsIn(now, choices), others);
    assert.deepEqual(lostIn(now, choices), ['wer: owner']);
  });

  it('is not followed to a heading that the tracker knows as another column', () => {
    const now = ['Nr', 'Name', 'Impact', 'Stand', 'Anmerkung'];
    const { owner: _, ...others } = asChosen;
    assert.deepEqual(columnsIn(now), { ...others, impact: 'Impact' });
    assert.deepEqual(lostIn(now), ['wer: owner']);
  });

  it('gives way where its column is called as the tracker calls it, wherever it stands', () => {
    const now = ['Nr', 'Name', 'Stand', 'Anmerkung', 'Owner'];
    assert.deepEqual(columnsIn(now), { ...asChosen, owner: 'Owner' });
  });

  it('can’t be told where one heading stands in its stead and another is called like its column', () => {
    const now = ['Nr', 'Name', 'Zuständig', 'Stand', 'Anmerkung', 'Owner'];
    assert.deepEqual(lostIn(now), ['wer: owner']);
  });

  it('of a ref is not replaced by a column that only looks like refs', () => {
    const rows = [
      ['Name', 'Wer', 'Stand', 'Betrifft'],
      ['Late', 'PMO', 'Open', 'DR-009'],
      ['Costly', 'PMO', 'Open', 'DR-010'],
    ];
    const [region] = recognise(schema, [grid(SHEET, rows)], kept);
    assert.deepEqual(
      [region?.unkeyed, region?.columns.map(({ column }) => column)],
      ['no-ref', ['title', 'owner', 'status', 'x:betrifft']],
    );
  });

  it('of an extra column stays one under its new heading', () => {
    const choices = keptOf({ ...chosen, headings: { risks: { ...chosen.headings.risks, due: 'x:due' } } }, [
      ...before,
      'Due',
    ]);
    assert.deepEqual(columnsIn([...before, 'Due date'], choices), { ...asChosen, due: 'Due date' });
    assert.deepEqual(columnsIn([...before, 'Due day'], choices), asChosen);
  });
});

describe('the choices that are kept', () => {
  it('hold the new heading instead of the old one, so that a later column of the old name is another', () => {
    const renamed = ['Nr', 'Name', 'Zuständig', 'Stand', 'Anmerkung'];
    const again = keptOf(kept, renamed);
    assert.deepEqual(again.headings.risks, {
      nr: 'ref',
      zuständig: 'owner',
      stand: 'status',
      anmerkung: 'x:anmerkung',
    });
    assert.deepEqual(columnsIn([...renamed, 'Wer'], again), { ...asChosen, owner: 'Zuständig' });
  });

  it('follow one renaming after the other, and a move after both', () => {
    const once = keptOf(kept, ['Nr', 'Name', 'Zuständig', 'Stand', 'Anmerkung']);
    const twice = keptOf(once, ['Nr', 'Name', 'Träger', 'Stand', 'Anmerkung']);
    const now = ['Träger', 'Anmerkung', 'Stand', 'Nr', 'Name'];
    assert.deepEqual(columnsIn(now, twice), { ...asChosen, owner: 'Träger' });
  });

  it('hold on to one that is lost, until its heading is back or called as the tracker calls it', () => {
    const without = ['Nr', 'Name', 'Stand', 'Anmerkung'];
    const lost = keptOf(kept, without);
    assert.deepEqual(lost.headings, kept.headings);
    // A column that comes later in its stead is not it.
    const later = ['Nr', 'Name', 'Zuständig', 'Stand', 'Anmerkung'];
    assert.deepEqual(lostIn(later, lost), ['wer: owner']);
    assert.deepEqual(lostIn(later, keptOf(lost, later)), ['wer: owner']);
    assert.deepEqual(columnsIn(['Wer', ...without], lost), asChosen);
    assert.deepEqual(columnsIn([...without, 'Owner'], lost), { ...asChosen, owner: 'Owner' });
    const gone = forgotten(lost, { tab: 'risks', sheet: SHEET, column: 'owner', heading: 'wer' });
    assert.deepEqual(lostIn(later, gone), []);
  });

  it('stay as they are where the sheet is away, and where nothing changed', () => {
    const unclear = ['Nr', 'Name', 'Zuständig', 'Träger', 'Stand', 'Anmerkung'];
    assert.deepEqual(remembered(schema, kept, []), kept);
    assert.deepEqual(keptOf(kept, before), kept);
    assert.deepEqual(lostIn(unclear, keptOf(kept, unclear)), ['wer: owner']);
  });

  it('are settled again by another answer to what was lost, or by saying that the column is gone', () => {
    const unclear = ['Nr', 'Name', 'Zuständig', 'Träger', 'Stand', 'Anmerkung'];
    const answered: Choices = {
      ...kept,
      headings: { risks: { ...kept.headings.risks, träger: 'owner' } },
    };
    assert.deepEqual(columnsIn(unclear, answered), { ...asChosen, owner: 'Träger' });
    assert.deepEqual(lostIn(unclear, answered), []);
    assert.equal(Object.hasOwn(keptOf(answered, unclear).headings.risks ?? {}, 'wer'), false);
    const gone = forgotten(kept, { tab: 'risks', sheet: SHEET, column: 'owner', heading: 'wer' });
    assert.deepEqual(lostIn(unclear, gone), []);
    assert.deepEqual(columnsIn([...unclear, 'Owner'], gone), { ...asChosen, owner: 'Owner' });
  });

  it('never name another column, whatever is renamed, moved, put in or taken out, one step at a time', () => {
    type Held = { readonly id: number; readonly heading: string };
    const kinds = ['rename', 'move', 'insert', 'remove'] as const;
    const step = fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(9), to: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let columns: Held[] = before.map((heading, id) => ({ id, heading }));
        let choices = kept;
        const missing = new Set<string>();
        const ids: Readonly<Record<string, number>> = { ref: 0, owner: 2, status: 3 };
        for (const [index, { kind, at: from, to }] of steps.entries()) {
          const at = from % columns.length;
          const own = columns[at];
          // The title's is no choice, and a register needs two columns to be one.
          if (own === undefined || own.id === 1 || own.id === 0) continue;
          const rest = columns.filter((each) => each !== own);
          const named = { id: own.id, heading: `Neu ${index}` };
          if (kind === 'rename') columns = columns.map((each) => (each === own ? named : each));
          if (kind === 'move') columns = rest.toSpliced(to % columns.length, 0, own);
          if (kind === 'insert')
            columns = columns.toSpliced(at, 0, { id: 100 + index, heading: `Neu ${index}` });
          if (kind === 'remove') {
            columns = rest;
            for (const [column, id] of Object.entries(ids)) if (id === own.id) missing.add(column);
          }
          const headings = columns.map(({ heading }) => heading);
          const now = columnsIn(headings, choices);
          for (const [column, id] of Object.entries(ids)) {
            const right = columns.find((each) => each.id === id)?.heading;
            assert.equal(now[column], missing.has(column) ? undefined : right, `${column} in ${headings}`);
          }
          choices = keptOf(choices, headings);
        }
      }),
    );
  });

  it('are what they were where nobody chose a heading', () => {
    const none: Choices = { sheets: { [SHEET]: 'risks' }, headings: {} };
    assert.deepEqual(keptOf(none, ['Ref', 'Title', 'Status', 'Owner']), none);
  });

  it('follow each of two registers of a tab on one sheet by itself', () => {
    const apart = [null, null, null, null];
    const both = (second: readonly CellValue[]) => [
      grid(SHEET, [
        [...before, ...apart, ...second],
        [...record, ...apart, 'DR-009', 'Costly', 'PMO', 'Open', 'none'],
      ]),
    ];
    const choices = remembered(schema, chosen, recognise(schema, both(before), chosen));
    const second = ['Nr', 'Name', 'Zuständig', 'Stand', 'Anmerkung'];
    const owners = recognise(schema, both(second), choices).map(
      ({ columns }) => columns.find(({ column }) => column === 'owner')?.heading,
    );
    assert.deepEqual(owners, ['Wer', 'Zuständig']);
  });
});
