/** Mending what the check found: one cell, all that is safe, or a column that is missing. */
import { cellAt } from '../../shared/sheet/grid.ts';
import type { Region } from '../../shared/sheet/region.ts';
import { type Fix, fixesOf, writeOf } from '../../shared/sync/fixes.ts';
import { choicesIn } from '../../shared/sync/state.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import { columnOf, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import { type Check, checkWorkbook, sameFinding } from './checking.ts';
import type { Run, Surroundings } from './desk.ts';
import { count } from './words.ts';

export interface Mending {
  /** Writes a finding's fix, if the cell still is as it was found. */
  fix(finding: Finding): Promise<void>;
  /** Lists every fix with one right answer, for one answer to all of them. */
  fixAll(): Promise<void>;
  /** Writes the listed fixes whose cells still are as they were found. */
  applyFixes(): Promise<void>;
  leaveFixes(): void;
  /** Puts a column that a tab has and this sheet lacks to the right of the region, with its heading and no values. */
  insertColumn(sheet: string, tab: string, column: string): Promise<void>;
}

interface MendingSurroundings extends Pick<Surroundings, 'store' | 'desk'> {
  readonly workbook: Workbook;
  readonly run: Run;
  readonly checkNow: (sheet: string | null) => Promise<void>;
}

/** The actions of mending. */
export function mending({ store, desk, workbook, run, checkNow }: MendingSurroundings): Mending {
  const again = () => checkNow(store.get().checked?.sheet ?? null);

  async function safeFixes(): Promise<readonly Fix[]> {
    const { schema, today } = store.get();
    const reading = await workbook.read();
    return fixesOf(schema, today, reading.grids, choicesIn(reading.state)).fixes;
  }

  return {
    fix: (finding) =>
      run('Mending the cell', async () => {
        const { schema, today } = store.get();
        const now = await checkWorkbook(workbook, schema, today);
        const still = now.findings.find((each) => sameFinding(each, finding));
        const edit = still ? writeOf(still, now.regions, now.grids, schema) : null;
        const refusal = edit ? (await workbook.write([edit]))[0] : undefined;
        await again();
        if (!edit) {
          store.set({
            notice: { intent: 'info', text: 'The cell has changed since. The list is up to date now.' },
          });
        } else if (refusal) store.set({ notice: { intent: 'warning', text: refusal.reason } });
      }),

    fixAll: () =>
      run('Looking for safe fixes', async () => {
        const fixes = await safeFixes();
        await again();
        if (fixes.length > 0) store.set({ fixes, view: 'findings' });
        else {
          const text = 'No finding has a fix that needs no decision. Mend the others one by one.';
          store.set({ fixes: null, view: 'findings', notice: { intent: 'info', text } });
        }
      }),

    applyFixes: () =>
      run('Mending the cells', async () => {
        const shown = store.get().fixes ?? [];
        const now = new Set((await safeFixes()).map((fix) => JSON.stringify(fix)));
        const still = shown.filter((fix) => now.has(JSON.stringify(fix)));
        const refusals = await workbook.write(still.map(({ edit }) => edit));
        store.set({ fixes: null });
        await again();
        const mended = `${count(still.length - refusals.length, 'cell')} mended.`;
        const gone = shown.length - still.length;
        const parts = [
          mended,
          ...(gone > 0 ? [`${count(gone, 'cell')} changed meanwhile and left as they are.`] : []),
          ...refusals.slice(0, 3).map(({ index, reason }) => `${placeOf(still[index])}: ${reason}`),
        ];
        const intent = gone + refusals.length > 0 ? 'warning' : 'success';
        store.set({ notice: { intent, text: parts.join(' ') } });
      }),

    leaveFixes: () => store.set({ fixes: null }),

    insertColumn: (sheet, tab, column) =>
      run('Inserting the column', async () => {
        const { schema, today } = store.get();
        const now = await checkWorkbook(workbook, schema, today);
        const reason = await insert(now, schema, sheet, tab, column);
        await again();
        if (reason !== null) store.set({ notice: { intent: 'warning', text: reason } });
      }),
  };

  /** Answers why it was not done, or null. */
  async function insert(
    now: Check,
    schema: Schema,
    sheet: string,
    tab: string,
    column: string,
  ): Promise<string | null> {
    const own = tabOf(schema, tab);
    const heading = own && columnOf(own, column)?.heading;
    const region = now.regions.find((each) => each.sheet === sheet && each.tab === tab);
    if (!heading || !region) return 'The sheet has changed since. The list is up to date now.';
    if (region.columns.some((each) => each.column === column)) return `The sheet has ${heading} by now.`;
    if (!isFreeToTheRight(now, region)) {
      return `Right of the table something stands already. Insert a column in Excel there and call it "${heading}".`;
    }
    const refused = region.table === null ? null : await desk.widen(region.table);
    if (refused !== null) return refused;
    const [refusal] = await workbook.write([
      {
        kind: 'cell',
        sheet,
        row: region.headerRow,
        column: region.right + 1,
        content: { kind: 'text', text: heading },
      },
    ]);
    return refusal?.reason ?? null;
  }
}

function isFreeToTheRight({ grids, regions }: Check, { sheet, headerRow, lastRow, right }: Region): boolean {
  const grid = grids.find((each) => each.sheet === sheet);
  if (!grid || regions.some((each) => each.sheet === sheet && each.left === right + 1)) return false;
  for (let row = headerRow; row <= lastRow; row += 1) {
    const value = cellAt(grid, row, right + 1);
    if (value !== null && value !== '') return false;
  }
  return true;
}

function placeOf(fix: Fix | undefined): string {
  return fix ? `${fix.sheet}, row ${fix.row}` : '';
}
