/** What the process's environment says. Flags of the command line go before it, defaults stand behind it. */
import { z } from 'zod';
import { ConfigurationError } from '../../shared/tracker/problems.ts';

/** An empty variable counts as one that is not set. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => (text === '' ? undefined : text), schema);

const variables = z.object({
  TRACKER_PORT: optional(
    z.coerce
      .number('must be a port number')
      .int('must be a port number')
      .min(0, 'must be a port number, 0 to 65535')
      .max(65_535, 'must be a port number, 0 to 65535')
      .default(4000),
  ),
  TRACKER_HOST: optional(z.string().default('127.0.0.1')),
  TRACKER_DATABASE: optional(z.string().default('.data/tracker.db')),
  TRACKER_CONFIG: optional(z.string().optional()),
  TRACKER_EXPORTS: optional(z.string().default('.data/exports')),
  TRACKER_URL: optional(
    z
      .url({ protocol: /^https?$/, error: 'must be an address such as http://127.0.0.1:4000' })
      .default('http://127.0.0.1:4000'),
  ),
  TRACKER_TOKEN: optional(z.string().optional()),
});

export interface Environment {
  /** Where the service listens. */
  readonly port: number;
  readonly host: string;
  /** A file, or `postgres://…`. */
  readonly database: string;
  /** The path of `tracker.yaml`, if one is named. */
  readonly config: string | undefined;
  /** The folder that exports are written to. */
  readonly exports: string;
  /** The service that commands talk to, and the token they show it. */
  readonly url: string;
  readonly token: string | undefined;
}

/**
 * Reads the `TRACKER_…` variables.
 *
 * @throws ConfigurationError that names each variable that can't be used
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    throw new ConfigurationError(
      parsed.error.issues.map((issue) => ({
        path: issue.path.map(String).join('.'),
        message: issue.message,
      })),
    );
  }
  const { data } = parsed;
  return {
    port: data.TRACKER_PORT,
    host: data.TRACKER_HOST,
    database: data.TRACKER_DATABASE,
    config: data.TRACKER_CONFIG,
    exports: data.TRACKER_EXPORTS,
    url: data.TRACKER_URL,
    token: data.TRACKER_TOKEN,
  };
}
