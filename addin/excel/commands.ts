/** The ribbon's buttons and the pane itself, as Office has them. */

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
