/**
 * A heading as it is compared: `Risk ID`, `RISK  ID*` and `risk-id:` are one.
 *
 * NFKC, case folded, and every run of anything but letters, digits, `#`, `%` and `&` one space.
 */
export function normalHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#%&]+/gu, ' ')
    .trim();
}
