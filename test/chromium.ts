/** The browser for the tests: Debian's Chromium, which no npm package brings everywhere. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const CHROMIUM = '/usr/bin/chromium';
const PACKAGES = ['chromium', 'fonts-liberation'];

/** Installs Chromium where it is missing and we may (root on Debian); throws with the one line to type where not. */
export function ensureChromium(): void {
  if (existsSync(CHROMIUM)) return;
  const command = `apt-get update && apt-get install -y ${PACKAGES.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new Error(
      `The tests drive Chromium, which is missing. Type this, then run them again:\n  sudo sh -c '${command}'`,
    );
  }
  process.stderr.write(`Installing what the tests need: ${PACKAGES.join(' ')}\n`);
  const installed = spawnSync('sh', ['-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (installed.status !== 0 || !existsSync(CHROMIUM)) {
    throw new Error(`Chromium could not be installed. Type this, then run the tests again:\n  ${command}`);
  }
}
