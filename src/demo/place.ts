/**
 * Finds room for the farm on explicit loopback addresses: a block 127.10.N.0/24 of its own where the system has the whole
 * of 127.0.0.0/8 (Linux), else ports of 127.0.0.1. Never listens anywhere else.
 */
import type { Server } from 'node:net';

export interface Place {
  /** First three octets of the farm's block; null where all share 127.0.0.1. */
  readonly prefix: string | null;
}

const BLOCKS = 64;
/** The list server's port; holding it at `127.10.N.1` is what claims block N. */
const CLAIM_PORT = 8090;
const HTTP_PORTS = [8080, 3128, 8888, 8118, 8081, 3129, 9091, 8060];
const SOCKS_PORTS = [1080, 4145, 9050, 10808, 5678, 1081, 9150, 7497];
/** `.0` and `.255` look like no host, `.1` is the list server's. */
const FIRST_HOST = 2;
const HOSTS = 252;

/** Lets `server` (the list server) listen in the first free block and so claims it. @throws when there is no room at all */
export async function claimPlace(server: Server): Promise<Place> {
  for (let block = 0; block < BLOCKS; block += 1) {
    const prefix = `127.10.${block}`;
    const problem = await listen(server, `${prefix}.1`, CLAIM_PORT);
    if (problem === null) return { prefix };
    if (problem.code !== 'EADDRINUSE') break; // no such addresses on this system
  }
  const problem = await listen(server, '127.0.0.1', 0);
  if (problem) throw problem;
  return { prefix: null };
}

/**
 * Lets the `index`th proxy's server listen at an address such proxies have; takes any free port when those are taken.
 * @param draw 0..1, chooses among the usual ports
 */
export async function settle(server: Server, place: Place, index: number, socks: boolean, draw: number): Promise<void> {
  const host = place.prefix === null ? '127.0.0.1' : `${place.prefix}.${FIRST_HOST + (index % HOSTS)}`;
  const ports = socks ? SOCKS_PORTS : HTTP_PORTS;
  // Squared, so that the first of them are the most usual ones. A second proxy on one host begins one port further.
  const usual = ports[(Math.floor(draw ** 2 * ports.length) + Math.floor(index / HOSTS)) % ports.length]!;
  const wanted = place.prefix === null ? [0] : [usual, 0];
  let problem: Error | null = null;
  for (const port of wanted) {
    problem = await listen(server, host, port);
    if (problem === null) return;
  }
  throw problem!;
}

/** @returns what went wrong; null when it listens */
function listen(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      resolve(error);
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve(null);
    };
    server.once('error', onError).once('listening', onListening);
    // `exclusive`: in a worker of a cluster the handle would otherwise be the primary's.
    server.listen({ host, port, exclusive: true, backlog: 1_024 });
  });
}
