/** Styles while cells are being changed: which lock their cells, and for a date the cell's own style with a date format. */
import { isDateFormat } from '../../shared/values/date-format.ts';
import { readUnlocked } from './formats.ts';
import type { PackageEditor } from './package-editor.ts';
import { childrenAt, childrenOf } from './package-editor.ts';
import { findRoot } from './scan.ts';
import type { Splice } from './tags.ts';
import { editTag, escapeAttribute, splice } from './tags.ts';

const CODES = { date: 'dd/mm/yyyy', 'date-time': 'dd/mm/yyyy hh:mm' } as const;
type DateFormat = keyof typeof CODES;

/** The first id of a number format that is not Excel's own. */
const FIRST_CUSTOM = 164;

/** Hands out style indexes, and writes the styles that it made into the styles part at the end. */
export class DateStyles {
  readonly #package: PackageEditor;
  readonly #part: string;
  readonly #formats: readonly (string | undefined)[];
  /** New styles in order: which style each is like, and its format. */
  readonly #made: { readonly like: number; readonly format: DateFormat }[] = [];

  #unlocked: readonly boolean[] | null = null;

  /** `formats` are the number formats by style index. */
  constructor(editor: PackageEditor, part: string, formats: readonly (string | undefined)[]) {
    this.#package = editor;
    this.#part = part;
    this.#formats = formats;
  }

  /** Whether the workbook has styles to go by. */
  get any(): boolean {
    return this.#formats.length > 0;
  }

  /** The style for a date in a cell of this style. */
  of(style: number, format: DateFormat): number {
    const own = this.#formats[style];
    if (isDateFormat(own)) return style;
    const known = this.#made.findIndex((made) => made.like === style && made.format === format);
    if (known >= 0) return this.#formats.length + known;
    const made = this.#made[style - this.#formats.length];
    if (made !== undefined) return made.format === format ? style : this.of(made.like, format);
    this.#made.push({ like: style, format });
    return this.#formats.length + this.#made.length - 1;
  }

  /** Whether a cell of this style is locked: it may not be changed on a protected sheet. Throws a WorkbookError. */
  isLocked(style: number): boolean {
    this.#unlocked ??= readUnlocked(this.#package.read(this.#part) ?? Buffer.from('<none/>'), this.#part);
    return this.#unlocked[this.#made[style - this.#formats.length]?.like ?? style] !== true;
  }

  /** Writes the new styles. */
  finish(): void {
    if (this.#made.length === 0) return;
    const bytes = this.#package.need(this.#part);
    const root = findRoot(bytes, this.#part);
    const splices: Splice[] = [];
    const ids = this.#formatIds(bytes, root.prefix, root.openEnd, splices);
    for (const xfs of childrenOf(bytes, this.#part, 'cellXfs')) {
      const open = editTag(bytes, xfs.start, { count: String(this.#formats.length + this.#made.length) });
      const own = [...childrenAt(bytes, open.to, `${root.prefix}xf`)];
      const added = this.#made.map(({ like, format }) => {
        const { start, end } = own[like] ?? own[0] ?? { start: 0, end: 0 };
        const element = bytes.subarray(start, end);
        return splice(element, [
          editTag(element, 0, { numFmtId: String(ids[format]), applyNumberFormat: '1' }),
        ]);
      });
      const close = own.at(-1)?.end ?? open.to;
      splices.push(open, { from: close, to: close, text: Buffer.concat(added) });
    }
    this.#package.write(this.#part, splice(bytes, splices));
  }

  /** The ids of the date formats, added to the workbook's own where it does not have them. */
  #formatIds(bytes: Buffer, prefix: string, rootEnd: number, splices: Splice[]): Record<DateFormat, number> {
    const [list] = childrenOf(bytes, this.#part, 'numFmts');
    const own =
      list === undefined ? [] : [...childrenAt(bytes, tagEnd(bytes, list.start), `${prefix}numFmt`)];
    let next = Math.max(FIRST_CUSTOM - 1, ...own.map(({ attribute }) => Number(attribute('numFmtId')))) + 1;
    const added: string[] = [];
    const idOf = (format: DateFormat) => {
      const code = CODES[format];
      const found = own.find(({ attribute }) => attribute('formatCode') === code);
      if (found !== undefined) return Number(found.attribute('numFmtId'));
      if (!this.#made.some((made) => made.format === format)) return 0;
      added.push(`<${prefix}numFmt numFmtId="${next}" formatCode="${escapeAttribute(code)}"/>`);
      next += 1;
      return next - 1;
    };
    const ids = { date: idOf('date'), 'date-time': idOf('date-time') };
    if (added.length > 0) {
      const text = added.join('');
      const count = String(own.length + added.length);
      const last = own.at(-1)?.end;
      if (list !== undefined && last !== undefined) {
        splices.push(editTag(bytes, list.start, { count }), { from: last, to: last, text });
      } else {
        const element = `<${prefix}numFmts count="${count}">${text}</${prefix}numFmts>`;
        splices.push({ from: list?.start ?? rootEnd, to: list?.end ?? rootEnd, text: element });
      }
    }
    return ids;
  }
}

function tagEnd(bytes: Buffer, start: number): number {
  return editTag(bytes, start, {}).to;
}
