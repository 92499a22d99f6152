/** A cell's content as the XML of a cell. */

import type { CellContent } from '../../shared/values/content.ts';
import { MAX_TEXT } from '../../shared/values/value.ts';
import { cellAddress } from './address.ts';
import type { CellModel } from './rows-editor.ts';
import { escapeCellText } from './tags.ts';

/** Why a content can't stand in a cell at all; null where it can. */
export function unfit(content: CellContent): string | null {
  const text = content.kind === 'text' || content.kind === 'link' ? content.text : '';
  if (text.length > MAX_TEXT) {
    return `the text has ${text.length.toLocaleString('en-GB')} characters and a cell holds ${MAX_TEXT.toLocaleString('en-GB')}. Shorten it.`;
  }
  if (content.kind === 'number' && !Number.isFinite(content.number))
    return 'this is not a number that a cell can hold.';
  return null;
}

/** The cell; null where it is blank and has no style, so that no element is needed. */
export function renderCell(
  prefix: string,
  row: number,
  column: number,
  style: number,
  content: CellContent,
): CellModel | null {
  const open = `${prefix}c r="${cellAddress(row, column)}"${style === 0 ? '' : ` s="${style}"`}`;
  const model = (xml: string, filled: boolean): CellModel => ({
    raw: Buffer.from(xml),
    style,
    formula: false,
    filled,
  });
  const value = (type: string, text: string) =>
    model(`<${open}${type}><${prefix}v>${text}</${prefix}v></${prefix}c>`, true);
  switch (content.kind) {
    case 'blank':
      return style === 0 ? null : model(`<${open}/>`, false);
    case 'number':
      return value('', String(content.number));
    case 'boolean':
      return value(' t="b"', content.boolean ? '1' : '0');
    default: {
      if (content.text === '') return renderCell(prefix, row, column, style, { kind: 'blank' });
      const text = `<${prefix}t xml:space="preserve">${escapeCellText(content.text)}</${prefix}t>`;
      return model(`<${open} t="inlineStr"><${prefix}is>${text}</${prefix}is></${prefix}c>`, true);
    }
  }
}
