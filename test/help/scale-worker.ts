/** The thread of the scale farm: one listener that plays every proxy of 127.0.0.0/8. */
import { createServer, type AddressInfo } from 'node:net';
import { loadBehaviours } from '../../src/demo/catalogue.ts';
import { hash32, seededRandom } from '../../src/demo/random.ts';
import { Visits, type PlayedProxy } from '../../src/demo/visits.ts';
import { openLane } from '../../src/lib/worker-lane.ts';
import { roleAt, type ScaleOptions } from './scale-role.ts';

const visits = new Visits();
const played = new Map<string, PlayedProxy>();
const server = createServer();

const lane = openLane<object, { port: number }>({
  onMessage: () => {},
  onStop: async () => {
    server.close();
    await visits.stop();
  },
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
// The one listener that is not on an explicit loopback address; `welcome` drops every peer from outside.
server.listen({ host: '0.0.0.0', port: 0, backlog: 4_096 }, () => {
  lane.post({ port: (server.address() as AddressInfo).port });
});
