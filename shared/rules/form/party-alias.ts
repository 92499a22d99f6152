import { z } from 'zod';
import type { Party } from '../../tracker/parties.ts';
import { excerpt, quoted } from '../facts.ts';
import { cellRule } from '../rule.ts';
import { type Named, namesIn, partiesParameter } from './parties.ts';

export const partyAlias = cellRule({
  id: 'party-alias',
  about: 'A party under another of its names: counted right all the same, and better written in one way.',
  severity: 'info',
  parameters: z.strictObject({ parties: partiesParameter }),
  facts: z.object({ text: z.string(), right: z.string() }),
  columns: (tab) => tab.parties,
  check({ value }, say, { parties }) {
    const names = namesIn(parties, value);
    if (typeof value !== 'string' || names.every(({ text, right }) => text === right)) return;
    const right = rewritten(value, names);
    const fix = isRight(parties, right, names) ? right : undefined;
    say({ facts: { text: excerpt(value), right: excerpt(right) }, fix });
  },
  message: ({ text, right }, { heading }) =>
    `${heading()} says ${quoted(text)}; its name here is ${quoted(right)}.`,
});

function rewritten(text: string, names: readonly Named[]): string {
  let made = '';
  let done = 0;
  for (const name of names) {
    const at = text.indexOf(name.text, done);
    made += text.slice(done, at) + name.right;
    done = at + name.text.length;
  }
  return made + text.slice(done);
}

/** Names that stand together may read as another name: then it is for a person to write them. */
function isRight(parties: readonly Party[], text: string, names: readonly Named[]): boolean {
  const read = namesIn(parties, text);
  return (
    read.length === names.length &&
    read.every((name, place) => name.text === name.right && name.party === names[place]?.party)
  );
}
