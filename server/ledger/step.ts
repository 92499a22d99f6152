/** An op of a push, checked and in canonical form. */
import type { Op } from '../../shared/values/change.ts';

export interface Step {
  /** Its place in the push. */
  readonly index: number;
  /** With canonical values; `cells` without blanks. */
  readonly op: Op;
  /** The ref that its row has at the head, in normal form; of a decision, the conflict's. */
  readonly key: string;
  /** Its ref was given up and names no row: before this push, or once the push's renumberings are made. */
  readonly lost: boolean;
  /** What is held together: the `rowId` of its row, or a name of its own where it makes a new one. */
  readonly row: string;
}

/** A step whose op is of one kind. */
export type StepOf<K extends Op['op']> = Step & { readonly op: Extract<Op, { op: K }> };

export function is<K extends Op['op']>(step: Step, kind: K): step is StepOf<K> {
  return step.op.op === kind;
}

/** `new:1`: the ledger gives the ref. */
export function isNew(ref: string): boolean {
  return /^new:\d+$/.test(ref);
}
