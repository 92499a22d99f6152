/** What the ribbon's buttons do: the same as the pane's, which opens to show it. */
import { associate, showPane } from '../excel/commands.ts';
import type { Actions } from '../pane/actions.ts';
import { COMMANDS, type Command } from './names.ts';

/** Ties each button to its work. */
export function associateCommands(actions: Pick<Actions, 'check' | 'fixAll' | 'sync'>): void {
  const work: Readonly<Record<Command, () => Promise<void>>> = {
    checkTab: () => actions.check('sheet'),
    checkWorkbook: () => actions.check('workbook'),
    fixAll: () => actions.fixAll(),
    sync: () => actions.sync(),
  };
  for (const command of COMMANDS) {
    associate(command, async () => {
      await showPane();
      await work[command]();
    });
  }
}
