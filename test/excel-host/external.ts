/**
 * What desktop Excel puts at `window.external` in its task pane: who it is, what it supports, the add-in's
 * settings in the document, and the way from a ribbon button to a function of the add-in.
 */
import type { ExcelHost } from './host.ts';

/** Excel's number for "a ribbon button was pressed", and office.js's for "its function is done". */
const PRESSED = 39;
const COMPLETED = 94;

type Handler = (event: number, args: SafeArray) => void;
/** An array as it comes from COM. */
interface SafeArray {
  toArray(): readonly unknown[];
}

type Done = (status: number, response?: unknown) => void;

export interface Ribbon {
  /** Presses the button of a function that the add-in associated; resolves when it says it is done. */
  press(functionName: string): Promise<void>;
}

/** Makes the object for one page, and its ribbon. */
export function externalFor(host: ExcelHost): { readonly external: object; readonly ribbon: Ribbon } {
  const handlers = new Map<number, Handler>();
  const pressed = new Map<string, (error: Error | null) => void>();
  const settings = new Map<string, string>();
  const context = contextFor(host, settings);
  let presses = 0;
  const external = capitalised({
    getHostInfo: () => 'excel|win32|16.01|en-us|design-tracker-test||',
    getContext: () => context,
    getLoggingAllowed: () => false,
    execute: (id: number, params: unknown, callback?: Done) => {
      if (id !== COMPLETED) throw new Error(`The test host does not model Office call ${id}.`);
      const [button, status]: readonly unknown[] = Array.isArray(params) ? params : [];
      const finish = pressed.get(String(button));
      pressed.delete(String(button));
      finish?.(
        status === 0 ? null : new Error(`Office answered ${String(status)}: is the function associated?`),
      );
      callback?.(0);
    },
    registerEvent: (id: number, _target: string, handler: Handler, callback?: Done) => {
      handlers.set(id, handler);
      callback?.(0);
    },
    unregisterEvent: (id: number, _target: string, callback?: Done) => {
      handlers.delete(id);
      callback?.(0);
    },
  });
  const ribbon: Ribbon = {
    press: (functionName) =>
      new Promise((resolve, reject) => {
        const handler = handlers.get(PRESSED);
        if (handler === undefined) return reject(new Error('The add-in listens to no ribbon button yet.'));
        presses += 1;
        const button = `press-${presses}`;
        pressed.set(button, (error) => (error === null ? resolve() : reject(error)));
        handler(PRESSED, safeArray([button, functionName, JSON.stringify({ source: { id: functionName } })]));
      }),
  };
  return { external, ribbon };
}

function contextFor(host: ExcelHost, settings: Map<string, string>): object {
  const fixed = {
    getAppType: 1,
    getSolutionRef: 'design-tracker-test',
    getAppVersionMajor: 16,
    getAppVersionMinor: 1,
    getAppUILocale: 1033,
    getAppDataLocale: 2057,
    getDocUrl: host.book.name,
    getAppCapabilities: 1,
    getActivationMode: 1,
    getControlIntegrationLevel: 1,
    getSolutionToken: '',
    getCorrelationId: 'design-tracker-test',
    getInstanceId: 'design-tracker-test',
    getTouchEnabled: false,
    getCommerceAllowed: false,
    getHostCustomMessage: '',
    getHostFullVersion: '16.0.19029.20136',
    getDialogRequirementMatrix: '{}',
    getFeaturesForSolution: '{}',
    getInitialDisplayMode: 0,
  };
  const getters = Object.entries(fixed).map(([name, value]) => [name, () => value] as const);
  return capitalised({
    ...Object.fromEntries(getters),
    getSupportedMatrix: () => JSON.stringify(host.modes.profile.sets),
    getSettings: () =>
      capitalised({
        read: (keys: string[], values: string[]) => {
          for (const [key, value] of settings) {
            keys.push(key);
            values.push(value);
          }
        },
        writeAsync: (keys: readonly string[], values: readonly string[], done?: Done) => {
          settings.clear();
          keys.forEach((key, index) => {
            settings.set(key, values[index] ?? '');
          });
          done?.(0);
        },
      }),
  });
}

function safeArray(items: readonly unknown[]): SafeArray {
  return { toArray: () => items };
}

/** Office names these members with a capital. */
function capitalised(members: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      member,
    ]),
  );
}
