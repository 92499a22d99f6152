/** Settings as the lines of a tracker.yaml: mappings in blocks, everything else on one line as JSON, which YAML can read. */

/** A text that YAML reads as that text without quotes, whichever version of it: no number, no date, no word of its own. */
const PLAIN = /^[A-Za-z](?:[A-Za-z0-9 _-]*[A-Za-z0-9])?$/;
const WORDS = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);
/** Longer lists stand one word a line. */
const WIDEST = 90;

/** The lines; the empty text for no settings. */
export function yamlLines(settings: object): string {
  return linesOf(settings, '').join('\n');
}

function linesOf(settings: object, indent: string): string[] {
  return Object.entries(settings).flatMap(([key, value]: [string, unknown]): string[] => {
    if (value === undefined) return [];
    const start = `${indent}${scalar(key)}:`;
    const inside = `${indent}  `;
    if (Array.isArray(value)) {
      const items = value.map(scalar);
      const line = `${start} [${items.join(', ')}]`;
      return line.length <= WIDEST ? [line] : [start, ...items.map((item) => `${inside}- ${item}`)];
    }
    if (typeof value === 'object' && value !== null) {
      const lines = linesOf(value, inside);
      return lines.length === 0 ? [`${start} {}`] : [start, ...lines];
    }
    return [`${start} ${scalar(value)}`];
  });
}

function scalar(value: unknown): string {
  if (typeof value === 'string' && PLAIN.test(value) && !WORDS.has(value.toLowerCase())) return value;
  return JSON.stringify(value);
}
