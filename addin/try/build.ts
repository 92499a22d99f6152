/** Bundles the page `/try`. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the page into this folder. Throws what esbuild finds. */
export async function buildTry(target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await build({
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outdir: target,
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    logLevel: 'error',
  });
  await cp(join(import.meta.dirname, 'try.html'), join(target, 'try.html'));
}
