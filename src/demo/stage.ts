/**
 * Raises a whole farm in the running thread: listeners, behaviours, lists. The farm's worker calls it; it holds every
 * handle of the farm and gives all of them back on `stop`.
 */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { castRoles, type Role } from './cast.ts';
import { loadBehaviours } from './catalogue.ts';
import type { FarmOptions, FarmProxy, FarmReport } from './farm-types.ts';
import { openFullDoors, type FullDoors } from './full-doors.ts';
import { ListServer } from './list-server.ts';
import { writeLists } from './lists.ts';
import { claimPlace, settle } from './place.ts';
import { seededRandom } from './random.ts';
import { Visits } from './visits.ts';

const DEFAULT_PROXIES = 300;
const DEFAULT_SEED = 1;

export interface Stage {
  readonly report: FarmReport;
  /** Closes every listener and connection. */
  stop(): Promise<void>;
}

/** @throws when loopback has no room for it; nothing is left open then */
export async function raiseStage(options: FarmOptions): Promise<Stage> {
  const random = seededRandom(options.seed ?? DEFAULT_SEED);
  const roles = castRoles(await loadBehaviours(), options.proxies ?? DEFAULT_PROXIES, random);
  const visits = new Visits();
  const lists = new ListServer();
  const servers: Server[] = [];
  let full: FullDoors | null = null;
  const stop = async (): Promise<void> => {
    lists.server.closeAllConnections();
    await Promise.all([visits.stop(), full?.stop(), closed(lists.server), ...servers.map(closed)]);
  };
  try {
    const place = await claimPlace(lists.server);
    const proxies: FarmProxy[] = [];
    const shut: Server[] = [];
    const fullDoors: { host: string; port: number }[] = [];
    for (const [index, role] of roles.entries()) {
      const server = createServer();
      servers.push(server);
      await settle(server, place, index, role.behaviour.claims[0]!.startsWith('socks'), random());
      const { address: host, port } = server.address() as AddressInfo;
      proxies.push(describe(role, host, port));
      const { behaviour, latencyMs } = role;
      const proxy = { host, behaviour, latencyMs, random: seededRandom(index), visits: 0 };
      server.on('connection', (socket) => visits.welcome(socket, proxy));
      if (behaviour.door !== undefined) shut.push(server);
      if (behaviour.door === 'full') fullDoors.push({ host, port });
    }
    // They listened until now so that nobody else got their ports.
    await Promise.all(shut.map(closed));
    if (fullDoors.length > 0) full = await openFullDoors(fullDoors);
    const texts = writeLists(proxies, random);
    lists.publish(texts);
    const { address, port } = lists.server.address() as AddressInfo;
    const base = `http://${address}:${port}/`;
    const report: FarmReport = {
      proxies,
      lists: texts.map(({ name, file, protocols }) => ({ name, url: base + file, protocols })),
      listUrl: base,
      behaviours: tally(roles),
      block: place.prefix === null ? null : `${place.prefix}.0/24`,
    };
    return { report, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function describe({ name, behaviour, latencyMs }: Role, host: string, port: number): FarmProxy {
  const { claims, truth, credentials } = behaviour;
  const login = credentials?.listed ? { user: credentials.user, password: credentials.password } : null;
  const userInfo = login ? `${login.user}:${login.password}@` : '';
  return {
    host,
    port,
    ...login,
    url: `${claims[0]}://${userInfo}${host}:${port}`,
    behaviour: name,
    claims,
    truth,
    latencyMs,
  };
}

function tally(roles: readonly Role[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of [...roles].sort((a, b) => a.name.localeCompare(b.name)))
    counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Resolves when it listens no more; also when it never did. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()));
}
