/** The thread of the scale farm: one listener that plays every proxy of 127.0.0.0/8. */
import { createServer, type AddressInfo } from 'node:net';
import { loadBehaviours } from '../../src/demo/catalogue.ts';
import { openFullDoors, type FullDoors } from '../../src/demo/full-doors.ts';
import { hash32, seededRandom } from '../../src/demo/random.ts';
import { Visits, type PlayedProxy } from '../../src/demo/visits.ts';
import { openLane } from '../../src/lib/worker-lane.ts';
import { roleAt, type ScaleOptions, type ScalePorts } from './scale-role.ts';

const visits = new Visits();
const played = new Map<string, PlayedProxy>();
const server = createServer();
/** tcpmux: nobody has served it for decades. */
const CLOSED_PORT = 1;
let full: FullDoors | null = null;

const lane = openLane<object, ScalePorts>({
  onMessage: () => {},
  onStop: async () => {
    server.close();
    await Promise.all([visits.stop(), full?.stop()]);
  },
  // A proxy is a machine of its own: that this one is busy must not make it slow.
  niceness: 0,
});

const options = lane.data as ScaleOptions;
const behaviours = await loadBehaviours();

server.on('connection', (socket) => {
  const host = socket.localAddress;
  if (host === undefined) return void socket.destroy();
  let proxy = played.get(host);
  if (!proxy) {
    const { behaviour, latencyMs } = roleAt(host, behaviours, options);
    proxy = { host, behaviour, latencyMs, random: seededRandom(hash32(host)), visits: 0 };
    played.set(host, proxy);
  }
  visits.welcome(socket, proxy);
});
// Beside the full door the one listener that is not on an explicit loopback address; `welcome` drops peers from outside.
await new Promise<void>((resolve) => void server.listen({ host: '0.0.0.0', port: 0, backlog: 4_096 }, resolve));
full = await openFullDoors([{ host: '0.0.0.0', port: 0 }]);
lane.post({ port: (server.address() as AddressInfo).port, closedPort: CLOSED_PORT, fullPort: full.ports[0]! });
