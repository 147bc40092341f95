/** The thread behind {@link openFullDoors}: listens and falls asleep before it could accept anybody; it is ended from outside. */
import { createServer, type AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { Door } from './full-doors.ts';

const listening = (workerData as readonly Door[]).map(
  ({ host, port }) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer().once('error', reject);
      server.listen({ host, port, backlog: 1, exclusive: true }, () => resolve((server.address() as AddressInfo).port));
    }),
);

parentPort!.postMessage(await Promise.all(listening), []);
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
