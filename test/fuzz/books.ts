/** The workbooks that mutations start from: between them every trait that the reader and the patcher know. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { partsOf } from '../xlsx/package.ts';

export type Parts = ReadonlyMap<string, string>;

const SAMPLE = new URL('../../server/sample/design-artefact-tracker.xlsx', import.meta.url);

const REGISTER = [
  '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
  '<row r="3" spans="1:8" hidden="0"><c r="A3" t="s"><v>1</v></c><c r="B3" t="inlineStr"><is><t>Title</t></is></c><c r="C3" t="str"><v>Description</v></c><c r="D3" t="s"><v>2</v></c><c r="E3" t="inlineStr"><is><r><t>Date </t></r><r><rPr><b/></rPr><t>raised</t></r></is></c><c r="F3" t="inlineStr"><is><t>Severity</t></is></c><c r="G3" t="inlineStr"><is><t>Owner</t></is></c><c r="H3" t="inlineStr"><is><t>Score</t></is></c></row>',
  '<row r="4"><c r="A4" t="inlineStr"><is><t>DI-001</t></is></c><c r="B4" s="2" t="inlineStr"><is><t>Drawing &amp; model differ_x000D_</t></is></c><c r="C4" t="str"><v>A &lt;long&gt; text</v></c><c r="D4" t="s"><v>3</v></c><c r="E4" s="1"><v>44785</v></c><c r="F4"><v>3</v></c><c r="G4" t="inlineStr"><is><t>Programme</t></is></c><c r="H4"><f t="shared" ref="H4:H6" si="0">F4*2</f><v>6</v></c></row>',
  '<row r="5" hidden="1" s="1" customFormat="1"><c r="A5" t="inlineStr"><is><t>DI_2</t></is></c><c r="B5" t="e"><v>#REF!</v></c><c r="D5" t="inlineStr"><is><t>open</t></is></c><c r="E5" t="d"><v>2022-08-12T10:00:00</v></c><c r="F5" t="b"><v>1</v></c><c r="H5"><f t="shared" si="0"/><v>2</v></c></row>',
  '<row r="6"><c r="A6" t="inlineStr"><is><t>DI-003</t></is></c><c r="B6" t="inlineStr"><is><t>Third</t></is></c><c r="E6" t="inlineStr"><is><t>14-Sept</t></is></c><c r="F6"><v>1E+2</v></c><c r="H6"><f t="shared" si="0"/></c></row>',
  '<row r="8"><c r="B8" t="inlineStr"><is><t>Total</t></is></c><c r="F8"><f t="array" ref="F8:G8">SUM(F4:F6)</f><v>9</v></c><c r="G8"><v>9</v></c></row>',
].join('');

const AROUND = [
  '<sheetProtection sheet="0" objects="1"/>',
  '<autoFilter ref="A3:H6"/>',
  '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>',
  '<conditionalFormatting sqref="F4:F6"><cfRule type="cellIs" priority="1" operator="greaterThan"><formula>2</formula></cfRule></conditionalFormatting>',
  '<dataValidations count="2"><dataValidation type="list" sqref="D4:D6 D9"><formula1>"Open,Closed"</formula1></dataValidation><dataValidation type="list" sqref="G4:G6"><formula1>Owners</formula1></dataValidation></dataValidations>',
  '<hyperlinks><hyperlink ref="B4" r:id="h1"/><hyperlink ref="C4:C6" location="Lists!A1"/></hyperlinks>',
  '<tableParts count="1"><tablePart r:id="t1"/></tableParts>',
  '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>F4:F6</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>',
].join('');

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

const REGISTER_PARTS = partsOf({
  sheets: [
    {
      name: 'Design Issues',
      before:
        '<sheetPr><tabColor rgb="FF00FF00"/></sheetPr><dimension ref="A1:H8"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="1" max="1" width="9" style="1"/><col min="9" max="12" hidden="1"/></cols>',
      rows: REGISTER,
      after: AROUND,
      relations: {
        h1: ['hyperlink', 'https://example.org/a?b=1&amp;c=2'],
        t1: ['table', '../tables/table1.xml'],
        c1: ['comments', '../comments1.xml'],
        c2: ['threadedComment', '../threadedComments/threadedComment1.xml'],
      },
    },
    {
      name: 'Lists',
      state: 'hidden',
      rows: '<row><c t="s"><v>3</v></c></row><row><c t="s"><v>4</v></c></row><row><c><v>3</v></c></row>',
    },
    {
      name: '_tracker',
      state: 'veryHidden',
      rows: '<row r="1"><c r="A1" t="inlineStr"><is><t>version</t></is></c><c r="B1" t="inlineStr"><is><t>1</t></is></c></row>',
    },
  ],
  formats: [14, 'dd\\-mmm\\-yy', 'General'],
  strings: [
    '<t>Design Artefact Tracker</t>',
    '<t xml:space="preserve">Ref </t>',
    '<r><t>Sta</t></r><r><rPr><i/></rPr><t>tus</t></r><rPh sb="0" eb="1"><t>x</t></rPh>',
    '<t>Open</t>',
    '<t>Closed</t>',
  ],
  before: '<workbookPr date1904="0"/><bookViews><workbookView activeTab="0"/></bookViews>',
  workbook:
    '<definedNames><definedName name="Owners">Lists!$A$1:$A$3</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">\'Design Issues\'!$A$1:$H$8</definedName></definedNames><calcPr calcId="1"/>',
  parts: {
    'xl/tables/table1.xml': `<table xmlns="${MAIN}" id="1" name="Issues" displayName="Issues" ref="A3:H6" totalsRowCount="0"><autoFilter ref="A3:H6"/><tableColumns count="1"><tableColumn id="1" name="Ref"/></tableColumns></table>`,
    'xl/comments1.xml': `<comments xmlns="${MAIN}"><authors><author>A</author></authors><commentList><comment ref="B5" authorId="0"><text><t>note</t></text></comment></commentList></comments>`,
    'xl/threadedComments/threadedComment1.xml':
      '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B6" id="{1}"><text>x</text></threadedComment></ThreadedComments>',
  },
});

/** The register under prefixes, with rows and cells that do not say where they are. */
const PREFIXED_PARTS = partsOf({
  sheets: [{ name: 'Risks' }],
  parts: {
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><!-- made by hand --><x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Ref</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Risk title</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Status</x:t></x:is></x:c></x:row><x:row r="5"><x:c r="B5" t="inlineStr"><x:is><x:t><![CDATA[Late]]></x:t></x:is></x:c><x:c r="A5" t="inlineStr"><x:is><x:t>DR-001</x:t></x:is></x:c></x:row><x:row r="3"/></x:sheetData></x:worksheet>`,
  },
});

const STRICT_PARTS = Object.fromEntries(
  Object.entries(REGISTER_PARTS).map(([name, text]) => [
    name,
    text
      .replaceAll(MAIN, 'http://purl.oclc.org/ooxml/spreadsheetml/main')
      .replaceAll(
        'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
        'http://purl.oclc.org/ooxml/officeDocument/relationships',
      )
      .replace('date1904="0"', 'date1904="1"'),
  ]),
);

/** Each workbook's parts as text, by name. */
export function books(): readonly Parts[] {
  const sample = Object.entries(unzipSync(readFileSync(SAMPLE))).map(([name, content]): [string, string] => [
    name,
    Buffer.from(content).toString('utf8'),
  ]);
  return [
    new Map(Object.entries(REGISTER_PARTS)),
    new Map(Object.entries(PREFIXED_PARTS)),
    new Map(Object.entries(STRICT_PARTS)),
    new Map(sample),
  ];
}
