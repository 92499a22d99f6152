/** Waiting for Office, and what Office says about where we run. */

/**
 * Desktop Excel has been seen to never answer `onReady`, or without a host, after it restarted; loading the
 * page again helps. Twice at most, so that a page outside Excel does not reload for ever.
 */
const PATIENCE_MS = 5_000;
const RELOADS = 2;
const COUNT = 'design-tracker.reloads';

/** `excel`, or `elsewhere` where the page was opened outside Excel. May reload the page instead of answering. */
export async function officeReady(): Promise<'excel' | 'elsewhere'> {
  const host = await Promise.race([
    Office.onReady().then((info) => info.host),
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS)),
  ]);
  if (host === Office.HostType.Excel) {
    sessionStorage.removeItem(COUNT);
    return 'excel';
  }
  const reloads = Number(sessionStorage.getItem(COUNT) ?? 0);
  if (host === undefined && reloads < RELOADS) {
    sessionStorage.setItem(COUNT, String(reloads + 1));
    location.reload();
    return new Promise(() => undefined);
  }
  return 'elsewhere';
}

/** The key that parts this site's browser storage by the page that frames it; empty on the desktop. */
export function partitionKey(): string {
  return Office.context.partitionKey ?? '';
}

/** Whether Office is set to a dark theme; null where it does not say. */
export function officeIsDark(): boolean | null {
  try {
    return Office.context.officeTheme?.isDarkTheme ?? null;
  } catch {
    // An Office without themes throws at the property itself; then the system's setting counts.
    return null;
  }
}
