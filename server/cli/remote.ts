/** The service that a command talks to. */
import type { Command } from 'commander';
import { httpService } from '../../shared/protocol/client.ts';
import type { ExportService, Service } from '../../shared/protocol/service.ts';
import { readEnvironment } from '../config/environment.ts';

export interface RemoteOptions {
  readonly service?: string;
}

/** Adds `--service` to a command that talks to the service. */
export function withService(command: Command): Command {
  return command.option('--service <URL>', 'the service (else TRACKER_URL, else http://127.0.0.1:4000)');
}

/** The service over HTTP, with the token of TRACKER_TOKEN. */
export function remote({ service }: RemoteOptions): Service & ExportService {
  const { url, token = null } = readEnvironment(process.env);
  return httpService(`${(service ?? url).replace(/\/+$/, '')}/api/v1/trackers/design`, { token, fetch });
}
