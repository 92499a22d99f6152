/**
 * The functions that the ribbon's buttons name in manifest.xml. "Show pane" is not among them: Excel opens the
 * pane for that button itself, also where our code failed to start.
 */
export const COMMANDS = ['checkTab', 'checkWorkbook', 'fixAll', 'sync'] as const;
export type Command = (typeof COMMANDS)[number];
