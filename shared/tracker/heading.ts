/** Nothing but words with a space between them: as most are. */
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/i;

/**
 * A heading as it is compared: `Risk ID`, `RISK  ID*` and `risk-id:` are one.
 *
 * NFKC, case folded, and every run of anything but letters, digits, `#`, `%` and `&` one space.
 */
export function normalHeading(heading: string): string {
  if (PLAIN.test(heading)) return heading.toLowerCase();
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#%&]+/gu, ' ')
    .trim();
}
