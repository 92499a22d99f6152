/** The same workbook as other programs write it. */
import assert from 'node:assert/strict';
import { patchWorkbook } from '../../server/xlsx/patch.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { books } from '../fuzz/books.ts';
import { zip } from './package.ts';

const EVERY_TRAIT = books()[0] ?? new Map<string, string>();
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const MOVED = (xml: string) => xml.replaceAll('worksheets/sheet', 'Sheets/Blatt-');

/** How a part may be written otherwise without meaning anything else. */
const DIALECTS: Readonly<Record<string, (xml: string, name: string) => string>> = {
  'in the strict form': (xml) =>
    xml
      .replaceAll(MAIN, 'http://purl.oclc.org/ooxml/spreadsheetml/main')
      .replaceAll(RELATIONSHIPS, 'http://purl.oclc.org/ooxml/officeDocument/relationships'),
  'with a prefix on every element': (xml) =>
    xml.replace(/<(\/?)([A-Za-z]\w*)(?=[\s/>])/g, '<$1p:$2').replace(/\sxmlns=/g, ' xmlns:p='),
  'with another prefix for relations': (xml) =>
    xml.replaceAll('xmlns:r=', 'xmlns:rel=').replaceAll(' r:id=', ' rel:id='),
  'with its rows and cells backwards': (xml, name) =>
    // The list sheet's cells have no addresses: their order is all that says where they stand.
    name.endsWith('sheet1.xml') ? xml.replace(/(<sheetData>)(.*)(<\/sheetData>)/, backwards) : xml,
  'without dimensions, spans and counts': (xml) =>
    xml.replace(/<dimension[^>]*>/, '').replace(/ (spans|count|uniqueCount)="[^"]*"/g, ''),
  'with single quotes, spaces and line ends between': (xml) =>
    xml.replace(/<[^>!]*>/g, (tag) => tag.replaceAll('"', "'")).replaceAll('><', '>\n  <'),
  'with a declaration, comments and a byte order mark': (xml) =>
    `\uFEFF<?xml version="1.0" encoding="utf-8"?><!-- <row> -->${xml.replace(/<(row|si|sheet|xf)\b/g, '<!-- > --><$1')}`,
  'in parts of other names': MOVED,
};

function backwards(_: string, open: string, rows: string, close: string): string {
  const turned = (rows.match(/<row.*?<\/row>/g) ?? []).reverse().map((row) =>
    row.replace(/^(<row[^>]*>)(.*)(<\/row>)$/, (_all, start, cells, end) => {
      const all: string[] = String(cells).match(/<c [^>]*?(?:\/>|>.*?<\/c>)/g) ?? [];
      return start + all.reverse().join('') + end;
    }),
  );
  return open + turned.join('') + close;
}

/** The workbook with each part so rewritten, its name too. */
function written(dialect: (xml: string, name: string) => string): Uint8Array {
  const named = (name: string) =>
    dialect === MOVED ? name.replace(/worksheets\/(_rels\/)?sheet/, 'Sheets/$1Blatt-') : name;
  return zip(Object.fromEntries([...EVERY_TRAIT].map(([name, xml]) => [named(name), dialect(xml, name)])));
}

async function read(bytes: Uint8Array): Promise<readonly Grid[]> {
  return (await readWorkbook(bytes, 'log.xlsx')).grids;
}

describe('a workbook', () => {
  for (const [how, dialect] of Object.entries(DIALECTS)) {
    it(`reads the same ${how}, and is written so`, async () => {
      const plain = zip(Object.fromEntries(EVERY_TRAIT));
      const other = written(dialect);
      assert.deepEqual(await read(other), await read(plain));
      const edits = [
        { kind: 'cell', sheet: 'Design Issues', row: 5, column: 4, content: DATE },
        { kind: 'sheet', name: 'New', visibility: 'veryHidden', rows: [['a', 'b']] },
      ] as const;
      const [one, two] = [await patchWorkbook(other, edits), await patchWorkbook(plain, edits)];
      assert.deepEqual([one.refused, two.refused], [[], []]);
      assert.deepEqual(await read(one.bytes), await read(two.bytes));
    });
  }
});

const DATE = { kind: 'number', number: 44_783, format: 'date' } as const;
