/** One connection by itself: replies in pieces that look like others, what an earlier one left in the shared buffer, deadlines. */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Attempt, type AttemptEnd } from '../../src/checker/attempt.ts';
import { nowMs } from '../../src/lib/now-ms.ts';
import { TimerWheel } from '../../src/lib/timer-wheel.ts';
import { LOOPBACK } from '../help/checking.ts';

const wheel = new TimerWheel();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
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
