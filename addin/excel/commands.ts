/** The ribbon's buttons and the pane itself, as Office has them. */
import { excelOrFail } from './busy.ts';

/** Ties a function name of the manifest to code. Office hears that it is over when the work is. */
export function associate(name: string, work: () => Promise<void>): void {
  Office.actions.associate(name, async (event: Office.AddinCommands.Event) => {
    try {
      await work();
    } finally {
      event.completed();
    }
  });
}

/** Opens the pane, where a button's work is to be seen. */
export async function showPane(): Promise<void> {
  await Office.addin.showAsTaskpane();
}

/** Whether AutoSave is on, so that others may be editing. Throws `HostFailed`. */
export async function autoSaveIsOn(): Promise<boolean> {
  return excelOrFail(async (context) => {
    context.workbook.load('autoSave');
    await context.sync();
    return context.workbook.autoSave;
  });
}
