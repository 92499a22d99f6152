/** A rule over cells is not asked about values without the marks that it waits for: it must have nothing to say of them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { askRow } from '../../shared/rules/ask.ts';
import { readyRules } from '../../shared/rules/check.ts';
import { MAY_BE_PLACEHOLDER, marksOf } from '../../shared/rules/marks.ts';
import { isPlaceholder } from '../../shared/rules/placeholder.ts';
import { Register } from '../../shared/rules/register.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { REF } from '../../shared/tracker/schema.ts';
import { refPattern } from '../../shared/values/ref.ts';
import type { Value } from '../../shared/values/value.ts';
import { today } from './builder.ts';

/** The default tabs, and one whose refs begin as a formula does and one whose refs have no pattern. */
const schema = schemaOf(
  configure({
    tabs: {
      odd: {
        title: 'Odd',
        refPattern: '-{00}',
        columns: { owner: { heading: 'Owner', type: 'party' } },
      },
    },
  }),
);

const pieces = fc.constantFrom(
  ...['', '=', '+', '-', '@', '#', '#REF!', '#N/A', 'TBC', 'n/a', 'none', '?', 'see above', 'ditto', ' '],
  ...[
    'a@b.example',
    'DA-001',
    'DA_1',
    'DAG13-01',
    'DAG13-1',
    '-01',
    'new:1',
    '7',
    'a',
    'é',
    'ＴＢＣ',
    'x'.repeat(61),
  ],
);
const values = fc.oneof(
  fc.array(pieces, { maxLength: 3 }).map((all): Value => all.join('')),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom<Value>(null, 0, 3.5, true, false),
);

describe('the marks of a value', () => {
  const { rowRules } = readyRules(schema);
  const tabs = [...rowRules].filter(([, asked]) => asked.some(({ about }) => about === 'cell'));

  it('without those that a rule waits for leave it nothing to say', () => {
    let left = 0;
    let said = 0;
    fc.assert(
      fc.property(fc.constantFrom(...tabs), values, values, ([tab, asked], value, other) => {
        const keys = [...tab.columns.keys()];
        for (const column of keys) {
          const isRef = column === REF;
          const ref = typeof value === 'string' ? value : null;
          if (isRef && ref !== value) continue;
          const cells = Object.fromEntries(
            keys.filter((key) => key !== REF).map((key) => [key, key === column ? value : other]),
          );
          const row: Row = {
            tab: tab.tab.tab,
            ref: isRef ? ref : 'DA-001',
            cells,
            at: { sheet: 'Log', row: 1 },
          };
          const marks = marksOf(value, isRef ? tab.pattern : null);
          const rows = new Register(schema, [row]);
          for (const question of asked) {
            if (question.about !== 'cell') continue;
            const columns = question.columns === 'all' ? keys : question.columns;
            if (!columns.includes(column)) continue;
            const isLeft = (question.hears & marks) === 0;
            if (isLeft) left += 1;
            askRow([{ ...question, columns: [column] }], row, { tab, rows, today, region: null }, () => {
              said += 1;
              assert.ok(
                !isLeft,
                `${question.setting.rule} has something to say about ${JSON.stringify(value)}`,
              );
            });
          }
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(left > 1000 && said > 1000, `${left} left out, ${said} said`);
  });

  it('of a ref as its pattern writes it leave next to nothing to be asked', () => {
    const pattern = refPattern('DA-{000}');
    assert.equal(marksOf('DA-001', pattern), marksOf('DA-1200', pattern));
    for (const other of ['DA_1', 'DA-1', 'DA-001 ', null, 7]) {
      assert.notEqual(marksOf(other, pattern) & ~marksOf('DA-001', pattern), 0, String(other));
    }
  });

  it('of a placeholder say that it may be one', () => {
    fc.assert(
      fc.property(values, (value) => {
        if (!isPlaceholder(value)) return;
        assert.notEqual(marksOf(value, null) & MAY_BE_PLACEHOLDER, 0);
      }),
    );
  });
});
