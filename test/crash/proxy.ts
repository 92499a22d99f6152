/** A way to a service that breaks: before a request has arrived, while it is being answered, after half the answer. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  readonly url: string;
  /** How many connections it has broken. */
  cuts(): number;
  /** From now on it breaks none. */
  heal(): void;
  close(): Promise<void>;
}

/** A connection lasts for this many bytes one way at the most: a few requests, or answers. */
const LONGEST = 4_000;

/** Stands before the service at that address. */
export async function breakingWayTo(address: string): Promise<Proxy> {
  const { hostname, port } = new URL(address);
  const open = new Set<Socket>();
  let cuts = 0;
  let healed = false;
  const server = createServer((client) => {
    const service = connect(Number(port), hostname);
    const broken = Math.random() < 0.5 ? client : service;
    let left = Math.floor(Math.random() * LONGEST);
    const cut = () => {
      if (client.destroyed) return;
      cuts += 1;
      client.resetAndDestroy();
      service.destroy();
    };
    for (const [from, to] of [
      [client, service],
      [service, client],
    ] as const) {
      open.add(from);
      from.on('data', (bytes) => {
        if (healed || from !== broken) {
          to.write(bytes);
          return;
        }
        to.write(bytes.subarray(0, left));
        left -= bytes.length;
        if (left <= 0) cut();
      });
      from.on('end', () => to.end());
      // A broken connection is what this is for; its other half goes with it.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = server.address();
  if (own === null || typeof own === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${own.port}`,
    cuts: () => cuts,
    heal() {
      healed = true;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
