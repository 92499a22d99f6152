import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startTry } from '../../addin/try/serve.ts';
import type { RunningService } from '../../server/http/start.ts';
import { CHROMIUM, ensureChromium } from '../chromium.ts';

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
    for (const view of ['Findings', 'Changes', 'Conflicts']) {
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
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Design Artefacts', selected: true }).waitFor();
  });
});

/** Headings without their counts. */
function titles(texts: readonly string[]): string[] {
  return texts.map((text) => text.replace(/\s*\d+$/, ''));
}
