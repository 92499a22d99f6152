/** `tracker validate FILE… --xlsx OUT`: the findings as a workbook, to be sent round and ticked off. */
import { columnOf, isExtra, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Value } from '../../shared/values/value.ts';
import { type WrittenSheet, writeWorkbook } from '../xlsx/write.ts';
import { placeText } from './place.ts';
import type { CheckedReport } from './report.ts';

const COLUMNS: WrittenSheet['columns'] = [
  { heading: 'File', type: 'text', width: 28 },
  { heading: 'Tab', type: 'text', width: 22 },
  { heading: 'Ref', type: 'ref' },
  { heading: 'Place', type: 'text', width: 28 },
  { heading: 'Column', type: 'text', width: 20 },
  { heading: 'Severity', type: 'choice', width: 10 },
  { heading: 'What to do', type: 'text', width: 70 },
  { heading: 'Would be fixed to', type: 'text', width: 28 },
  { heading: 'Rule', type: 'text', width: 24 },
];

/** The bytes of the workbook: one finding a row, in the order of the reports. */
export async function findingsBook(schema: Schema, reports: readonly CheckedReport[]): Promise<Uint8Array> {
  const rows = reports.flatMap((report) =>
    report.findings.map((finding): Value[] => {
      const tab = tabOf(schema, finding.tab);
      const { column } = finding;
      const heading =
        column === null || isExtra(column) ? column?.slice(2) : tab && columnOf(tab, column)?.heading;
      return [
        report.file,
        tab?.title ?? finding.tab,
        finding.ref,
        placeText(report.tabs, finding),
        heading ?? column,
        finding.severity,
        finding.message,
        finding.fix?.value ?? null,
        finding.rule,
      ];
    }),
  );
  return writeWorkbook([{ name: 'Findings', columns: COLUMNS, rows }]);
}
