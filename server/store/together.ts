/** Who calls is looked up with every request, and requests come in by the dozen. */
import { setImmediate as turn } from 'node:timers/promises';

/**
 * One question for all that ask within one turn of the event loop, put after the last of them: what was changed before
 * anybody asked is seen.
 */
export function together<T>(
  ask: (tracker: string, keys: readonly string[]) => Promise<T>,
): (tracker: string, key: string) => Promise<T> {
  const waiting = new Map<string, { readonly keys: Set<string>; readonly answer: Promise<T> }>();
  return (tracker, key) => {
    let question = waiting.get(tracker);
    if (question === undefined) {
      const keys = new Set<string>();
      const answer = turn().then(() => {
        waiting.delete(tracker);
        return ask(tracker, [...keys]);
      });
      question = { keys, answer };
      waiting.set(tracker, question);
    }
    question.keys.add(key);
    return question.answer;
  };
}
