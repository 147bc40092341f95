/** Listens with the shortest queue and falls asleep before it could accept anybody. black-hole.ts wakes it with SIGKILL. */
import { createServer, type AddressInfo } from 'node:net';

/** Longer than any bench; should nobody end it, it ends itself. */
const ASLEEP_MS = 15 * 60_000;

const server = createServer().listen({ host: '0.0.0.0', port: 0, backlog: 1 }, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASLEEP_MS);
  process.exit(1);
});
