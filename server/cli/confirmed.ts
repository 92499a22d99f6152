/** A push of a command that may take rows away. */
import { Problem } from '../../shared/protocol/problem.ts';
import type { Push, PushAnswer } from '../../shared/protocol/push.ts';
import type { Service } from '../../shared/protocol/service.ts';

/**
 * Pushes, and confirms what the service asks to have confirmed where that was accepted beforehand. Throws what the
 * service throws, and a `confirm-needed` that says how to accept it.
 */
export async function pushed(service: Service, acceptRemovals: boolean, push: Push): Promise<PushAnswer> {
  try {
    return await service.push(push);
  } catch (error) {
    if (!(error instanceof Problem) || error.body.confirm === undefined) throw error;
    if (acceptRemovals) return service.push({ ...push, confirm: error.body.confirm });
    const { removals = [], blanked = [] } = error.body;
    const what = [
      ...(removals.length > 0 ? [`removes ${removals.map(({ ref }) => ref).join(', ')}`] : []),
      ...(blanked.length > 0 ? [`blanks ${blanked.length} cells`] : []),
    ].join(' and ');
    throw new Problem(
      'confirm-needed',
      `Nothing was done: this ${what}. To do it, add --accept-removals; rows can be restored later.`,
      error.body,
    );
  }
}
