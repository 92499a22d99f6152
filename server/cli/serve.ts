/** `tracker serve`: the service. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { readEnvironment } from '../config/environment.ts';
import { loadConfiguration } from '../config/load.ts';
import { ADDIN_FOLDER } from '../http/app.ts';
import { startService } from '../http/start.ts';
import { UsageError } from './failure.ts';
import { remark } from './print.ts';
import { untilStopped } from './stop.ts';

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly database?: string;
  readonly config?: string;
  readonly exports?: string;
}

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run the service')
    .option('--port <PORT>', 'where to listen (else TRACKER_PORT, else 4000)', readPort)
    .option('--host <HOST>', 'the address to listen on (else TRACKER_HOST, else 127.0.0.1)')
    .option('--database <FILE>', 'the database (else TRACKER_DATABASE, else .data/tracker.db)')
    .option('--config <FILE>', 'tracker.yaml (else TRACKER_CONFIG; without one, the defaults)')
    .option('--exports <FOLDER>', 'where the nightly exports go (else TRACKER_EXPORTS, else .data/exports)')
    .action(async (options: Options) => {
      const environment = readEnvironment(process.env);
      const database = options.database ?? environment.database;
      if (/^postgres(ql)?:/.test(database)) {
        throw new UsageError(
          'This version keeps its ledger in SQLite only. Name a file: --database tracker.db',
        );
      }
      mkdirSync(dirname(database), { recursive: true });
      const addin = existsSync(ADDIN_FOLDER) ? ADDIN_FOLDER : null;
      if (addin === null) remark('The add-in is not built, so it is not served. To build it: npm run build');
      const service = await startService({
        configuration: loadConfiguration(options.config ?? environment.config),
        database,
        host: options.host ?? environment.host,
        port: options.port ?? environment.port,
        exports: options.exports ?? environment.exports,
        addin,
        log: (line) => remark(`${new Date().toISOString()} ${line}`),
      });
      remark(`Design Tracker answers on ${service.url} (database ${database})`);
      await untilStopped();
      await service.close();
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
