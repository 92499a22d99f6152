import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasParts, mergeParts, type PartsType, partChanges } from '../../shared/values/parts.ts';
import { MAX_TEXT } from '../../shared/values/value.ts';

const lines = (...all: readonly string[]) => all.join('\n');

describe('A cell with parts', () => {
  it('is one of positions or a log, and no other', () => {
    assert.deepEqual(['positions', 'log', 'text'].map(hasParts), [true, true, false]);
  });
});

describe('Positions that two people changed', () => {
  const base = lines('Programme: Support – in plan', 'Suppliers: Object - too early', 'Code: Neutral');

  it('are merged by party, each line as its writer wrote it', () => {
    const mine = lines(
      'Programme: Support – in plan',
      'Suppliers: Support with reservation',
      'Code: Neutral',
    );
    const theirs = lines(
      'Programme: Support – in plan',
      'Suppliers: Object - too early',
      'Code: Object — why now?',
    );
    assert.equal(
      mergeParts('positions', base, mine, theirs),
      lines('Programme: Support – in plan', 'Suppliers: Support with reservation', 'Code: Object — why now?'),
    );
  });

  it('take in what each added where it was put, and what each removed', () => {
    const mine = lines('Helix: Support', base);
    const theirs = lines('Programme: Support – in plan', 'I&C: Neutral', 'Code: Neutral');
    assert.equal(
      mergeParts('positions', base, mine, theirs),
      lines('Helix: Support', 'Programme: Support – in plan', 'I&C: Neutral', 'Code: Neutral'),
    );
  });

  it('keep the order and the blank lines that one of them gave it', () => {
    const mine = lines(
      'Code: Neutral',
      '',
      'Programme: Support – in plan',
      '',
      'Suppliers: Object - too early',
    );
    const theirs = base.replace('Neutral', 'Object');
    assert.equal(
      mergeParts('positions', base, mine, theirs),
      lines('Code: Object', '', 'Programme: Support – in plan', '', 'Suppliers: Object - too early'),
    );
  });

  it('meet where both changed, or added, one party otherwise, or one removed what the other changed', () => {
    const [mine, theirs] = [base.replace('Object', 'Support'), base.replace('Object', 'Neutral')];
    assert.equal(mergeParts('positions', base, mine, theirs), null);
    assert.equal(mergeParts('positions', base, `${base}\nHelix: Support`, `${base}\nHELIX: Object`), null);
    assert.equal(mergeParts('positions', base, '', theirs), null);
  });

  it('agree where both did the same, beside something else', () => {
    const changed = base.replace('Object', 'Support');
    assert.equal(
      mergeParts('positions', base, `${changed}\nHelix: Support`, `I&C: Neutral\n${changed}\nHelix: Support`),
      lines('I&C: Neutral', changed, 'Helix: Support'),
    );
  });
});

describe('A log that two people wrote in', () => {
  const base = lines('ONGOING - See above', '10/08/2022: sent', 'with the papers');

  it('has the lines of both, the earlier date first, with what belongs to a line', () => {
    const mine = lines(base, '', '14/09/2022: agreed');
    const theirs = lines(base, '12/08/2022: asked again', 'no answer');
    const merged = lines(base, '12/08/2022: asked again', 'no answer', '', '14/09/2022: agreed');
    assert.equal(mergeParts('log', base, mine, theirs), merged);
    assert.equal(mergeParts('log', base, theirs, mine), merged);
  });

  it('that is kept newest first has them so', () => {
    const down = lines('10/08/2022: b', '01/08/2022: a');
    assert.equal(
      mergeParts('log', down, lines('12/08/2022: c', down), lines('14/08/2022: d', down)),
      lines('14/08/2022: d', '12/08/2022: c', down),
    );
  });

  it('has lines put between others in the order that the log is kept in', () => {
    const merged = (...[base, mine, theirs]: readonly (readonly string[])[]) =>
      mergeParts('log', lines(...(base ?? [])), lines(...(mine ?? [])), lines(...(theirs ?? [])));
    const [first, early, late, last] = ['01/08/2022: a', '05/08/2022: b', '07/08/2022: c', '10/08/2022: d'];
    assert.equal(
      merged([last, first], [last, early, first], [last, late, first]),
      lines(last, late, early, first),
    );
    assert.equal(
      merged([late, last], [first, late, last], [early, late, last]),
      lines(first, early, late, last),
    );
    // One date does not tell; then new lines go on top.
    assert.equal(merged([first], [late, first], [early, first]), lines(late, early, first));
  });

  it('has a line twice where one of them wrote it twice', () => {
    assert.equal(mergeParts('log', '', 'ONGOING: a', 'ONGOING: a\nONGOING: a'), 'ONGOING: a\nONGOING: a');
  });

  it('has two lines of one day where each added one', () => {
    assert.equal(
      mergeParts('log', '', '10/08/2022: one', '10/08/2022: another'),
      lines('10/08/2022: another', '10/08/2022: one'),
    );
  });

  it('takes a change of one line beside another of the other, and not two of one', () => {
    const mine = base.replace('sent', 'sent late');
    assert.equal(
      mergeParts('log', base, mine, base.replace('See above', 'See below')),
      lines('ONGOING - See below', '10/08/2022: sent late', 'with the papers'),
    );
    assert.equal(mergeParts('log', base, mine, base.replace('sent', 'not sent')), null);
  });
});

describe('What changed in a cell with parts', () => {
  it('is told by party', () => {
    const before = lines(
      'Party X: Object – too early',
      'Party Y: Neutral',
      'Party Z: Support - a',
      'Party V: Support',
    );
    const after = lines(
      'Party X: Support with reservation',
      'Party Z: Support - b',
      'Party V:  Support',
      'Party W: Object',
    );
    assert.deepEqual(partChanges('positions', before, after), [
      'Party X: Object → Support with reservation',
      'Party Y: Neutral removed',
      'Party Z: reason changed',
      'Party V: written otherwise',
      'Party W: Object added',
    ]);
  });

  it('is told by line', () => {
    const before = lines('8 Aug 2022: asked', '9 Aug 2022: asked again', 'ONGOING: so');
    const after = lines('8 Aug 2022: asked politely', 'ONGOING: so', '10/08/2022: sent');
    assert.deepEqual(partChanges('log', before, after), [
      '08/08/2022 line changed',
      '09/08/2022 line removed',
      '10/08/2022 line added',
    ]);
  });

  it('is told of the line that it is about where several are of one day', () => {
    const [one, other] = ['10/08/2022: one', '10/08/2022: another'];
    assert.deepEqual(partChanges('log', lines(one, other), one), ['10/08/2022 line removed']);
    assert.deepEqual(partChanges('log', lines(one, other), other), ['10/08/2022 line removed']);
  });

  it('is nothing where nothing changed, and is said where only the order did', () => {
    assert.deepEqual(partChanges('log', 'ONGOING: a', 'ONGOING: a'), []);
    assert.deepEqual(partChanges('positions', 'A: x\nB: y', 'B: y\nA: x'), ['order or blank lines changed']);
  });
});

describe('Whatever two people do to a cell with parts', () => {
  const position = fc.record({
    party: fc.constantFrom('Programme', 'Suppliers', 'Code', 'Helix', 'I&C'),
    said: fc.constantFrom('Support', 'Object – too early', 'Neutral\nfor now', 'Support with reservation'),
  });
  const positions = fc
    .uniqueArray(position, { selector: ({ party }) => party, maxLength: 5 })
    .map((all) => all.map(({ party, said }) => `${party}: ${said.replace('now', `now, says ${party}`)}`));
  const entry = fc
    .tuple(fc.constantFrom('01/08/2022: ', '10/08/2022 – ', '[14 Sept 2022] ', 'ONGOING: '), fc.nat(30))
    .map(([date, what]) => `${date}thing ${what}`);
  const log = fc.uniqueArray(entry, { maxLength: 6 });
  /** A cell, and two people's versions: some of its lines left out, others put somewhere. */
  const versions = (cell: fc.Arbitrary<string[]>, type: PartsType) =>
    cell.chain((base) => {
      const edit = fc.record({
        keep: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        put: cell,
        at: fc.nat(6),
        gap: fc.constantFrom('\n', '\n\n'),
      });
      const version = edit.map(({ keep, put, at, gap }) => {
        const left = base.filter((_, index) => keep[index] !== false);
        const names = new Set(left.map((line) => line.split(':')[0]));
        const fresh = put.filter((line) =>
          type === 'log' ? !left.includes(line) : !names.has(line.split(':')[0]),
        );
        return left.toSpliced(at, 0, ...fresh).join(gap);
      });
      return fc.record({
        type: fc.constant(type),
        base: fc.constant(base.join('\n')),
        mine: version,
        theirs: version,
      });
    });
  const any = fc.oneof(versions(positions, 'positions'), versions(log, 'log'));
  const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

  it('the merge is the same from either side', () => {
    fc.assert(
      fc.property(any, ({ type, base, mine, theirs }) => {
        assert.equal(mergeParts(type, base, mine, theirs), mergeParts(type, base, theirs, mine));
      }),
      { numRuns: 2000 },
    );
  });

  it('who changed nothing changes nothing, and who changed alike agrees', () => {
    fc.assert(
      fc.property(any, ({ type, base, mine }) => {
        assert.equal(mergeParts(type, base, mine, base), mine);
        assert.equal(mergeParts(type, base, base, mine), mine);
        assert.equal(mergeParts(type, base, mine, mine), mine);
      }),
    );
  });

  it('a text stands to the letter where only one wrote, or both the same', () => {
    for (const [type, base] of [
      ['log', '10/08/2022: sent'],
      ['positions', 'DCC: Object'],
    ] as const) {
      for (const mine of ['', `${base}\n\n`, `\n\n${base}`, `${base}\n \nand more`]) {
        assert.equal(mergeParts(type, base, mine, base), mine);
        assert.equal(mergeParts(type, base, base, mine), mine);
        assert.equal(mergeParts(type, base, mine, mine), mine);
      }
    }
  });

  it('is for a person to decide where it would be more than a cell holds', () => {
    const half = 'x'.repeat(MAX_TEXT / 2);
    const [mine, theirs] = [`10/08/2022: ${half}`, `11/08/2022: ${half}`];
    assert.equal(mergeParts('log', '', mine, theirs), null);
    const room = MAX_TEXT - mine.length - 1;
    assert.equal(mergeParts('log', '', mine, theirs.slice(0, room))?.length, MAX_TEXT);
    assert.equal(mergeParts('log', '', mine, theirs.slice(0, room + 1)), null);
  });

  it('no line that somebody wrote is lost, none comes back that somebody removed, none comes of itself', () => {
    let merges = 0;
    fc.assert(
      fc.property(any, ({ type, base, mine, theirs }) => {
        const merged = mergeParts(type, base, mine, theirs);
        if (merged === null) return;
        if (![mine, theirs, base].includes(merged)) merges += 1;
        const [all, before, one, other] = [merged, base, mine, theirs].map((text) => new Set(linesOf(text)));
        for (const line of new Set([...(one ?? []), ...(other ?? [])])) {
          if (!before?.has(line)) assert.ok(all?.has(line), `${JSON.stringify(line)} is there`);
        }
        for (const line of before ?? []) {
          if (one?.has(line) && other?.has(line)) assert.ok(all?.has(line), `${JSON.stringify(line)} stays`);
        }
        for (const line of all ?? [])
          assert.ok(one?.has(line) || other?.has(line), `${JSON.stringify(line)} is someone's`);
      }),
      { numRuns: 3000 },
    );
    assert.ok(merges > 100, 'something was merged');
  });
});
