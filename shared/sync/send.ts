/** Sends a push: once more after a lost answer, and again with `confirm` when the service asks for it. */

import { Problem, Unreachable } from '../protocol/problem.ts';
import type { Push, PushAnswer } from '../protocol/push.ts';
import type { Service } from '../protocol/service.ts';
import type { Confirmation } from './preview.ts';

/** The list may change between the question and the answer, so a person may be asked again, but not for ever. */
const QUESTIONS = 3;

/**
 * Pushes. Answers null where a person would not confirm; nothing was applied then.
 * Throws `Problem`, and `Unreachable` where the second try brought no answer either.
 */
export async function send(
  service: Service,
  push: Push,
  confirm: (list: Confirmation) => Promise<boolean>,
): Promise<PushAnswer | null> {
  let body = push;
  for (let question = 0; ; question += 1) {
    try {
      return await twice(service, body);
    } catch (error) {
      const hash = confirmationOf(error);
      if (!hash || !(error instanceof Problem) || question === QUESTIONS) throw error;
      const { removals = [], blanked = [] } = error.body;
      if (!(await confirm({ removals, blanked }))) return null;
      body = { ...push, confirm: hash };
    }
  }
}

function confirmationOf(error: unknown): string | undefined {
  return error instanceof Problem && error.type === 'confirm-needed' ? error.body.confirm : undefined;
}

/** The same request again: if the first one was applied, the service answers with the same bytes. */
async function twice(service: Service, push: Push): Promise<PushAnswer> {
  try {
    return await service.push(push);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
  try {
    return await service.push(push);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new Unreachable(
      'The service did not answer, so it is not known whether your changes arrived. Nothing was written into the workbook. ' +
        'Sync again when the service is back: it finds out by itself, and nothing is doubled.',
      { cause: error },
    );
  }
}
