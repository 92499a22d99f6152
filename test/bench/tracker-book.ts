/**
 * A big tracker as its keepers leave it: the six default registers with as many columns each, refs that exist,
 * dates in order, and in one row of fifty something wrong. In a register of fewer columns the rest are the keepers' own.
 */
import { letter } from '../../shared/sheet/grid.ts';
import { type Column, REF, type Tab } from '../../shared/tracker/schema.ts';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';
import { serialFromIso } from '../../shared/values/date.ts';
import { refPattern, writeRef } from '../../shared/values/ref.ts';
import { bookOf } from './book.ts';

const DATE_STYLE = 1;
const MEETINGS = ['06', '09', '10', '11', '12', '13', '14'];
const PARTIES = ['Programme (Design Team)', 'PMO', 'Large Suppliers', 'DNOs', 'Elexon', 'Ofgem', 'RECCo'];
/** Open states in which no rule asks for more than the other columns say. */
const STATUS: Readonly<Record<string, string>> = {
  artefacts: 'In Review',
  issues: 'In Progress',
  dependencies: 'On Track',
  dissensus: 'Escalated to DAG',
  risks: 'Mitigating',
};
const PLAIN: Readonly<Record<string, string>> = {
  version: '1.0',
  positions: 'Programme: Support – in line with the model&#10;Large Suppliers: Object – costs',
  'next-step': 'Decision at DAG 16',
};

/** The bytes of the workbook: `rows` rows of `columns` columns in each register. */
export function trackerBook(rows: number, columns: number): Uint8Array {
  const strings = new Map<string, number>();
  const shared = (text: string) => {
    const known = strings.get(text) ?? strings.size;
    strings.set(text, known);
    return known;
  };
  const sheets = defaultTabs.map((tab) => sheetXml(tab, columnsOf(tab, columns), rows, shared));
  return bookOf(
    defaultTabs.map(({ title }) => title),
    sheets,
    [...strings.keys()],
  );
}

interface Place {
  readonly heading: string;
  readonly column: Column | null;
}

/** The required columns first, then the others, then some of the keepers' own. */
function columnsOf(tab: Tab, count: number): readonly Place[] {
  const own = tab.columns.filter(({ computed }) => !computed);
  const wanted = new Set([
    ...own.filter(({ required }) => required === 'always'),
    ...own.filter(({ column }) => column in PLAIN || column === 'update'),
    ...own,
  ]);
  const chosen = [...wanted].slice(0, count).map((column) => ({ heading: column.heading, column }));
  const more = Array.from({ length: count - chosen.length }, (_, n) => ({
    heading: `Keeper’s note ${n + 1}`,
    column: null,
  }));
  return [...chosen, ...more];
}

function sheetXml(
  tab: Tab,
  places: readonly Place[],
  rows: number,
  shared: (text: string) => number,
): string {
  const letters = places.map((_, place) => letter(place));
  const text = (at: string, content: string) => `<c r="${at}" t="s"><v>${shared(content)}</v></c>`;
  const lines = [
    `<row r="1">${places.map(({ heading }, n) => text(`${letters[n]}1`, heading)).join('')}</row>`,
  ];
  for (let row = 0; row < rows; row += 1) {
    const cells = places.map(({ column }, n) => {
      const at = `${letters[n]}${row + 2}`;
      const value = column === null ? `Note ${(row * 7) % 401}` : contentOf(tab, column, row);
      if (value === null) return '';
      if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
      if (typeof value === 'string') return text(at, value);
      const style = column?.type === 'date' ? ` s="${DATE_STYLE}"` : '';
      return `<c r="${at}"${style}><v>${value}</v></c>`;
    });
    lines.push(`<row r="${row + 2}">${cells.join('')}</row>`);
  }
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function contentOf(
  tab: Tab,
  { column, type, vocabulary }: Column,
  row: number,
): string | number | boolean | null {
  const wrong = row % 50 === 49;
  switch (type) {
    case 'ref':
      if (column === REF) return refOf(tab, row);
      if (column === 'depends-on-ref') return `SEC MP${100 + (row % 90)}`;
      return column === 'artefact' ? `DA-${digits(row % 9_000)}` : null;
    case 'refs':
      return column === 'artefacts' ? `DA-${digits(row % 9_000)}, DA-${digits((row * 3) % 9_000)}` : null;
    case 'date':
      return dateOf(column, row, wrong);
    case 'choice':
      if (column === 'status') return STATUS[tab.tab] ?? null;
      if (column === 'rag') return null;
      return vocabulary?.[1] ?? null;
    case 'party':
      return wrong ? 'TBC' : (PARTIES[row % PARTIES.length] ?? null);
    case 'score':
      return column.startsWith('residual') || column === 'target' ? null : 1 + (row % 3);
    case 'flag':
      return false;
    case 'number':
      return row % 12;
    case 'log':
      return `ONGOING: raised with ${PARTIES[row % PARTIES.length]}, answer of working group ${row % 89} awaited`;
    case 'link':
      return null;
    default:
      return PLAIN[column] ?? `${column} of matter ${row % 977}, and what its owner is to do about it`;
  }
}

function refOf({ refPattern: template }: Tab, row: number): string {
  const pattern = refPattern(template ?? '{0}');
  const meeting = MEETINGS[row % MEETINGS.length] ?? '06';
  return pattern.fields.includes('meeting')
    ? writeRef(pattern, meeting, Math.floor(row / MEETINGS.length) + 1)
    : writeRef(pattern, null, row + 1);
}

function dateOf(column: string, row: number, wrong: boolean): number | null {
  const serial = (iso: string) => serialFromIso(iso, 1900) ?? 0;
  if (['date', 'date-raised', 'raised-date'].includes(column)) return serial('2022-06-01') + (row % 30);
  if (column === 'last-reviewed') return serial('2022-08-01');
  if (/^(?:due-date|target-date|needed-by|planned-dag-date|next-step-date|review-)/u.test(column)) {
    return (wrong ? serial('2022-07-20') : serial('2022-09-01')) + (row % 30);
  }
  return null;
}

function digits(number: number): string {
  return String(number + 1).padStart(3, '0');
}
