import assert from 'node:assert/strict';
import { isPlaceholder, saysNothing } from '../../shared/rules/placeholder.ts';
import { meantBy, vocabularyOf } from '../../shared/rules/vocabulary.ts';

describe('the word that a choice was meant to be', () => {
  const said = (words: readonly string[], text: string) => meantBy(vocabularyOf(words), text);

  it('is the word itself, and then nothing is to be mended', () => {
    assert.deepEqual(said(['Type A', 'Type B'], 'Type A'), { word: 'Type A', exact: true });
  });

  it('is the one that differs in case, spaces, dashes and end marks alone, however near another is', () => {
    for (const text of ['type a', ' Type  A. ', '“TYPE A”', 'Ｔype A']) {
      assert.deepEqual(said(['Type A', 'Type B'], text), { word: 'Type A', exact: false }, text);
    }
    assert.equal(said(['On-hold'], 'on – hold')?.word, 'On-hold');
    assert.equal(said(['On-hold'], 'ON_HOLD')?.word, 'On-hold');
  });

  it('is none where two words fold alike, or the next is only one letter further away', () => {
    assert.equal(said(['Open', 'OPEN'], 'open'), null);
    assert.equal(said(['Type A', 'Type B'], 'Type C'), null);
    assert.equal(said(['Minor', 'Manor'], 'Minorr'), null);
    assert.equal(said(['Minor', 'Major'], 'Minorr')?.word, 'Minor');
  });

  it('is mistyped by one letter in four, by two in eight, and by none in three', () => {
    const words = ['Met', 'Open', 'Tolerate'];
    const typed = ['Mat', 'Opan', 'Opaan', 'Tolirite', 'Tolirita', 'Toleratexxx'];
    assert.deepEqual(
      typed.map((text) => said(words, text)?.word ?? null),
      [null, 'Open', null, 'Tolerate', null, null],
    );
  });
});

describe('a placeholder', () => {
  it('is one in any case, with marks around it, or nothing but marks', () => {
    const all = [
      'TBC',
      '(tbc)',
      'T.B.C',
      'N / A',
      'n/a.',
      'To  be confirmed!',
      '–',
      '???',
      '…',
      '-'.repeat(60),
      'ＴＢＣ',
    ];
    assert.deepEqual(
      all.filter((text) => !isPlaceholder(text)),
      ['T.B.C'],
    );
  });

  it('is no word that only begins like one, no number, and nothing long', () => {
    for (const text of ['TBC by PMO', 'None so far', 'a', '0', '5', 'Teal', '-'.repeat(61)]) {
      assert.equal(isPlaceholder(text), false, text);
    }
  });

  it('says nothing, nor does a blank; a nought and a no do', () => {
    assert.deepEqual([null, '', 'TBC', 0, false, 'No'].map(saysNothing), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
