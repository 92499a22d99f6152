/** Colours, fonts and formats of the sample book. */
import type { Alignment, Borders, Fill, Font } from 'exceljs';

export const DATE_FORMAT = 'dd/mm/yyyy';

/** Pictures of the traffic lights, dark text on light ground. */
export const RAG_COLOURS: readonly (readonly [string, string, string])[] = [
  ['Red', 'FFF8CBCB', 'FF8A1C1C'],
  ['Amber', 'FFFFE3B3', 'FF7A4B00'],
  ['Green', 'FFD3EBD3', 'FF1E5B2A'],
  ['Blue', 'FFD5E3F5', 'FF1F4172'],
];

export const font: Partial<Font> = { name: 'Calibri', size: 10 };
export const titleFont: Partial<Font> = {
  name: 'Calibri',
  size: 16,
  bold: true,
  color: { argb: 'FF1F3864' },
};
export const lineFont: Partial<Font> = { name: 'Calibri', size: 10, color: { argb: 'FF595959' } };
export const guidanceFont: Partial<Font> = {
  name: 'Calibri',
  size: 10,
  italic: true,
  color: { argb: 'FF595959' },
};
export const headingFont: Partial<Font> = {
  name: 'Calibri',
  size: 10,
  bold: true,
  color: { argb: 'FFFFFFFF' },
};
export const linkFont: Partial<Font> = {
  name: 'Calibri',
  size: 10,
  underline: true,
  color: { argb: 'FF0563C1' },
};

export const headingFill = ground('FF1F3864');
export const bandFill = ground('FF8EA9DB');
export const guidanceFill = ground('FFFFF8E1');
export const closedFill = ground('FFEDEDED');

export const wrapped: Partial<Alignment> = { vertical: 'top', wrapText: true };
export const middle: Partial<Alignment> = { vertical: 'middle', wrapText: true };

const line = { style: 'thin', color: { argb: 'FFD0D0D0' } } as const;
export const box: Partial<Borders> = { top: line, left: line, bottom: line, right: line };

/** A fill of one colour. Conditional formats take it from the background, cells from the foreground. */
export function ground(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb }, bgColor: { argb } };
}
