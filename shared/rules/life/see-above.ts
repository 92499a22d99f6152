import { excerpt, noParameters, quoted, Text } from '../facts.ts';
import { rowRule } from '../rule.ts';
import { says, valueIn } from '../view.ts';

const ELSEWHERE =
  /^(?:[\s\p{L}]{0,24}[:–—-]\s*)?(?:(?:please )?(?:see|refer to|as|same as|as per) (?:the )?(?:above|below|previous|row above)(?: row| update| action)?|ditto|as before|")\s*[.!]?$/iu;

export const seeAbove = rowRule({
  id: 'see-above',
  about: 'A cell that points to its neighbour: sorted or filtered, it points anywhere.',
  severity: 'warning',
  parameters: noParameters,
  facts: Text,
  check(view, say) {
    for (const { column } of view.tab.prose) {
      const value = valueIn(view, column);
      if (typeof value !== 'string' || value.length > 60 || !says(view, column)) continue;
      if (ELSEWHERE.test(value)) say({ column, facts: { text: excerpt(value) } });
    }
  },
  message: ({ text }, { heading }) =>
    `${heading()} says only ${quoted(text)}, and the row above changes when the sheet is sorted. Name the ref, or say it again here.`,
});
