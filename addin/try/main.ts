/**
 * The development page `/try`: a sample tracker in a plain grid, and beside it the add-in's own task pane, both
 * over the test host. The pane is the one that Excel loads, over Microsoft's own office.js.
 */
import '../start/before-office.ts';
import { installHost, refuseNewerApi } from '../../test/excel-host/browser.ts';
import { BookData } from '../../test/excel-host/data.ts';
import { Sheets } from './sheets.ts';
import './main.css';

const RIBBON = [
  { name: 'checkTab', label: 'Check tab', icon: 'check-tab' },
  { name: 'checkWorkbook', label: 'Check workbook', icon: 'check-workbook' },
  { name: 'fixAll', label: 'Fix all safe', icon: 'fix-all' },
  { name: 'sync', label: 'Sync', icon: 'sync' },
] as const;

/** Between two looks at whether the add-in has done something to the workbook. */
const LOOK_MS = 150;

async function start(): Promise<void> {
  const answer = await fetch('/try/workbook.json');
  if (!answer.ok) throw new Error(`The sample workbook could not be loaded: ${answer.status}.`);
  const { host, ribbon } = installHost(window, BookData.parse(await answer.json()), {
    profile: 'office2021',
  });
  await script('/addin/office/office.js');
  await import('../start/after-office.ts');
  const extension: unknown = Reflect.get(window, 'OfficeExtension');
  if (typeof extension === 'object' && extension !== null) refuseNewerApi(extension);
  await Office.onReady();
  // The pane is in sight here from the start; the host has no window to open.
  Office.addin.showAsTaskpane = () => Promise.resolve();

  const sheets = new Sheets(host);
  const bar = document.getElementById('ribbon');
  for (const { name, label, icon } of RIBBON) {
    bar?.append(button(label, `/addin/icons/${icon}-32.png`, () => void ribbon.press(name)));
  }
  bar?.append(
    button('Save', null, async () => {
      const saved = await fetch('/try/workbook.json', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(host.save()),
      });
      tell(
        saved.ok
          ? 'Saved. It opens like this next time.'
          : `Not saved: the service answered ${saved.status}.`,
      );
    }),
    button('Undo', null, () => {
      host.undo();
      sheets.draw();
    }),
  );
  await module('/addin/pane.js');
  let seen = host.requests;
  setInterval(() => {
    if (host.requests === seen) return;
    seen = host.requests;
    sheets.draw();
  }, LOOK_MS);
  // For tests that drive the page.
  Object.assign(window, { tryHost: host });
}

/** Says something in the ribbon's corner, where screen readers hear it. */
function tell(text: string): void {
  const place = document.getElementById('said');
  if (place) place.textContent = text;
}

function script(source: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = source;
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`${source} could not be loaded.`));
    document.head.append(element);
  });
}

function module(source: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.type = 'module';
    element.src = source;
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`${source} could not be loaded.`));
    document.head.append(element);
  });
}

function button(label: string, icon: string | null, press: () => void | Promise<void>): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  if (icon !== null) {
    const image = document.createElement('img');
    image.src = icon;
    image.alt = '';
    image.width = 24;
    image.height = 24;
    element.append(image);
  }
  element.append(label);
  element.addEventListener('click', () => void press());
  return element;
}

try {
  await start();
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  document.getElementById('sheet')?.replaceChildren(`This page could not start: ${text}`);
  throw error;
}
