/**
 * One way into Excel. While a person edits a cell Excel does nothing for us. With `delayForCellEdit` it keeps our
 * request and answers once they are done; where it can't do that it refuses, and we ask again until it does.
 * Either way the person is told what to do.
 */
import { codeOf, hostFailed } from './failure.ts';

/** Longer than a batch usually takes, shorter than people wonder. */
const PATIENCE_MS = 1_500;
/** Between two questions whether the cell is still being edited. */
const ASK_AGAIN_MS = 500;

export const WAITING =
  'Waiting for Excel. If you are editing a cell, press Enter to keep what you typed or Esc to drop it.';

type Listener = (message: string | null) => void;
const listeners = new Set<Listener>();

/** Tells the listener what we wait for, and null when it is over. Answers how to stop listening. */
export function onWaiting(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/**
 * Runs one conversation with Excel; `work` may run again from its start where Excel refused to begin. Office.js's
 * own errors pass as they are, for callers that sort them (`failure.ts`).
 */
export async function excel<Result>(
  work: (context: Excel.RequestContext) => Promise<Result>,
): Promise<Result> {
  let told = false;
  const say = () => {
    told = true;
    tell(WAITING);
  };
  const timer = setTimeout(say, PATIENCE_MS);
  try {
    for (;;) {
      try {
        return await Excel.run({ delayForCellEdit: true }, work);
      } catch (error) {
        if (codeOf(error) !== 'InvalidOperationInCellEditMode') throw error;
        if (!told) say();
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
    }
  } finally {
    clearTimeout(timer);
    if (told) tell(null);
  }
}

/** As `excel`, with every error as a `HostFailed`. */
export async function excelOrFail<Result>(
  work: (context: Excel.RequestContext) => Promise<Result>,
): Promise<Result> {
  try {
    return await excel(work);
  } catch (error) {
    throw hostFailed(error);
  }
}

function tell(message: string | null): void {
  for (const listener of listeners) listener(message);
}
