/** Bundles the add-in into `dist/addin/`, where the service serves it from: `npm run build:addin`. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('.', import.meta.url));
export const TARGET = fileURLToPath(new URL('../dist/addin/', import.meta.url));

/** Microsoft's address, which the pane in Excel must load office.js from. */
const CDN = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';

/**
 * What office.js loads beside itself on the platforms that the tests and `/try` play: the package has 87 MB in
 * all, for every Office program and language.
 */
const OFFICE_FILES = [
  'office.js',
  'o15apptofilemappingtable.js',
  'excel-win32-16.01.js',
  'excel-web-16.00.js',
  'en-us/office_strings.js',
];

export interface BuildOptions {
  /** `cdn`: the real one, for Excel. `local`: the unmodified npm package, for tests and `/try`. */
  readonly officeJs: 'cdn' | 'local';
  /** Where to, `dist/addin/` where it is left out. */
  readonly target?: string;
  readonly minify?: boolean;
}

/** Makes the folder anew: page, scripts, styles, icons and, for `local`, office.js. Throws what esbuild finds. */
export async function buildAddin({ officeJs, target = TARGET, minify = true }: BuildOptions): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(join(target, 'icons'), { recursive: true });
  await bundle(target, minify);
  await copyIcons(target);
  const page = await readFile(join(SOURCE, 'taskpane.html'), 'utf8');
  if (!page.includes(CDN)) throw new Error(`addin/taskpane.html must load office.js from ${CDN}.`);
  await writeFile(
    join(target, 'taskpane.html'),
    officeJs === 'cdn' ? page : page.replace(CDN, 'office/office.js'),
  );
  if (officeJs === 'local') await copyOffice(join(target, 'office'));
}

async function bundle(target: string, minify: boolean): Promise<void> {
  const common = { bundle: true, minify, target: 'es2022', outdir: target, logLevel: 'error' } as const;
  await build({
    ...common,
    entryPoints: { pane: join(SOURCE, 'pane/main.tsx') },
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  await build({
    ...common,
    entryPoints: [join(SOURCE, 'start/before-office.ts'), join(SOURCE, 'start/after-office.ts')],
    format: 'iife',
  });
}

async function copyIcons(target: string): Promise<void> {
  const folder = join(SOURCE, 'icons');
  for (const name of await readdir(folder)) {
    if (name.endsWith('.png')) await cp(join(folder, name), join(target, 'icons', name));
  }
}

async function copyOffice(target: string): Promise<void> {
  const dist = join(
    dirname(createRequire(import.meta.url).resolve('@microsoft/office-js/package.json')),
    'dist',
  );
  for (const file of OFFICE_FILES) await cp(join(dist, file), join(target, file));
}

if (import.meta.main) {
  await buildAddin({ officeJs: process.argv.includes('--local-office') ? 'local' : 'cdn' });
  process.stdout.write(`Built the add-in in ${TARGET}\n`);
}
