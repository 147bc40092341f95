/** The net under the tests holds, whatever way a connection is asked for. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, createServer, Socket, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

createRequire(import.meta.url)('./loopback-only.cjs');
// Without the net these tests would be what it is there to prevent.
assert.equal(Socket.prototype.connect.name, 'connectOnLoopback');

const ELSEWHERE = '192.0.2.1';

test('an address that is not of this machine is never connected to', () => {
  assert.throws(() => connect(9, ELSEWHERE), /tried to connect to 192\.0\.2\.1/);
  assert.throws(() => connect({ host: ELSEWHERE, port: 9 }), /tried to connect/);
  assert.throws(() => connect({ host: '2606:4700::1', port: 9 }), /tried to connect/);
});

test('a name that leads away is dropped before the connection', async () => {
  const socket = connect({
    host: 'lists.example',
    port: 9,
    autoSelectFamily: false,
    lookup: (_name, _options, done) => done(null, ELSEWHERE, 4),
  });
  const [error] = (await once(socket, 'error')) as [Error];
  assert.match(error.message, /tried to connect/);
});

test('this machine is reached by address and by name', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const socket of [connect(port, '127.0.0.1'), connect({ port, host: 'localhost', family: 4 })]) {
    await once(socket, 'connect');
    socket.destroy();
  }
  server.close();
});

const byRunner = process.env['NODE_OPTIONS']?.includes('loopback-only');

test('npm test puts it under workers, too', { skip: !byRunner && 'not run by npm test' }, async () => {
  // Asked for its name, not tried: a worker without the net would really connect.
  const worker = new Worker(
    "require('node:worker_threads').parentPort.postMessage(require('node:net').Socket.prototype.connect.name)",
    { eval: true },
  );
  assert.deepEqual(await once(worker, 'message'), ['connectOnLoopback']);
  await worker.terminate();
});
