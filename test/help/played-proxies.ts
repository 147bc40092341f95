/** Simulated proxies one by one: each behaviour on a listener of its own in this thread, for tests that speak to them. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { BehaviourCatalogue } from '../../src/demo/catalogue.ts';
import { seededRandom } from '../../src/demo/random.ts';
import { Visits } from '../../src/demo/visits.ts';
import type { At } from './clients.ts';

/** Proxies leave from their own address, so this one tells them from the client's 127.0.0.1. */
export const PROXY_HOST = '127.0.0.77';

export interface PlayedProxies {
  /** Connections open now, those to targets included. */
  readonly open: number;
  /** A new proxy that nobody has visited. */
  play(name: string): Promise<At>;
  stop(): Promise<void>;
}

export function playedProxies(behaviours: BehaviourCatalogue): PlayedProxies {
  const visits = new Visits();
  const servers: Server[] = [];
  return {
    get open() {
      return visits.open;
    },
    play: async (name) => {
      const behaviour = behaviours.get(name)!;
      const proxy = { host: PROXY_HOST, behaviour, latencyMs: 2, random: seededRandom(1), visits: 0 };
      const server = createServer((socket) => visits.welcome(socket, proxy));
      servers.push(server);
      await new Promise<void>((resolve) => void server.listen(0, PROXY_HOST, resolve));
      return { host: PROXY_HOST, port: (server.address() as AddressInfo).port };
    },
    stop: async () => {
      await visits.stop();
      await Promise.all(servers.map((server) => new Promise((done) => void server.close(done))));
    },
  };
}
