/** The pattern that a register's refs have, learnt from them. */
import type { Tab } from '../../tracker/schema.ts';
import { cellAt, type Grid } from '../grid.ts';
import { isBlank } from '../records.ts';
import { ownRefs } from './affinity.ts';
import { type Guess, percent } from './learn.ts';

/** Nearly all refs. */
const MOST = 0.8;

/**
 * The pattern of the refs in a column; of a tab, its own where they follow it. Null: they are free text. Without a
 * column of refs, one for those that it may be given (`initials`).
 */
export function refTemplate(
  grid: Grid,
  place: number | undefined,
  rows: readonly number[],
  { tab, title }: { readonly tab?: Tab; readonly title: string },
): Guess<string | null> & { readonly isOwn: boolean } {
  if (place === undefined) {
    const value = tab?.refPattern ?? `${initials(title)}-{000}`;
    return {
      value,
      confidence: 0.5,
      isOwn: tab?.refPattern === value,
      reason: 'no column of refs was found: once it has one they may be so',
    };
  }
  const refs = rows.map((row) => cellAt(grid, row, place)).filter((value) => !isBlank(value));
  if (tab !== undefined) {
    const own = ownRefs(tab, refs);
    if (refs.length === 0 || own >= MOST) {
      const reason = refs.length === 0 ? 'it has no refs yet' : `${percent(own)} of its refs are so`;
      return { value: tab.refPattern, confidence: Math.max(own, 0.5), isOwn: true, reason };
    }
  }
  const byPrefix = new Map<string, number[]>();
  for (const ref of refs) {
    const [, prefix, digits] = /^\s*(\p{L}[\p{L}\p{N}]*?[-_ ]?)(\d+)\s*$/u.exec(String(ref)) ?? [];
    if (prefix === undefined || digits === undefined) continue;
    const widths = byPrefix.get(prefix);
    if (widths === undefined) byPrefix.set(prefix, [digits.length]);
    else widths.push(digits.length);
  }
  const [most] = [...byPrefix].sort((a, b) => b[1].length - a[1].length);
  const share = most === undefined ? 0 : most[1].length / refs.length;
  if (most === undefined || share < MOST) {
    const reason = 'its refs have no pattern in common: they are free text';
    return { value: null, confidence: 0.6, isOwn: tab?.refPattern === null, reason };
  }
  const [prefix, widths] = most;
  return {
    value: `${prefix}{${'0'.repeat(widths.reduce((least, width) => Math.min(least, width)))}}`,
    confidence: share,
    isOwn: false,
    reason: `${percent(share)} of its refs are ${JSON.stringify(prefix)} and a number`,
  };
}

/** `RR` of "Risk Register", `OBS` of "Observations", `REF` of "Sheet1". */
function initials(title: string): string {
  // "Sheet1" says nothing, in any language.
  if (/^\p{L}+ ?\d+$/u.test(title.trim())) return 'REF';
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((word) => word !== '');
  const [first = 'REF', ...more] = words;
  return more.length === 0
    ? first.slice(0, 3)
    : words
        .map((word) => word[0])
        .join('')
        .slice(0, 4);
}
