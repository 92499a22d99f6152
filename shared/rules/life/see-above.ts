import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { SHORT, SHORT_TEXT } from '../marks.ts';
import { cellRule } from '../rule.ts';

const ELSEWHERE =
  /^(?:[\s\p{L}]{0,24}[:–—-]\s*)?(?:(?:please )?(?:see|refer to|as|same as|as per) (?:the )?(?:above|below|previous|row above)(?: row| update| action)?|ditto|as before|")\s*[.!]?$/iu;

export const seeAbove = cellRule({
  id: 'see-above',
  about: 'A cell that points to its neighbour: sorted or filtered, it points anywhere.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  hears: SHORT,
  columns: (tab) => tab.prose.map(({ column }) => column),
  check({ value }, say) {
    if (typeof value !== 'string' || value.length > SHORT_TEXT) return;
    if (ELSEWHERE.test(value)) say({ facts: { text: excerpt(value) } });
  },
  message: ({ text }, { heading }) =>
    `${heading()} says only ${quoted(text)}, and the row above changes when the sheet is sorted. Name the ref, or say it again here.`,
});
