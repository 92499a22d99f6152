import { type RowView, says, valueIn } from './view.ts';
import { meantBy } from './vocabulary.ts';

/** The word of its vocabulary that a choice says, also where it is mistyped; null where it says none. */
export function choiceIn(view: RowView, column: string): string | null {
  const vocabulary = view.tab.vocabularies.get(column);
  const value = valueIn(view, column);
  if (vocabulary === undefined || typeof value !== 'string' || !says(view, column)) return null;
  return meantBy(vocabulary, value)?.word ?? null;
}
