/**
 * What headings are about, more loosely than `words.ts`: enough to guess at a column and then to ask, never enough to
 * recognise one. "Who" asks for an owner and "Chance" for a probability, but a person says whether they do.
 */
import { remembered } from '../../values/remember.ts';
import { wordsOf } from '../words.ts';

/** Ideas, and the words that people use for them in headings; a word may stand for several. */
const IDEAS: Readonly<Record<string, string>> = {
  owner:
    'owner who whom assigned assignee lead leader resp responsible contact handler manager custodian pic',
  by: 'by who whom from author reporter originator finder',
  title: 'title summary subject name headline topic what caption label',
  description: 'description detail text background explanation story narrative situation what',
  status: 'status state stage phase condition standing progress situation',
  due: 'due deadline until target when needed expected eta planned finish',
  date: 'date day when on time',
  raised: 'raised found logged opened submitted noticed identified discovered entered spotted seen start',
  closed: 'closed done finished ended solved fixed settled finish end',
  probability: 'probability chance odds frequency possibility likely',
  impact: 'impact effect consequence damage harm magnitude gravity hurt',
  severity: 'severity gravity criticality seriousness weight bad level',
  priority: 'priority urgency rank importance order',
  score: 'score exposure total points level',
  response: 'response strategy treatment approach',
  action: 'action mitigation countermeasure remedy measure task todo step activity',
  update: 'update progress history latest news journal log',
  comment: 'comment note observation remark',
  category: 'category type kind class group area theme stream',
  giver: 'giver from provider supplier source upstream',
  receiver: 'receiver to recipient consumer downstream',
  cause: 'cause origin trigger driver why because reason',
  effect: 'effect consequence outcome result',
  reason: 'reason why because rationale',
  decision: 'decision ruling outcome verdict agreed',
  resolution: 'resolution solution fix answer remedy outcome',
  artefact: 'artefact artifact document deliverable product design specification',
  link: 'link url hyperlink web location',
  version: 'version release revision edition iteration',
  review: 'review checked revisited discussed',
  // What the rows of a register are, as its sheet or a heading names them.
  risk: 'risk threat hazard opportunity danger peril',
  issue: 'issue problem defect bug incident concern',
  dependency: 'dependency depend need prerequisite predecessor',
  dissensus: 'dissensus dissent objection disagreement',
};

const OF_WORD = new Map<string, string[]>();
for (const [idea, words] of Object.entries(IDEAS)) {
  for (const word of words.split(' ')) OF_WORD.set(word, [...(OF_WORD.get(word) ?? []), idea]);
}

/** Every heading of a workbook is held against every column of every tab. */
const wordsIn = remembered((text) => wordsOf(together(text)));

/** The ideas of a text, each once; a word that stands for none is one itself. */
export function ideasOf(text: string): ReadonlySet<string> {
  return new Set(wordsIn(text).flatMap((word) => OF_WORD.get(word) ?? [word]));
}

/**
 * How much two headings are about the same, from 0 to 1: the share of the words of each that the other has an idea
 * in common with. `stem`, the word for a row of the tab, says nothing beside other words.
 */
export function alike(one: string, other: string, stem = ''): number {
  const [a, b] = [told(one, stem), told(other, stem)];
  if (a.length === 0 || b.length === 0) return 0;
  const met = (words: readonly string[][], by: readonly string[][]) =>
    words.filter((ideas) => by.some((each) => each.some((idea) => ideas.includes(idea)))).length;
  return (met(a, b) + met(b, a)) / (a.length + b.length);
}

function told(text: string, stem: string): string[][] {
  const words = wordsIn(text);
  const others = words.filter((word) => word !== stem);
  return (others.length === 0 ? words : others).map((word) => OF_WORD.get(word) ?? [word]);
}

/** "To do" is one word. */
function together(text: string): string {
  return text.replaceAll(/\bto[ -]do\b/gi, 'todo');
}
