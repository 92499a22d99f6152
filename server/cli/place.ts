/** Where a finding is, as a person looks it up in Excel. */
import type { CheckedReport } from './report.ts';

/** `Sheet!C12`, `Sheet!12` for a whole row, `Sheet` for a whole sheet. */
export function placeText(
  tabs: CheckedReport['tabs'],
  finding: Pick<CheckedReport['findings'][number], 'tab' | 'sheet' | 'row' | 'column'>,
): string {
  const { sheet, row, column } = finding;
  if (row === null) return String(sheet);
  const region = tabs.find((tab) => tab.sheet === sheet && tab.tab === finding.tab);
  const at =
    column === null
      ? ''
      : (region?.columns[column]?.letter ??
        region?.extra.find((each) => each.column === column)?.letter ??
        '');
  return `${sheet}!${at}${row}`;
}
