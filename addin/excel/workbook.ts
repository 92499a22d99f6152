/** The `Workbook` port over Office.js: what the sync session reads and writes in Excel. */
import type { Choices } from '../../shared/sheet/region.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import { excelOrFail } from './busy.ts';
import { readGrids } from './read.ts';
import { readState, writeState } from './state.ts';
import { writeEdits } from './write.ts';

export interface ExcelWorkbookOptions {
  /** The schema in force when the workbook is read: it says which columns are links. */
  readonly schema: () => Schema | null;
  /** What a person chose about sheets and headings, if anything. */
  readonly choices?: () => Choices | undefined;
  readonly progress?: (step: 'read' | 'write', done: number, of: number) => void;
}

/** The open workbook. Its calls throw `HostFailed` where Excel itself fails. */
export function excelWorkbook({ schema, choices, progress }: ExcelWorkbookOptions): Workbook {
  let known: 1900 | 1904 | undefined;
  return {
    read: (sheets) =>
      excelOrFail(async (context) => {
        const { outline, grids } = await readGrids(context, sheets, {
          schema: schema(),
          choices: choices?.(),
          known,
          progress: (done, of) => progress?.('read', done, of),
        });
        known = grids[0]?.dateSystem ?? known;
        return {
          grids,
          state: outline.hasState ? await readState(context) : null,
          autoSave: outline.autoSave,
          canKeepState: outline.hasState || !outline.structureProtected,
        };
      }),
    write: (edits) => writeEdits(edits, (done, of) => progress?.('write', done, of)),
    writeState,
  };
}
