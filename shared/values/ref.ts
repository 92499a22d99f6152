/**
 * All about refs: their normal form and patterns (`ref-pattern.ts`), those named in a text (`refs-in.ts`), and ranges of
 * them (`ref-ranges.ts`).
 */
export {
  endOfDigits,
  escaped,
  isWritten,
  matchRef,
  normalRef,
  plainMeeting,
  type RefMatch,
  type RefPattern,
  refPattern,
  repairRef,
  writeRef,
} from './ref-pattern.ts';
export { type RefRanges, rangesIn } from './ref-ranges.ts';
export { everyListed, type FoundRef, listedRefs, refsIn } from './refs-in.ts';
