/** The `Workbook` port over Office.js: what the sync session reads and writes in Excel. */
import { choicesIn } from '../../shared/sync/state.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { excelOrFail } from './busy.ts';
import { readGrids } from './read.ts';
import { readState, writeState } from './state.ts';
import { writeEdits } from './write.ts';

export interface ExcelWorkbookOptions {
  /** The schema in force when the workbook is read: it says which columns are links. */
  readonly schema: () => Schema | null;
  readonly progress?: (step: 'read' | 'write', done: number, of: number) => void;
}

/** The open workbook. Its calls throw `HostFailed` where Excel itself fails. */
export function excelWorkbook({ schema, progress }: ExcelWorkbookOptions): Workbook {
  let known: 1900 | 1904 | undefined;
  return {
    read: (sheets) =>
      excelOrFail(async (context) => {
        let state: string[][] | null = null;
        const { outline, grids } = await readGrids(context, sheets, {
          schema: schema(),
          choices: async ({ hasState }) => {
            state = hasState ? await readState(context) : null;
            return choicesIn(state);
          },
          known,
          progress: (done, of) => progress?.('read', done, of),
        });
        known = grids[0]?.dateSystem ?? known;
        return {
          grids,
          state,
          autoSave: outline.autoSave,
          canKeepState: outline.hasState || !outline.structureProtected,
        };
      }),
    write: (edits) => writeEdits(edits, (done, of) => progress?.('write', done, of)),
    writeState,
  };
}
