/**
 * `npm run start:excel`: the service at the https address that manifest.xml names, for sideloading into Excel.
 * A development certificate is made and trusted once (a question from the system); in use a real one stands in
 * front of the service.
 */
import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import { dirname } from 'node:path';
import { getHttpsServerOptions } from 'office-addin-dev-certs';
import { readEnvironment } from '../../server/config/environment.ts';
import { loadConfiguration } from '../../server/config/load.ts';
import { startService } from '../../server/http/start.ts';
import { buildAddin, TARGET } from '../build.ts';

/** As in manifest.xml. */
const PORT = 4443;

/** Hands every request on to a service that listens on this machine over plain HTTP. */
export function httpsBefore(url: string, certificate: ServerOptions): Server {
  return createServer(certificate, (asked, answer) => {
    const onward = request(
      new URL(asked.url ?? '/', url),
      { method: asked.method, headers: asked.headers },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      },
    );
    onward.on('error', (error) => {
      if (answer.headersSent) answer.destroy(error);
      else
        answer
          .writeHead(502, { 'content-type': 'text/plain' })
          .end(`The service does not answer: ${error.message}\n`);
    });
    asked.pipe(onward);
  });
}

if (import.meta.main) {
  await buildAddin({ officeJs: 'cdn' });
  const { database, exports, config } = readEnvironment(process.env);
  mkdirSync(dirname(database), { recursive: true });
  const service = await startService({
    configuration: loadConfiguration(config),
    database,
    host: '127.0.0.1',
    port: 0,
    exports,
    addin: TARGET,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const { ca, cert, key } = await getHttpsServerOptions();
  const server = httpsBefore(service.url, { ca, cert, key });
  server.listen(PORT, 'localhost', () => {
    process.stdout.write(
      `Design Tracker for Excel runs on https://localhost:${PORT}\nSideload manifest.xml: Insert, Add-ins, My Add-ins, Upload.\nCtrl+C stops it.\n`,
    );
  });
  const stopped = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null));
  });
  const failure = await Promise.race([stopped, service.failed]);
  if (failure !== null) process.stderr.write(`${failure.message}\n`);
  server.close();
  server.closeAllConnections();
  await service.close();
  process.exit(failure === null ? 0 : 3);
}
