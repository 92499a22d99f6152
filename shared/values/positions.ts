/**
 * A cell of type `positions`: one line a party, `Party: position – reason` or `Party (position): reason`.
 */

export interface PartyPosition {
  /** Null where the line names no party. */
  readonly party: string | null;
  /** As typed: `Support with reservation`. */
  readonly position: string;
  readonly reason: string | null;
  /** The lines as they stand in the cell; joined by line ends the parts are the cell's text again. */
  readonly text: string;
}

/** `Party: rest`. The party holds no colon and is short, as a name is. */
const LINE = /^\s*([^:\n]{1,80}?)\s*:\s*(.*)$/;
/** An en or em dash, or a hyphen with a space beside it: the hyphen in "Non-functional" parts nothing. */
const DASH = /\s*[\u2012-\u2015\u2212]\s*|\s+[-\u2010\u2011]\s*|[-\u2010\u2011]\s+/;

/**
 * The parts of a positions cell, in order. A line without a party goes on with the reason above it; as
 * the first line it is a part of its own. `words` are the positions that there are: one of them in brackets
 * after a party is its position, and no part of its name.
 */
export function readPositions(text: string, words: readonly string[] = []): PartyPosition[] {
  const parts: string[] = [];
  for (const line of text.split('\n')) {
    const last = parts.length - 1;
    if (LINE.test(line) || last < 0) parts.push(line);
    else parts[last] = `${parts[last]}\n${line}`;
  }
  return text === '' ? [] : parts.map((part) => bracketed(partOf(part), words));
}

/** `Large Suppliers (Object): costs`: all after the colon is the reason. */
function bracketed(part: PartyPosition, words: readonly string[]): PartyPosition {
  const [, party, position] = /^(.*\S)\s*\(([^()]*)\)$/.exec(part.party ?? '') ?? [];
  if (party === undefined || position === undefined) return part;
  const own = position.trim().toLowerCase();
  if (!words.some((word) => word.toLowerCase() === own)) return part;
  const reason = part.text.slice(part.text.indexOf(':') + 1).trim();
  return { ...part, party, position: position.trim(), reason: reason === '' ? null : reason };
}

function partOf(text: string): PartyPosition {
  const [first = '', ...more] = text.split('\n');
  const line = LINE.exec(first);
  const said = line?.[2] ?? first;
  const dash = DASH.exec(said);
  const position = dash === null ? said : said.slice(0, dash.index);
  const reason = [dash === null ? '' : said.slice(dash.index + dash[0].length), ...more].join('\n').trim();
  return {
    party: line?.[1] ?? null,
    position: position.trim(),
    reason: reason === '' ? null : reason,
    text,
  };
}
