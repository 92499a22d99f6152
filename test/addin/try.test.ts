import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startTry } from '../../addin/try/serve.ts';
import type { RunningService } from '../../server/http/start.ts';
import { CHROMIUM, ensureChromium } from '../chromium.ts';
import { BookData } from '../excel-host/data.ts';
import { cellsFrom } from './excel.ts';

/** Pictures for whoever reads the build's results. */
const PICTURES = 'reports';

describe('the page /try in a browser', function () {
  this.timeout(60_000);
  let folder: string;
  let service: RunningService;
  let browser: Browser;
  let page: Page;
  let troubles: string[];

  before(async () => {
    ensureChromium();
    await mkdir(PICTURES, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'try-'));
    service = await startTry({ folder, port: 0, log: () => undefined });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser?.close();
    await service?.close();
    await rm(folder, { recursive: true });
  });

  async function open(scheme: 'light' | 'dark' = 'light'): Promise<void> {
    page = await browser.newPage({ viewport: { width: 1280, height: 760 }, colorScheme: scheme });
    troubles = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (said) => {
      if (said.type() === 'error') troubles.push(said.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(service.url) && !url.startsWith('data:')) troubles.push(`asked for ${url}`);
    });
    await page.goto(`${service.url}/try`);
    await pane().getByText('Connected').waitFor();
  }
  afterEach(async () => {
    await page.close();
    assert.deepEqual(troubles, []);
  });

  const pane = () => page.getByRole('complementary', { name: 'Task pane' });
  const inPane = (name: string) => pane().getByRole('button', { name, exact: true });
  const onRibbon = (name: string) => page.getByRole('toolbar').getByRole('button', { name, exact: true });

  it('checks the sample, goes to a cell, mends one, syncs it, and shows what came of it', async () => {
    await open();
    await inPane('Check').click();
    await pane()
      .getByRole('button', { name: /^Fix DA-003/ })
      .first()
      .waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-findings.png') });

    await pane()
      .getByRole('button', { name: /DA-003 · Status/ })
      .click();
    await page.getByRole('tab', { name: 'Design Artefacts', selected: true }).waitFor();
    const cell = page.locator('td[aria-selected=true]');
    assert.equal(await cell.textContent(), 'Comments Being Adressed');

    await pane()
      .getByRole('button', { name: /^Fix DA-003.*Comments Being Addressed/ })
      .click();
    await page.getByRole('gridcell', { name: 'Comments Being Addressed', selected: true }).waitFor();

    await inPane('Sync').click();
    await inPane('Send').waitFor();
    await pane()
      .getByRole('region', { name: 'To the ledger' })
      .getByText('Comments Being Addressed')
      .waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-preview.png') });
    await inPane('Send').click();
    await pane()
      .getByRole('heading', { name: /^Synced at revision 2/ })
      .waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-synced.png') });

    const { rows } = await service.ledger.rows('artefacts');
    assert.equal(rows.find(({ ref }) => ref === 'DA-003')?.cells.status, 'Comments Being Addressed');
  });

  it('lists all safe fixes from the ribbon, and makes them once told to', async () => {
    await open();
    await page.getByRole('tab', { name: 'Design Artefacts' }).click();
    await onRibbon('Fix all safe').click();
    const fixes = pane().getByRole('region', { name: 'Safe fixes' });
    await fixes.getByText('Programme (PMO)').first().waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-fixes.png') });
    await pane()
      .getByRole('button', { name: /^Fix \d+ cells$/ })
      .click();
    await pane()
      .getByText(/^\d+ cells mended\.$/)
      .waitFor();
    await page.getByRole('gridcell', { name: 'Comments Being Addressed', exact: true }).first().waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-fixed.png') });
  });

  it('explains a finding, and tells the history of a row', async () => {
    await open();
    await inPane('Check').click();
    await pane()
      .getByRole('button', { name: /^Explain DA-/ })
      .first()
      .click();
    await pane()
      .getByRole('button', { name: /^History of DA-/ })
      .first()
      .waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-explained.png') });
    await pane().getByRole('tab', { name: 'History' }).click();
    await page.getByRole('tab', { name: 'Design Artefacts' }).click();
    await page.getByRole('gridcell', { name: 'DA-003', exact: true }).first().click();
    await inPane('History of the selected row').click();
    await pane().getByRole('region', { name: 'History of DA-003' }).getByText('revision 1').waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-history.png') });
  });

  it('does the same from the ribbon', async () => {
    await open('dark');
    await page.getByRole('tab', { name: 'Design Risk Log' }).click();
    await onRibbon('Check tab').click();
    await pane().getByText('on "Design Risk Log"').waitFor();
    assert.deepEqual(await pane().getByRole('heading', { level: 2 }).allTextContents().then(titles), [
      'Design Risk Log',
    ]);
    await onRibbon('Sync').click();
    await pane()
      .getByRole('tab', { name: /^Changes/, selected: true })
      .waitFor();
  });

  it('saves the workbook for the next time', async () => {
    await open();
    await page.getByRole('tab', { name: 'Lists' }).click();
    await page.getByRole('gridcell', { name: 'Open', exact: true }).first().dblclick();
    await page.getByRole('textbox', { name: /^Cell / }).fill('Opened');
    await page.keyboard.press('Enter');
    await Promise.all([page.waitForResponse((answer) => answer.status() === 204), onRibbon('Save').click()]);
    await page.reload();
    await page.getByRole('tab', { name: 'Lists' }).click();
    await page.getByRole('gridcell', { name: 'Opened', exact: true }).waitFor();
  });

  it('hears what a person types, and undoes it', async () => {
    await open();
    await page.getByRole('tab', { name: 'Design Risk Log' }).click();
    await page.getByRole('gridcell', { name: 'DR-001', exact: true }).dblclick();
    await page.getByRole('textbox', { name: /^Cell / }).fill('dr_1');
    await page.keyboard.press('Enter');
    await page.getByRole('gridcell', { name: 'dr_1', exact: true }).waitFor();
    await onRibbon('Undo').click();
    await page.getByRole('gridcell', { name: 'DR-001', exact: true }).first().waitFor();
  });

  it('fits a pane of 320 pixels', async () => {
    await open();
    await page.setViewportSize({ width: 900, height: 760 });
    await inPane('Check').click();
    await pane()
      .getByRole('button', { name: /^Fix DA-003/ })
      .first()
      .waitFor();
    for (const view of ['Changes', 'Conflicts', 'History', 'Findings']) {
      await pane()
        .getByRole('tab', { name: new RegExp(`^${view}`) })
        .click();
      const overflow = await pane().evaluate((element) => {
        const width = element.clientWidth;
        const wide = [...element.querySelectorAll('*')].filter(
          (each) => each.getBoundingClientRect().right > element.getBoundingClientRect().right + 1,
        );
        return { width, wide: wide.map(({ className }) => String(className)) };
      });
      assert.deepEqual(overflow, { width: 320, wide: [] });
    }
    await pane().screenshot({ path: join(PICTURES, 'pane-320.png') });
  });

  it('adopts a workbook of other headings, by keyboard, in a pane of 320 pixels', async () => {
    const file = join(folder, 'demo-workbook.json');
    const sample = await readFile(file, 'utf8');
    const cells = cellsFrom([
      ['Nr', 'What could go wrong', 'Who', 'How likely', 'Impact', 'Status'],
      ['K-1', 'The interface is agreed after the screens are drawn', 'Ann', 3, 2, 'Open'],
      ['K-2', 'A supplier leaves before the build is over', 'Bob', 2, 1, 'Open'],
      ['K-3', 'The regulator decides otherwise than the design assumes', 'Ann', 4, 3, 'Closed'],
    ]);
    await writeFile(file, JSON.stringify(BookData.parse({ sheets: [{ name: 'Our risks', cells }] })));
    try {
      await open();
      await page.setViewportSize({ width: 900, height: 760 });
      await inPane('Check').click();
      const offer = pane().getByText('Adopt this workbook…');
      // It stands there as soon as the findings do, and can be chosen once the check is over.
      await offer.click({ trial: true });
      await offer.press('Enter');
      const view = pane().getByRole('region', { name: 'Adopt this workbook' });
      const sheet = view.getByRole('combobox', { name: 'Which register is “Our risks”?' });
      assert.match(
        (await sheet.locator('option:checked').textContent()) ?? '',
        /^Design Risk Log \(\d+ % sure\)$/,
      );
      const who = view.getByRole('combobox', { name: 'Which column is “Who”?' });
      await who.focus();
      for (let down = 0; down < 2; down += 1) await page.keyboard.press('ArrowDown');
      assert.match((await who.locator('option:checked').textContent()) ?? '', /^Action Owner/);
      const wide = await pane().evaluate((element) =>
        [...element.querySelectorAll('*')]
          .filter((each) => each.getBoundingClientRect().right > element.getBoundingClientRect().right + 1)
          .map(({ className }) => String(className)),
      );
      assert.deepEqual(wide, []);
      await pane().screenshot({ path: join(PICTURES, 'pane-adopt.png') });
      await view.getByText('6 columns').press('Enter');
      await view.getByRole('combobox', { name: 'Nr', exact: true }).waitFor();
      await pane()
        .getByRole('button', { name: /^Keep \d+ answers$/ })
        .press('Enter');
      await pane()
        .getByText(/^Kept in this workbook, for every/)
        .waitFor();
      await view.getByText(/^\d+ choices$/).click();
      await view.getByText('“who” in Design Risk Log is Action Owner').waitFor();
      await pane().screenshot({ path: join(PICTURES, 'pane-adopted.png') });
    } finally {
      await writeFile(file, sample);
    }
  });

  it('decides a conflict on another value, and puts a disagreement on record', async () => {
    const edda = { name: 'Edda', role: 'owner' } as const;
    const elsewhere = async (ref: string, from: string) => {
      const { tracker, revision, hash, fingerprint } = await service.ledger.schema(edda);
      const set = { op: 'set', tab: 'artefacts', ref, column: 'title', from, to: `${from}, as Edda says` };
      const body = { request: crypto.randomUUID(), tracker, workbook: null, fingerprint, changes: [set] };
      await service.ledger.push(edda, { ...body, base: { revision, hash } });
    };
    const type = async (was: string) => {
      await page.getByRole('gridcell', { name: was, exact: true }).first().dblclick();
      await page.getByRole('textbox', { name: /^Cell / }).fill(`${was}, as I say`);
      await page.keyboard.press('Enter');
    };
    await open();
    await page.setViewportSize({ width: 900, height: 900 });
    await page.getByRole('tab', { name: 'Design Artefacts' }).click();
    for (const [ref, title] of [
      ['DA-001', 'Supplier and service appointment'],
      ['DA-002', 'Business requirements for suppliers'],
    ] as const) {
      await elsewhere(ref, title);
      await type(title);
    }
    await inPane('Sync').click();
    await inPane('Send').click();
    await pane()
      .getByRole('tab', { name: /^Conflicts/ })
      .click();
    await inPane('Another value for DA-001, Artefact').click();
    const field = pane().getByRole('textbox', { name: 'Another value for DA-001, Artefact' });
    await field.fill('Supplier appointment');
    await pane().screenshot({ path: join(PICTURES, 'pane-conflicts.png') });
    await inPane('Decide on this value').click();
    await pane().getByText('Decided.').waitFor();
    await page.getByRole('gridcell', { name: 'Supplier appointment', exact: true }).waitFor();
    await inPane('Record the disagreement for DA-002, Artefact').click();
    await pane()
      .getByText(/^Theirs was taken, and a row of the dissensus register cites both sides/)
      .waitFor();
    await page.getByRole('tab', { name: 'Dissensus Register', selected: true }).waitFor();
    await page.screenshot({ path: join(PICTURES, 'try-recorded.png') });
    await page
      .getByRole('gridcell', { name: /^Disagreement on Artefact of DA-002/ })
      .first()
      .waitFor();
  });

  it('can be worked by keyboard alone', async () => {
    await open();
    await inPane('Check').focus();
    await page.keyboard.press('Enter');
    await pane()
      .getByRole('button', { name: /^Fix DA-003/ })
      .first()
      .waitFor();
    await pane()
      .getByRole('tab', { name: /^Findings/ })
      .focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await pane()
      .getByRole('tab', { name: /^Changes/, selected: true })
      .waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    // While cells are being marked the buttons are off, and Tab passes them by.
    await pane()
      .getByRole('button', { name: /^Fix all safe/, disabled: false })
      .waitFor();
    // Past "Adopt this workbook", the switch for marks and "Fix all safe" to the first finding.
    for (let stop = 0; stop < 4; stop += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Design Artefacts', selected: true }).waitFor();
  });
});

/** Headings without their counts. */
function titles(texts: readonly string[]): string[] {
  return texts.map((text) => text.replace(/\s*\d+$/, ''));
}
