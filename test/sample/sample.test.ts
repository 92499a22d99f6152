import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { loadConfiguration } from '../../server/config/load.ts';
import { sampleBytes } from '../../server/sample/book.ts';
import { readSampleData, type SampleData } from '../../server/sample/data.ts';
import { readWorkbook } from '../../server/xlsx/read.ts';
import { check } from '../../shared/rules/check.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { normalHeading } from '../../shared/tracker/heading.ts';
import { defaultTabs } from '../../shared/tracker/tabs/index.ts';

const committed = new URL('../../server/sample/design-artefact-tracker.xlsx', import.meta.url);
const fingerprint = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the sample tracker', () => {
  let data: SampleData;
  let book: ExcelJS.Workbook;

  before(async () => {
    data = readSampleData();
    book = new ExcelJS.Workbook();
    await book.xlsx.readFile(fileURLToPath(committed));
  });

  const filled = (tab: string) => {
    const register = data.registers.find((each) => each.tab === tab);
    return (register?.rows ?? []).filter((row) => Object.keys(row).length > 1);
  };

  it('is what its data files make, byte for byte (npm run sample makes it again)', async () => {
    assert.equal(fingerprint(readFileSync(committed)), fingerprint(await sampleBytes(data)));
  });

  it('has its registers among sheets that are none', () => {
    assert.deepEqual(
      book.worksheets.map(({ name }) => name),
      [
        'Read me',
        'Design Artefacts',
        'Baseline Design Issues',
        'Baseline Dependencies',
        'Dissensus Register',
        'Design Risk Log',
        'Minutes and Actions',
        'Notes for DAG 14',
        'Lists',
      ],
    );
  });

  it('is as big as a programme’s own', () => {
    const least = { artefacts: 40, issues: 60, dependencies: 30, dissensus: 15, risks: 25, actions: 26 };
    const short = Object.entries(least).filter(([tab, rows]) => filled(tab).length < rows);
    assert.deepEqual(short, []);
  });

  it('makes at least forty rules speak', async () => {
    const schema = schemaOf(
      loadConfiguration(fileURLToPath(new URL('../../server/sample/tracker.yaml', import.meta.url))),
    );
    const { grids } = await readWorkbook(readFileSync(committed), 'sample.xlsx');
    const findings = check(schema, '2022-08-10', readTracker(schema, grids));
    const speaking = new Set(findings.map(({ rule }) => rule));
    assert.ok(speaking.size >= 40, [...speaking].join(', '));
  });

  it('has the published action log: 26 rows, their statuses as they were typed', () => {
    const statuses = new Map<string, number>();
    for (const row of filled('actions')) {
      const words = /^(ONGOING:|ONGOING -|RECOMMEND CLOSED:)/.exec(String(row.update))?.[0] ?? 'none';
      statuses.set(words, (statuses.get(words) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(statuses), {
      'ONGOING -': 1,
      'ONGOING:': 21,
      'RECOMMEND CLOSED:': 4,
    });
    const due = filled('actions').map((row) => String(row['due-date']));
    assert.deepEqual(
      [due.filter((date) => date < '2022-08-10').length, due.filter((date) => date === '2022-08-10').length],
      [3, 19],
    );
  });

  it('has every required column of every tab under a heading that the tab knows', () => {
    for (const tab of defaultTabs) {
      const register = data.registers.find((each) => each.tab === tab.tab);
      const headings = register?.columns.map(({ heading }) => normalHeading(heading)) ?? [];
      const missing = tab.columns.filter(
        ({ required, heading, aliases }) =>
          required === 'always' &&
          ![heading, ...aliases].some((name) => headings.includes(normalHeading(name))),
      );
      assert.deepEqual(
        missing.map(({ column }) => `${tab.tab}.${column}`),
        [],
      );
    }
  });

  it("keys its data as the tabs key their columns, but for two columns of the keepers' own", () => {
    const own = defaultTabs.flatMap((tab) => {
      const register = data.registers.find((each) => each.tab === tab.tab);
      return (register?.columns ?? []).flatMap(({ key, heading }) => {
        const claims = tab.columns.filter((column) =>
          [column.heading, ...column.aliases].some((name) => normalHeading(name) === normalHeading(heading)),
        );
        if (claims.length === 0) return [`${tab.tab}: ${heading}`];
        assert.deepEqual(
          claims.map(({ column }) => column),
          [key],
          `${tab.tab}: ${heading}`,
        );
        return [];
      });
    });
    assert.deepEqual(own, ['artefacts: Iteration', 'risks: Watched By']);
  });

  it('is laid out as people lay such books out', () => {
    const artefacts = book.getWorksheet('Design Artefacts');
    const risks = book.getWorksheet('Design Risk Log');
    assert.deepEqual(
      {
        tables: book.worksheets.filter((sheet) => sheet.getTables().length > 0).map(({ name }) => name),
        heading: artefacts?.getRow(6).getCell(1).value,
        hidden: artefacts?.columns.filter(({ hidden }) => hidden).length,
        link: artefacts?.getCell('Z7').hyperlink,
        counts: artefacts?.getCell('U7').result,
        score: risks?.getCell('M7').result,
        dropDown: risks?.getCell('X7').dataValidation.formulae,
        note: risks?.getCell('M7').note,
        longest: Math.max(...filled('issues').map((row) => String(row.description).length)) > 1000,
      },
      {
        tables: ['Baseline Design Issues'],
        heading: 'Ref',
        hidden: 1,
        link: 'https://tracker.example/artefacts/MHHS-DEL301',
        counts: 3,
        score: 20,
        dropDown: ['Lists!$P$2:$P$8'],
        note: 'Agreed with the PMO on 28 July; stays at the top until Ofgem decides.',
        longest: true,
      },
    );
  });

  it('comes with a configuration that sends each group something of its own', () => {
    const { groups } = loadConfiguration(
      fileURLToPath(new URL('../../server/sample/tracker.yaml', import.meta.url)),
    );
    assert.deepEqual(
      groups.map(
        ({ group, outside, tabs }) =>
          `${group} ${outside ? 'outside' : 'inside'} ${tabs.map(({ tab }) => tab).join(' ')}`,
      ),
      [
        'DAG outside artefacts issues dependencies dissensus risks actions',
        'CCAG outside dependencies issues dissensus',
        'PSG outside artefacts issues risks',
        'PMO inside artefacts issues dependencies dissensus risks actions',
      ],
    );
  });
});
