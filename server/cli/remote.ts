/** The service that a command talks to. */
import { type Command, InvalidArgumentError } from 'commander';
import { httpService } from '../../shared/protocol/client.ts';
import type { ExportService, Service } from '../../shared/protocol/service.ts';
import { readEnvironment } from '../config/environment.ts';
import type { Terminal } from './terminal.ts';

export interface RemoteOptions {
  readonly service?: string;
}

/** Adds `--service` to a command that talks to the service. */
export function withService(command: Command): Command {
  return command.option(
    '--service <URL>',
    'the service (else TRACKER_URL, else http://127.0.0.1:4000)',
    readAddress,
  );
}

/** The service over HTTP, with the token of TRACKER_TOKEN. */
export function remote({ service }: RemoteOptions, terminal: Terminal): Service & ExportService {
  const { url, token = null } = readEnvironment(terminal.env);
  return httpService(`${(service ?? url).replace(/\/+$/, '')}/api/v1/trackers/design`, { token, fetch });
}

function readAddress(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('Write an address such as http://127.0.0.1:4000.');
}
