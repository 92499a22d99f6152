/** Number formats by style index. */
import type { Archive } from './archive.ts';
import { entryOf, smallPart } from './archive.ts';
import { WorkbookError } from './error.ts';
import { MAX_NUMBER_FORMAT, MAX_STYLES } from './limits.ts';
import { flag, walkXml } from './walk.ts';

/**
 * The formats that have a number instead of a text in the file (ECMA-376 part 1, 18.8.30), those of dates
 * as a British Excel shows them. 27 to 36 and 50 to 58 are dates in East Asian Excels and are read as such.
 */
const BUILT_IN: ReadonlyMap<number, string> = new Map([
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, '# ?/?'],
  [13, '# ??/??'],
  [14, 'dd/mm/yyyy'],
  [15, 'd-mmm-yy'],
  [16, 'd-mmm'],
  [17, 'mmm-yy'],
  [18, 'h:mm AM/PM'],
  [19, 'h:mm:ss AM/PM'],
  [20, 'hh:mm'],
  [21, 'hh:mm:ss'],
  [22, 'dd/mm/yyyy hh:mm'],
  [37, '#,##0;-#,##0'],
  [38, '#,##0;[Red]-#,##0'],
  [39, '#,##0.00;-#,##0.00'],
  [40, '#,##0.00;[Red]-#,##0.00'],
  [45, 'mm:ss'],
  [46, '[h]:mm:ss'],
  [47, 'mm:ss.0'],
  [48, '##0.0E+0'],
  [49, '@'],
  ...[27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id): [number, string] => [id, 'dd/mm/yyyy']),
  ...[32, 33, 34, 35, 55, 56].map((id): [number, string] => [id, 'hh:mm:ss']),
]);

/** The number format of each style index, undefined for General. Throws a WorkbookError. */
export function readFormats(archive: Archive, part: string): (string | undefined)[] {
  const entry = entryOf(archive, part);
  const styles: (string | undefined)[] = [];
  if (entry === undefined) return styles;
  const custom = new Map<number, string>();
  walkXml(smallPart(archive, entry), entry.name, {
    open(name, attributes, parent, depth) {
      if (name === 'numFmt' && parent === 'numFmts') {
        const code = attributes.get('formatCode') ?? 'General';
        if (code.length > MAX_NUMBER_FORMAT) {
          throw new WorkbookError(
            'unsafe',
            `a number format in it has ${code.length.toLocaleString('en-GB')} characters; Excel allows ${MAX_NUMBER_FORMAT}. Open the file in Excel and save it again.`,
            { file: archive.file },
          );
        }
        custom.set(Number(attributes.get('numFmtId')), code);
      } else if (name === 'xf' && parent === 'cellXfs' && depth === 2) {
        checkCount(styles);
        const id = Number(attributes.get('numFmtId') ?? 0);
        const format = custom.get(id) ?? BUILT_IN.get(id);
        styles.push(format === undefined || /^general$/i.test(format) ? undefined : format);
      }
    },
  });
  return styles;
}

function checkCount(styles: readonly unknown[]): void {
  if (styles.length < MAX_STYLES) return;
  throw new WorkbookError(
    'unsafe',
    `it has more than the ${MAX_STYLES.toLocaleString('en-GB')} cell styles that Excel allows. Open the file in Excel and save it again.`,
  );
}

/** Whether a cell of each style index is unlocked, so that it may be changed on a protected sheet. Throws a WorkbookError. */
export function readUnlocked(xml: Buffer, part: string): boolean[] {
  const unlocked: boolean[] = [];
  let own = false;
  walkXml(xml, part, {
    open(name, attributes, parent, depth) {
      if (name === 'xf') own = parent === 'cellXfs' && depth === 2;
      if (name === 'xf' && own) {
        checkCount(unlocked);
        unlocked.push(false);
      } else if (name === 'protection' && parent === 'xf' && own)
        unlocked[unlocked.length - 1] = !flag(attributes, 'locked', true);
    },
  });
  return unlocked;
}
