/** One connection by itself: replies in pieces that look like others, what an earlier one left in the shared buffer, deadlines. */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Attempt, type AttemptEnd } from '../../src/checker/attempt.ts';
import type { AttemptSpec } from '../../src/checker/attempt-spec.ts';
import { nowMs } from '../../src/lib/now-ms.ts';
import { TimerWheel } from '../../src/lib/timer-wheel.ts';
import { failed } from '../../src/net/handshake.ts';
import { LOOPBACK } from '../help/checking.ts';
import { blackHole, nasty } from '../help/nasty.ts';

const wheel = new TimerWheel();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  assert.equal(wheel.size, 0, 'a deadline of an attempt that is over');
});
after(() => wheel.stop());

/**
 * Asks a server that says these pieces, each on its own, and closes.
 * @param begunMs milliseconds ago
 */
async function ask(pieces: readonly string[], begunMs = 0, timeoutMs = 2_000): Promise<AttemptEnd> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).setNoDelay(true);
    socket.once('data', async () => {
      for (const piece of pieces) {
        socket.write(piece, 'latin1');
        await sleep(40);
      }
      if (pieces.length > 0) socket.end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const spec = { address: '127.0.0.1', port, policy: LOOPBACK, trusted: true, handshake: null, tls: null };
  return new Promise((onEnd) => {
    const owner = { onConnected: () => {}, requestOf: () => 'x', onEnd: (_: Attempt, end: AttemptEnd) => onEnd(end) };
    new Attempt(owner, wheel, { ...spec, connectTimeoutMs: timeoutMs, timeoutMs }).start(nowMs() - begunMs);
  });
}

const bodyOf = (end: AttemptEnd): string => (end.kind === 'reply' ? end.reply.latin1 : JSON.stringify(end));
const reply = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test('a piece of a body that looks like a reply is a piece of a body', async () => {
  const inner = reply('inner');
  const whole = reply(inner);
  const at = whole.length - inner.length;
  assert.equal(bodyOf(await ask([whole])), inner);
  assert.equal(bodyOf(await ask([whole.slice(0, at), inner])), inner);
});

test('nothing is taken from what another one left in the buffer', async () => {
  const whole = reply('of the first one');
  assert.equal(bodyOf(await ask([whole])), 'of the first one');
  for (const length of [whole.length - 1, whole.length - 9]) {
    const end = await ask([whole.slice(0, length)]);
    assert.equal(end.kind === 'failed' && end.reason, 'closed', bodyOf(end));
  }
});

test('the time of an attempt is counted from when it was begun, also where that was a while ago', async () => {
  const said = await ask([reply('ok')], 500);
  assert.ok(said.kind === 'reply' && said.latencyMs >= 500 && said.latencyMs < 1_500);
  const silent = await ask([], 1_500, 1_700);
  assert.ok(silent.kind === 'failed' && silent.reason === 'no-answer');
  assert.ok(silent.elapsedMs >= 1_700 && silent.elapsedMs < 2_800, `${silent.elapsedMs} ms`);
});

/** Of an attempt begun so long ago. @param once what is done with it as soon as it is connected */
function watch(
  port: number,
  more: Partial<AttemptSpec>,
  begunMs = 0,
  once: (attempt: Attempt) => void = () => {},
): { readonly attempt: Attempt; readonly end: Promise<AttemptEnd>; readonly seen: string[] } {
  const seen: string[] = [];
  const { promise: end, resolve } = Promise.withResolvers<AttemptEnd>();
  const owner = {
    onConnected: (it: Attempt) => (seen.push('connected'), once(it)),
    requestOf: () => 'x',
    onEnd: (_: Attempt, ended: AttemptEnd) => (seen.push('end'), resolve(ended)),
  };
  const spec = { address: '127.0.0.1', port, policy: LOOPBACK, trusted: true, handshake: null, tls: null };
  const attempt = new Attempt(owner, wheel, { ...spec, connectTimeoutMs: 5_000, timeoutMs: 5_000, ...more });
  attempt.start(nowMs() - begunMs);
  return { attempt, end, seen };
}

/** The reason, and that it took so long, counted from when it was begun. */
function endedAfter(end: AttemptEnd, reason: string, leastMs: number, mostMs: number): void {
  assert.ok(end.kind === 'failed' && end.reason === reason, JSON.stringify(end));
  assert.ok(end.elapsedMs >= leastMs && end.elapsedMs < mostMs, `${end.elapsedMs} ms`);
}

test('the time to connect ends with that of the whole, and is only ever cut, counted from the start', async () => {
  const hole = await blackHole();
  try {
    const ends = [
      watch(hole.port, { timeoutMs: 200 }).end,
      watch(hole.port, { connectTimeoutMs: 200 }),
      watch(hole.port, {}, 1_000),
    ] as const;
    ends[1].attempt.limitConnect(3_000);
    ends[2].attempt.limitConnect(1_200);
    endedAfter(await ends[0], 'connect-timeout', 200, 1_000);
    endedAfter(await ends[1].end, 'connect-timeout', 200, 1_500);
    endedAfter(await ends[2].end, 'connect-timeout', 1_200, 1_950);
  } finally {
    await hole.stop();
  }
});

test('whoever is hurried has less time and never more', async () => {
  const silent = await nasty((socket) => void socket.resume());
  try {
    const [less, more] = [
      watch(silent.port, {}, 0, (it) => it.hurry(150)).end,
      watch(silent.port, { timeoutMs: 2_200 }, 2_000, (it) => it.hurry(1_500)).end,
    ];
    endedAfter(await less, 'no-answer', 150, 1_500);
    endedAfter(await more, 'no-answer', 2_200, 3_300);
  } finally {
    await silent.stop();
  }
});

test('who has begun to answer is not silent', async () => {
  const slow = await nasty((socket) =>
    socket.once('data', () => void setTimeout(() => socket.write('HTTP/1.1 200 OK\r\n'), 200)),
  );
  try {
    const { attempt, end } = watch(slow.port, { timeoutMs: 2_000 });
    assert.equal(attempt.silent, false, 'nobody is there yet');
    for (let wait = 0; !attempt.silent && wait < 200; wait++) await sleep(5);
    assert.equal(attempt.silent, true, 'it was asked');
    for (let wait = 0; attempt.silent && wait < 200; wait++) await sleep(5);
    assert.equal(attempt.silent, false, 'it has begun');
    attempt.hurry(0);
    await end;
  } finally {
    await slow.stop();
  }
});

test('who cannot even be asked is over at once, and nothing is told of it afterwards', async () => {
  const silent = await nasty(() => {});
  const handshake = { start: () => failed('denied', 'no such name', true), feed: () => assert.fail('it is over') };
  try {
    const { end, seen } = watch(silent.port, { handshake });
    endedAfter(await end, 'denied', 0, 4_000);
    await sleep(20);
    assert.deepEqual(seen, ['end']);
  } finally {
    await silent.stop();
  }
});

test('what this machine runs out of later on is not held against the proxy either', async () => {
  const silent = await nasty(() => {});
  try {
    const lacking = Object.assign(new Error('write ENOBUFS'), { code: 'ENOBUFS' });
    const { end } = watch(silent.port, {}, 0, (it) => it.broken(lacking));
    assert.deepEqual(await end, { kind: 'own-limit', lacking: 'buffers' });
  } finally {
    await silent.stop();
  }
});
