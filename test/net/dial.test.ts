/** Dialling: what the guard refuses never becomes a socket, the checked address is the one that is dialled, waits end. */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { dial, openSocket } from '../../src/net/dial.ts';
import { request } from '../../src/net/request.ts';
import { resolveHost } from '../../src/net/resolve.ts';
import { RefbotError } from '../../src/model/errors.ts';
import { LOOPBACK, deadPort } from '../help/checking.ts';
import { answers, blackHole, nasty } from '../help/nasty.ts';

const is = (name: string) => (error: unknown) => error instanceof RefbotError && error.errorName === name;
const any = { only: 'any', allowPrivate: false } as const;

test('what may not be dialled throws before there is a socket', async () => {
  assert.throws(() => openSocket('192.0.2.1', 80, LOOPBACK, true), is('address-refused'));
  assert.throws(() => openSocket('127.0.0.1', 80, any, false), is('address-refused'));
  await assert.rejects(
    dial({ host: '192.0.2.1', port: 80, policy: LOOPBACK, trusted: true, timeoutMs: 100 }),
    is('address-refused'),
  );
  await assert.rejects(
    dial({ host: '127.0.0.1', port: 80, policy: any, trusted: false, timeoutMs: 100 }),
    is('address-refused'),
  );
});

test('a name is judged by every address it has; only localhost can be trusted', async () => {
  const local = await resolveHost('localhost', LOOPBACK, true);
  assert.ok(local.ok && ['127.0.0.1', '::1'].includes(local.address));
  const named = await resolveHost('localhost', any, true);
  assert.ok(named.ok, 'the operator who types localhost means it');
  const outside = await resolveHost('localhost', any, false);
  assert.deepEqual(
    [outside.ok, !outside.ok && outside.reason],
    [false, 'blocked'],
    'from a list nobody gets into the own network by name',
  );
  const literal = await resolveHost('127.0.0.1', any, true);
  assert.ok(literal.ok, 'named by the operator as an address it is fine');
  const listed = await resolveHost('127.0.0.1', any, false);
  assert.deepEqual([listed.ok, !listed.ok && listed.reason], [false, 'blocked'], 'named by a list it is not');
  const unasked = await resolveHost('example.com', LOOPBACK, true);
  assert.deepEqual([unasked.ok, !unasked.ok && unasked.reason], [false, 'blocked'], 'nothing is asked outside');
  const nothing = await resolveHost('x'.repeat(300), any, false);
  assert.deepEqual([nothing.ok, !nothing.ok && nothing.reason], [false, 'unresolved']);
});

test('connects, and tells refusal, timeout and abort apart', async () => {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const options = { host: '127.0.0.1', policy: LOOPBACK, trusted: true, timeoutMs: 2_000 };
  const socket = await dial({ ...options, port: (server.address() as AddressInfo).port });
  assert.equal(socket.remoteAddress, '127.0.0.1');
  socket.destroy();
  server.close();
  await assert.rejects(dial({ ...options, port: await deadPort() }), is('network'));
  const hole = await blackHole();
  try {
    await assert.rejects(dial({ ...options, port: hole.port, timeoutMs: 100 }), is('timeout'));
    const abort = new AbortController();
    const waiting = dial({ ...options, port: hole.port, timeoutMs: 60_000, signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await assert.rejects(waiting, /enough/);
    await assert.rejects(dial({ ...options, port: hole.port, signal: abort.signal }), /enough/);
  } finally {
    await hole.stop();
  }
});

test('a direct request reads one reply, cuts a long one, and does not wait for ever', async () => {
  const good = await answers('HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n0123456789');
  const bad = await answers('nonsense\r\n\r\n');
  const silent = await nasty(() => {});
  const at = (
    port: number,
  ): {
    url: URL;
    headers: string[];
    policy: typeof LOOPBACK;
    trusted: boolean;
    timeoutMs: number;
    maxBodyBytes: number;
  } => ({
    url: new URL(`http://127.0.0.1:${port}/`),
    headers: [],
    policy: LOOPBACK,
    trusted: true,
    timeoutMs: 200,
    maxBodyBytes: 5,
  });
  try {
    const reply = await request(at(good.port));
    assert.deepEqual(
      [reply.status, reply.latin1, reply.truncated, reply.remoteAddress, reply.tls],
      [200, '01234', true, '127.0.0.1', null],
    );
    await assert.rejects(request(at(bad.port)), is('network'));
    await assert.rejects(request(at(silent.port)), is('timeout'));
    const abort = new AbortController();
    const waiting = request({ ...at(silent.port), timeoutMs: 60_000, signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await assert.rejects(waiting, /enough/);
  } finally {
    await Promise.all([good.stop(), bad.stop(), silent.stop()]);
  }
});

test('one forbidden address of a name is enough, wherever it stands', async () => {
  const lab = { only: 'any', allowPrivate: true } as const;
  const names: Readonly<Record<string, readonly string[]>> = {
    first: ['224.0.0.1', '127.0.0.1'],
    last: ['127.0.0.1', '::1', '224.0.0.1'],
    good: ['127.0.0.1', '::1'],
  };
  const resolved = (name: string) =>
    resolveHost(name, lab, false, async () => names[name]!.map((address) => ({ address })));
  assert.deepEqual(await resolved('good'), { ok: true, address: '127.0.0.1' });
  for (const name of ['first', 'last']) {
    const answer = await resolved(name);
    assert.deepEqual([answer.ok, !answer.ok && answer.reason], [false, 'blocked'], name);
  }
});

test('an odd spelling of an address is a name: trusted or not, it does not lead into the own network', async () => {
  // The system's resolver reads these as 127.0.0.1 without asking anybody.
  for (const host of ['127.1', '2130706433', '0x7f000001']) {
    const answer = await resolveHost(host, any, true);
    assert.ok(!answer.ok, `${host} must not be dialled`);
    await assert.rejects(dial({ host, port: 9, policy: any, trusted: true, timeoutMs: 1_000 }), RefbotError);
  }
});

test('who has given up before gets no socket, and no wait leaves a timer behind', async () => {
  const hole = await blackHole();
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  let sockets = 0;
  const onSocket = (): void => void sockets++;
  subscribe('net.client.socket', onSocket);
  try {
    const options = { host: '127.0.0.1', policy: LOOPBACK, trusted: true, timeoutMs: 60_000 };
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(dial({ ...options, port: hole.port, signal }), /enough/);
    assert.equal(sockets, 0);
    await assert.rejects(dial({ ...options, port: await deadPort() }), is('network'));
    assert.deepEqual([sockets, timers()], [1, before]);
  } finally {
    unsubscribe('net.client.socket', onSocket);
    await hole.stop();
  }
});

test('a connection given up while it was being made is closed', async () => {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const abort = new AbortController();
  const made = new Promise<Socket>((resolve) => {
    const onSocket = (message: unknown): void => {
      unsubscribe('net.client.socket', onSocket);
      resolve((message as { socket: Socket }).socket);
    };
    subscribe('net.client.socket', onSocket);
  });
  const waiting = dial({
    host: '127.0.0.1',
    port,
    policy: LOOPBACK,
    trusted: true,
    timeoutMs: 60_000,
    signal: abort.signal,
  });
  const socket = await made;
  try {
    abort.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    assert.ok(socket.destroyed);
  } finally {
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});
