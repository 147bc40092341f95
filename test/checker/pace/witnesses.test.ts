/** Whether the way to the net is open: who refuses is there, and only silence from all says that nobody is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anybodyThere } from '../../../src/checker/pace/witnesses.ts';
import { LOOPBACK, deadPort } from '../../help/checking.ts';
import { blackHole, nasty, type BlackHole, type Nasty } from '../../help/nasty.ts';

let alive: Nasty;
let hole: BlackHole;
before(async () => {
  [alive, hole] = await Promise.all([nasty((socket) => socket.resume()), blackHole()]);
});
after(() => Promise.all([alive.stop(), hole.stop()]));

const there = (ports: readonly number[], signal = new AbortController().signal): Promise<boolean> =>
  anybodyThere(
    ports.map((port) => ({ address: '127.0.0.1', port })),
    LOOPBACK,
    150,
    signal,
  );

test('one that connects or refuses is enough; silence of all is nobody', async () => {
  const dead = await deadPort();
  assert.equal(await there([hole.port, alive.port]), true);
  assert.equal(await there([hole.port, dead]), true);
  assert.equal(await there([hole.port, hole.port]), false);
  assert.equal(await there([]), false);
});

test('a run that ends meanwhile is told something, and nothing is thrown', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 10);
  assert.equal(typeof (await there([hole.port], abort.signal)), 'boolean');
});
