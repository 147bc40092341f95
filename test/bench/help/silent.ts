/** Accepts everybody and never says anything, in a process of its own. Prints its port. */
import { createServer, type AddressInfo } from 'node:net';

const server = createServer(() => {}).listen({ host: '127.0.0.1', port: 0, backlog: 4_096 }, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();
