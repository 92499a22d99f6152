/** All about refs: their normal form and patterns (`ref-pattern.ts`), and those named in a text (`refs-in.ts`). */
export {
  matchRef,
  normalRef,
  plainMeeting,
  type RefMatch,
  type RefPattern,
  refPattern,
  repairRef,
  writeRef,
} from './ref-pattern.ts';
export { type FoundRef, refsIn } from './refs-in.ts';
