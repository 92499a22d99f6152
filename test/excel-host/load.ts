/** Opens a workbook in a host of its own, under Microsoft's unmodified office.js, in Node. */
import { refuseNewerApi } from './browser.ts';
import type { BookInput } from './data.ts';
import { externalFor, type Ribbon } from './external.ts';
import { ExcelHost, type HostOptions } from './host.ts';
import { openPage } from './page.ts';

export interface OfficeSide {
  readonly Excel: typeof Excel;
  readonly Office: typeof Office;
  readonly OfficeExtension: typeof OfficeExtension;
  readonly ribbon: Ribbon;
  /** `Excel.run`. */
  run<T>(batch: (context: Excel.RequestContext) => Promise<T>): Promise<T>;
}

export type Host = ExcelHost & OfficeSide;

/** Starts office.js over a workbook: resolves when `Office.onReady` does, in about a tenth of a second. */
export async function openHost(data: BookInput, options: HostOptions = {}): Promise<Host> {
  const host = new ExcelHost(data, options);
  const { external, ribbon } = externalFor(host);
  const page = openPage({ _richApiNativeBridge: host.bridge, external });
  const office = namespace<typeof Office>(page, 'Office', 'onReady');
  await office.onReady();
  const excel = namespace<typeof Excel>(page, 'Excel', 'run');
  const extension = namespace<typeof OfficeExtension>(page, 'OfficeExtension', 'CommonUtility');
  refuseNewerApi(extension);
  await host.settled();
  host.requests = 0;
  return Object.assign(host, {
    Excel: excel,
    Office: office,
    OfficeExtension: extension,
    ribbon,
    run: <T>(batch: (context: Excel.RequestContext) => Promise<T>) => excel.run(batch),
  });
}

/** A namespace that office.js made in the page: the typings' word for it is as good as the member that is looked for. */
function namespace<T extends object>(
  page: Readonly<Record<string, unknown>>,
  name: string,
  member: string,
): T {
  const found = page[name];
  if (!isNamespace<T>(found, member)) throw new Error(`office.js did not define ${name}.${member}.`);
  return found;
}

function isNamespace<T extends object>(value: unknown, member: string): value is T {
  return typeof value === 'object' && value !== null && member in value;
}

/**
 * Makes this host's office.js the global one, as in a page, for code that names `Excel` and `Office` as such.
 * Answers how to put back what was there. With two copies of a workbook, switch between them; a call to Excel
 * belongs to the host that was global when it was made.
 */
export function enter({ Excel: excel, Office: office, OfficeExtension: extension }: Host): () => void {
  const globals = { Excel: excel, Office: office, OfficeExtension: extension };
  const before = Object.keys(globals).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  };
}
