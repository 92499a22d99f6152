/**
 * Draws the add-in's icons: each `*.svg` beside this file as a PNG of every size that the manifest names.
 * Excel takes no SVG. The PNGs are committed, so this runs only when a drawing changes: `npm run icons`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

/** 16, 32 and 80 are required of every command; 32 and 64 are the product's own two. */
const SIZES = [16, 32, 64, 80];

/** As Debian installs it; `CHROMIUM` names another. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const folder = new URL('.', import.meta.url);

const browser = await chromium.launch({ executablePath });
try {
  const page = await browser.newPage();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.svg'))) {
    const drawing = await readFile(new URL(file, folder), 'base64');
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(
        `<body style="margin:0;background:transparent"><img width="${size}" height="${size}" style="display:block" src="data:image/svg+xml;base64,${drawing}">`,
      );
      await page.waitForFunction(() => document.images[0]?.complete === true);
      const png = await page.screenshot({ omitBackground: true });
      await writeFile(new URL(file.replace('.svg', `-${size}.png`), folder), png);
    }
  }
} finally {
  await browser.close();
}
