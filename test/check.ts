/** `npm run check`: types, lint and format, and the rooms' boundaries, side by side. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const CHECKS: Readonly<Record<string, readonly string[]>> = {
  'types of shared, server, test': ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  'types of addin': ['tsc', '--noEmit', '-p', 'addin/tsconfig.json'],
  'lint and format': ['biome', 'ci', '--colors=off', '.'],
  boundaries: ['depcruise', '--config', '.dependency-cruiser.json', 'addin', 'server', 'shared', 'test'],
  manifest: ['node', 'addin/manifest/check.ts'],
};

const BIN = join(import.meta.dirname, '../node_modules/.bin');

const failed = (await Promise.all(Object.entries(CHECKS).map(run))).filter((passed) => !passed).length;
process.exitCode = failed > 0 ? 1 : 0;

function run([name, [command = '', ...args]]: [string, readonly string[]]): Promise<boolean> {
  const begun = performance.now();
  const file = command === 'node' ? process.execPath : join(BIN, command);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}  ${seconds} s\n`);
      if (code !== 0) process.stdout.write(output);
      resolve(code === 0);
    });
  });
}
