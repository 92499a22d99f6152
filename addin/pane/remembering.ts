/** The history of a row, asked of the service. */
import type { Service } from '../../shared/protocol/service.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import { readHistory } from '../../shared/sync/history.ts';
import { choicesIn } from '../../shared/sync/state.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import type { Run, Surroundings } from './desk.ts';

export interface Remembering {
  /** Shows who changed what of the row that is selected in Excel. */
  historyOfSelection(): Promise<void>;
  /** Shows who changed what of this row. */
  historyOf(tab: string, ref: string): Promise<void>;
}

interface RememberingSurroundings extends Pick<Surroundings, 'store' | 'desk'> {
  readonly workbook: Workbook;
  readonly run: Run;
  readonly service: () => Service;
}

/** The actions of looking back. */
export function remembering({ store, desk, workbook, run, service }: RememberingSurroundings): Remembering {
  async function show(tab: string, ref: string): Promise<void> {
    const revisions = await readHistory(service(), { tab, ref });
    store.set({ view: 'history', history: { tab, ref, revisions: revisions.toReversed() } });
  }

  return {
    historyOf: (tab, ref) => run('Asking for the history', () => show(tab, ref)),

    historyOfSelection: () =>
      run('Asking for the history', async () => {
        const { sheet, row } = await desk.selectedRow();
        const reading = await workbook.read([sheet]);
        const { rows } = readTracker(store.get().schema, reading.grids, choicesIn(reading.state));
        const found = rows.find(({ at }) => at.sheet === sheet && at.row === row);
        if (found?.ref) return show(found.tab, found.ref);
        const text = found
          ? `Row ${row + 1} has no ref yet, and so no history.`
          : `Row ${row + 1} of "${sheet}" is no row of the tracker. Select one and ask again.`;
        store.set({ view: 'history', history: null, notice: { intent: 'info', text } });
      }),
  };
}
