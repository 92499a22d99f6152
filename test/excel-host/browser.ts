/** Puts a host into a page. Run it before office.js loads; then Excel is there, and `Office.onReady` says so. */
import type { BookInput } from './data.ts';
import { externalFor, type Ribbon } from './external.ts';
import { ExcelHost, type HostOptions } from './host.ts';

export interface PageHost {
  readonly host: ExcelHost;
  readonly ribbon: Ribbon;
}

/**
 * Opens a workbook in the host and defines what office.js looks for: the native bridge and `window.external`.
 * office.js takes `history.pushState` and `replaceState` away; who needs them keeps them before and puts them
 * back after.
 */
export function installHost(
  target: Window & typeof globalThis,
  data: BookInput,
  options: HostOptions = {},
): PageHost {
  const host = new ExcelHost(data, options);
  const { external, ribbon } = externalFor(host);
  Object.defineProperty(target, '_richApiNativeBridge', { value: host.bridge, configurable: true });
  Object.defineProperty(target, 'external', { value: external, configurable: true, writable: true });
  return { host, ribbon };
}

/** Call it once office.js has loaded: then a member newer than the profile throws ApiNotFound before it is sent. */
export function refuseNewerApi(extension: object): void {
  const utility: unknown = Reflect.get(extension, 'CommonUtility');
  if (typeof utility !== 'function' && (typeof utility !== 'object' || utility === null)) {
    throw new Error(
      'This office.js has no OfficeExtension.CommonUtility: the test host was written for another one.',
    );
  }
  Reflect.set(utility, '_doApiNotSupportedCheck', true);
}
