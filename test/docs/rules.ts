/**
 * `docs/rules.md` and `shared/rules/examples.ts`, made from the rules and the cases that their tests use. To write
 * them anew after a change to either: node test/docs/rules.ts, then npm run format
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from '../../shared/rules/example.ts';
import { explain } from '../../shared/rules/explain.ts';
import { rules } from '../../shared/rules/rules.ts';
import { letter } from '../../shared/sheet/grid.ts';
import { columnOf, isExtra, tabOf } from '../../shared/tracker/schema.ts';
import { showDate } from '../../shared/values/date.ts';
import type { Value } from '../../shared/values/value.ts';
import { type Cells, type Given, schema } from '../rules/builder.ts';
import { cases } from '../rules/cases.ts';
import { changeCases } from '../rules/change-cases.ts';
import { type SheetGiven, sheetCases } from '../rules/sheet-cases.ts';

const ROOT = join(import.meta.dirname, '../..');
export const PAGE = join(ROOT, 'docs/rules.md');
export const EXAMPLES = join(ROOT, 'shared/rules/examples.ts');

/** By rule, what its first case shows. */
export function examplesOfCases(): Record<string, Example> {
  const all: [string, Example][] = [
    [
      'ref-duplicate',
      {
        fires: rowsOf({ risks: [{}, { ref: 'DR_1' }] }),
        says: 'The ref DR-001 stands on other rows too (1 more). Give each row its own; a blank ref gets a new number at sync.',
        near: rowsOf({ risks: [{}, { ref: 'DR-002' }] }),
      },
    ],
    ...cases.map(({ rule, fires, near, words, sheets }): [string, Example] => [
      rule,
      { fires: rowsOf(fires, sheets?.fires), says: words, near: rowsOf(near, sheets?.near) },
    ]),
    ...sheetCases.map(({ rule, fires, near, words }): [string, Example] => [
      rule,
      { fires: sheetOf(fires), says: words, near: sheetOf(near) },
    ]),
    ...changeCases.map(({ rule, tab, fires, near, words }): [string, Example] => [
      rule,
      {
        fires: `${rowsOf({ [tab]: [fires.before] })}, then ${cellsOf(tab, fires.after)}`,
        says: words,
        near: `${rowsOf({ [tab]: [near.before] })}, then ${cellsOf(tab, near.after)}`,
      },
    ]),
  ];
  const first = new Map<string, Example>();
  for (const [rule, example] of all) if (!first.has(rule)) first.set(rule, example);
  const inOrder = rules.flatMap(({ id }): [string, Example][] => {
    const example = first.get(id);
    return example === undefined ? [] : [[id, example]];
  });
  return Object.fromEntries(inOrder);
}

/** The source of `shared/rules/examples.ts`, before it is formatted. */
export function examplesSource(): string {
  const body = Object.entries(examplesOfCases()).map(
    ([rule, { fires, says, near }]) =>
      `  ${JSON.stringify(rule)}: { fires: ${JSON.stringify(fires)}, says: ${JSON.stringify(says)}, near: ${JSON.stringify(near)} },`,
  );
  return [
    '/** An example of each rule, made from the cases that its tests use by `test/docs/rules.ts`. Not for editing. */',
    "import type { Example } from './example.ts';",
    '',
    'export const examples: Readonly<Record<string, Example>> = {',
    ...body,
    '};',
    '',
  ].join('\n');
}

/** The page. */
export function rulesPage(): string {
  const examples = examplesOfCases();
  const sections = rules.flatMap((rule) => {
    const explanation = explain(schema, rule.id);
    const example = examples[rule.id];
    if (explanation === null || example === undefined) return [];
    const parameters = Object.entries(explanation.parameters).map(
      ([name, value]) => `- \`${name}\`: \`${JSON.stringify(value)}\``,
    );
    return [
      `## ${rule.id}`,
      '',
      `*${explanation.severity}, ${WHERE[rule.scope]}.* ${explanation.about}`,
      '',
      ...(parameters.length === 0 ? [] : ['Parameters:', '', ...parameters, '']),
      `Speaks about: ${example.fires}`,
      '',
      `> ${example.says}`,
      '',
      `Has nothing to say about: ${example.near}`,
      '',
    ];
  });
  return [
    '# The rules',
    '',
    'Every rule, with its severity and parameters unless `tracker.yaml` says otherwise (see',
    '[configuration](configuration.md)). The examples are the cases of the tests: rows that have nothing wrong but',
    'what is written here, on 10/08/2022, the day of DAG 14. This page is made by `test/docs/rules.ts`.',
    '',
    `There are ${rules.length}: ${['error', 'warning', 'info'].map((severity) => `${rules.filter((rule) => rule.severity === severity).length} of severity ${severity}`).join(', ')}.`,
    '',
    ...sections,
    ...ELSEWHERE,
  ].join('\n');
}

/** What no rule over a tracker can see, because it takes the past of a copy or the reader of an export. */
const ELSEWHERE = [
  '## What is checked elsewhere',
  '',
  'Rows that were renumbered under unchanged text, a copy that is older than the ledger and rows that are gone since',
  'the last sync take the copy’s base to see: the sync asks about them (`shared/sync/`). A number of a series that was',
  'used before by a row now removed is never given again by the ledger (`server/ledger/series.ts`).',
  'Internal columns are left out of what groups outside get when it is made (`shared/tracker/groups.ts`).',
  '',
];

const WHERE = {
  row: 'checked in a workbook and in the ledger',
  cell: 'checked in a workbook and in the ledger',
  sheet: 'checked in a workbook',
  change: 'checked when a row is pushed',
} as const;

function rowsOf(given: Given, sheet?: string): string {
  const tabs = Object.entries(given).flatMap(([tab, rows]) =>
    (rows ?? []).map((cells) => {
      const { ref, ...rest } = cells;
      const own = ref === null ? 'a row without a ref' : String(ref ?? FIRST[tab] ?? '');
      const said = cellsOf(tab, rest);
      return said === '' ? own : `${own} with ${said}`;
    }),
  );
  return tabs.join('; ') + (sheet === undefined ? '' : `, in the sheet “${sheet}”`);
}

/** The refs of the builder's clean rows. */
const FIRST: Readonly<Record<string, string>> = {
  artefacts: 'DA-001',
  issues: 'DI-001',
  dependencies: 'DD-001',
  dissensus: 'DIS-001',
  risks: 'DR-001',
  actions: 'DAG13-01',
};

function cellsOf(tab: string, cells: Cells): string {
  const own = tabOf(schema, tab);
  return Object.entries(cells)
    .map(([column, value]) => {
      const heading = isExtra(column)
        ? column.slice(2)
        : ((own === undefined ? undefined : columnOf(own, column)?.heading) ?? column);
      return `${heading} ${shown(value)}`;
    })
    .join(', ');
}

function shown(value: Value): string {
  if (value === null) return 'blank';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return String(value);
  return `“${showDate(value).replaceAll('\n', ' ⏎ ')}”`;
}

function sheetOf({ tab, columns, rows, headings, merges, hiddenRows, dropDowns }: SheetGiven): string {
  const more = [
    ...(headings === undefined ? [] : [`headings ${headings.join(', ')}`]),
    ...(headings === undefined && tab !== 'risks' ? [`columns ${columns.join(', ')}`] : []),
    ...(merges ?? []).map(
      ({ top, left, bottom, right }) =>
        `${letter(left)}${top + 1}:${letter(right)}${bottom + 1} merged (headings in row 1)`,
    ),
    ...(hiddenRows ?? []).map(({ from, to }) => `rows ${from + 1} to ${to + 1} hidden`),
    ...(dropDowns ?? []).map(
      ({ areas, values }) =>
        `a drop-down list on ${areas.map(({ left }) => columns[left]).join(', ')} that offers ${values?.join(', ')}`,
    ),
  ];
  return [rowsOf({ [tab]: rows }), ...more].join('; ');
}

if (import.meta.main) {
  writeFileSync(PAGE, rulesPage());
  writeFileSync(EXAMPLES, examplesSource());
}
