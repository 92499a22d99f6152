/** `tracker serve`: the service. */
import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { loadConfiguration } from '../config/load.ts';
import { ADDIN_FOLDER } from '../http/app.ts';
import { startService } from '../http/start.ts';
import { shownDatabase } from '../store/open.ts';
import { type DatabaseOptions, newDatabase, withDatabase } from './database.ts';
import { EXIT } from './failure.ts';
import type { Terminal } from './terminal.ts';

interface Options extends DatabaseOptions {
  readonly port?: number;
  readonly host?: string;
  readonly config?: string;
  readonly exports?: string;
}

export function addServe(program: Command, terminal: Terminal): void {
  withDatabase(program.command('serve'))
    .description('run the service')
    .option('--port <PORT>', 'where to listen (else TRACKER_PORT, else 4000)', readPort)
    .option('--host <HOST>', 'the address to listen on (else TRACKER_HOST, else 127.0.0.1)')
    .option('--config <FILE>', 'tracker.yaml (else TRACKER_CONFIG; without one, the defaults)')
    .option('--exports <FOLDER>', 'where the nightly exports go (else TRACKER_EXPORTS, else .data/exports)')
    .action(async (options: Options) => {
      const environment = readEnvironment(terminal.env);
      const configuration = loadConfiguration(options.config ?? environment.config);
      const database = newDatabase(options, terminal);
      const addin = existsSync(ADDIN_FOLDER) ? ADDIN_FOLDER : null;
      if (addin === null) {
        terminal.remark('The add-in is not built, so it is not served. To build it: npm run build');
      }
      // Before anyone can know that it runs, so that a stop is never missed.
      const stopped = terminal.stopped();
      const service = await startService({
        configuration,
        database,
        host: options.host ?? environment.host,
        port: options.port ?? environment.port,
        exports: options.exports ?? environment.exports,
        addin,
        log: (line) => terminal.remark(`${new Date().toISOString()} ${line}`),
      });
      terminal.remark(`Design Tracker answers on ${service.url} (database ${shownDatabase(database)})`);
      const failure = await Promise.race([stopped, service.failed]);
      if (failure) {
        terminal.remark(
          `${failure.message} The service ends, so that nothing more is written. Look at the disk, run tracker verify, then start it again.`,
        );
        terminal.exitCode = EXIT.unreachable;
      }
      await service.close();
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
