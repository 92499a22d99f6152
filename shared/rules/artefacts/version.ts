import { remembered } from '../../values/remember.ts';
import type { Value } from '../../values/value.ts';

/** A version's numbers: `v1.10` is 1 and 10, and comes after 1.9. Null where it has none. */
export function versionIn(value: Value): readonly number[] | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' ? readVersion(text) : null;
}

const readVersion = remembered((text): readonly number[] | null => {
  const match = /^v?(?:ersion)?\s*(\d{1,4}(?:\.\d{1,4}){0,3})(?!\d)/i.exec(text);
  return match?.[1]?.split('.').map(Number) ?? null;
});

/** Below 0 where the one version is earlier than the other, 0 where they are the same. */
export function compareVersions(one: readonly number[], other: readonly number[]): number {
  for (let part = 0; part < Math.max(one.length, other.length); part += 1) {
    const difference = (one[part] ?? 0) - (other[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
