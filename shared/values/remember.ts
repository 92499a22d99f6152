/**
 * Answers remembered by the text that they are about. Cells say the same again and again (a date, a party, a status),
 * and a register of ten thousand rows asks for each of them.
 */

/** So many are remembered before all are forgotten: memory stays bounded, whatever the workbook. */
const MOST = 200_000;

/** A function of a text alone that answers a text which it was asked before from memory. Undefined is not remembered. */
export function remembered<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = answer(text);
    if (known.size >= MOST) known.clear();
    known.set(text, made);
    return made;
  };
}
