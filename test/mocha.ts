/** Runs test files and ends the process: the last line is `N passed, N failed`. */
import { resolve } from 'node:path';
import Mocha from 'mocha';

/** `timeout` is in milliseconds, for each test. */
export async function runFiles(files: readonly string[], timeout: number): Promise<void> {
  const mocha = new Mocha({
    timeout,
    forbidOnly: true,
    forbidPending: true,
    color: process.stdout.isTTY,
  });
  for (const file of files) mocha.addFile(resolve(file));
  await mocha.loadFilesAsync();
  const runner = mocha.run((failures) => {
    const passes = runner.stats?.passes ?? 0;
    process.stdout.write(`${passes} passed, ${failures} failed\n`);
    process.exit(failures > 0 || passes === 0 ? 1 : 0);
  });
}
