/** What undici may connect to: the rule at the connection itself, with names that resolve as the test says. */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import type { NetworkPolicy } from '../../src/core/guard.ts';
import { AddressRefused, guardedConnector } from '../../src/net/guarded-connector.ts';

/** `open`, or why there was no connection; only loopback is ever dialled. */
async function connectTo(host: string, policy: NetworkPolicy, trusted: boolean, addresses: readonly string[] = []) {
  const accepted: Socket[] = [];
  const server = createServer((socket) => void accepted.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const asked: string[] = [];
  const connect = guardedConnector({
    policy,
    trusted,
    connectTimeoutMs: 2_000,
    resolveName: async (name) => {
      asked.push(name);
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    },
  });
  const port = String((server.address() as AddressInfo).port);
  try {
    const outcome = await new Promise<string>((resolve) =>
      connect({ hostname: host, host, protocol: 'http:', port }, (error, socket) => {
        socket?.destroy();
        if (error === null) resolve('open');
        else resolve(error instanceof AddressRefused ? 'refused' : error.message);
      }),
    );
    return { outcome, asked };
  } finally {
    for (const socket of accepted) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

const any: NetworkPolicy = { only: 'any', allowPrivate: false };
const lab: NetworkPolicy = { only: 'any', allowPrivate: true };
const loopback: NetworkPolicy = { only: 'loopback', allowPrivate: true };

test('a literal is trusted where the operator named it, and nowhere else', async () => {
  assert.equal((await connectTo('127.0.0.1', any, true)).outcome, 'open');
  assert.equal((await connectTo('127.0.0.1', any, false)).outcome, 'refused');
  assert.equal((await connectTo('[::ffff:127.0.0.1]', any, false)).outcome, 'refused');
  assert.equal((await connectTo('192.0.2.1', loopback, true)).outcome, 'refused');
});

test('what a name resolves to is never trusted but for localhost', async () => {
  assert.equal((await connectTo('lists.example', any, true, ['127.0.0.1'])).outcome, 'refused');
  assert.equal((await connectTo('localhost', any, true, ['127.0.0.1'])).outcome, 'open');
  assert.equal((await connectTo('localhost', any, false, ['127.0.0.1'])).outcome, 'refused');
});

test('one forbidden address of a name is enough, wherever it stands', async () => {
  assert.equal((await connectTo('lists.example', lab, false, ['127.0.0.1'])).outcome, 'open');
  assert.equal((await connectTo('lists.example', lab, false, ['127.0.0.1', '224.0.0.1'])).outcome, 'refused');
  assert.equal((await connectTo('lists.example', lab, false, ['0.0.0.0', '127.0.0.1'])).outcome, 'refused');
});

test('with loopback only, no name server hears of a name', async () => {
  const { outcome, asked } = await connectTo('lists.example', loopback, true, ['127.0.0.1']);
  assert.equal(outcome, 'refused');
  assert.deepEqual(asked, []);
});
