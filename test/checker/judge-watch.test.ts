/** What a direct reply says about those who wait: nothing good of who was held against a judge that is another one now. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from '../../src/checker/judge-plan.ts';
import { JudgeWatch } from '../../src/checker/judge-watch.ts';
import type { JudgeHealth } from '../../src/checker/judge-health.ts';
import { LOOPBACK, deadPort } from '../help/checking.ts';
import { nasty } from '../help/nasty.ts';

for (const isOther of [false, true])
  test(`who failed before a judge answers is blamed unless it was learnt anew: ${isOther}`, async () => {
    const server = createServer((_, response) => response.end('well'));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const over = new AbortController();
    const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = { secure: false, authority, path: '/', fingerprint: null } as Ask;
    const watch = new JudgeWatch({
      policy: LOOPBACK,
      trusted: true,
      probeEveryMs: 20,
      nonced: true,
      learn: () => isOther && watch.probes === 1,
      signal: over.signal,
    });
    try {
      const askedAt = performance.now();
      const [wasUp, looked] = await Promise.all([watch.wasUp(ask, askedAt, () => true), watch.look(ask, () => true)]);
      assert.deepEqual([wasUp, looked], [!isOther, true]);
      // A reply to what was asked before that may come late.
      assert.equal(await watch.wasUp(ask, askedAt, () => true), !isOther);
      assert.equal(await watch.wasUp(ask, performance.now(), () => true), true);
    } finally {
      over.abort();
      server.close();
    }
  });

describe('a judge that is silent or gone', () => {
  interface World {
    readonly watch: JudgeWatch;
    readonly ask: Ask;
    readonly said: string[];
    readonly over: AbortController;
  }
  const runs: AbortController[] = [];
  // A watch asks a judge that is gone for as long as its run lasts.
  afterEach(async () => {
    for (const run of runs.splice(0)) run.abort();
    for (const stop of ends.splice(0)) await stop();
  });
  const ends: (() => unknown)[] = [];

  function world(port: number, nonced = true): World {
    const said: string[] = [];
    const health = { up: () => said.push('up'), down: () => said.push('down') } as unknown as JudgeHealth;
    const over = new AbortController();
    runs.push(over);
    const options = { policy: LOOPBACK, trusted: true, probeEveryMs: 20, nonced, health, signal: over.signal };
    const ask = { secure: false, authority: `127.0.0.1:${port}`, path: '/', fingerprint: null } as Ask;
    return { watch: new JudgeWatch(options), ask, said, over };
  }
  const isTold = async (answer: Promise<boolean>): Promise<boolean> =>
    (await Promise.race([answer.then(String), sleep(30, 'nothing')])) !== 'nothing';

  test('only who was asked after a failure vouches for it', async () => {
    const silent = await nasty(() => {});
    const { watch, ask, over } = world(silent.port);
    try {
      const before = performance.now();
      await sleep(2);
      const [first, second] = [watch.wasUp(ask, before, () => true), watch.wasUp(ask, before, () => true)];
      watch.answered(ask, before);
      assert.equal(await isTold(first), false, 'asked before it failed, a reply says nothing of then');
      watch.answered(ask, performance.now());
      watch.answered(ask, before);
      assert.deepEqual(await Promise.all([first, second]), [true, true]);
    } finally {
      over.abort();
      await silent.stop();
    }
  });

  test('what was asked while it was not yet known to be gone does not say that it is back', async () => {
    const { watch, ask, said } = world(await deadPort());
    const before = performance.now();
    assert.deepEqual(await Promise.all([watch.wasUp(ask, before, () => true), watch.look(ask, () => true)]), [
      false,
      false,
    ]);
    watch.answered(ask, before);
    assert.deepEqual(
      said.filter((one) => one === 'up'),
      [],
    );
    assert.equal(await watch.wasUp(ask, performance.now(), () => true), false);
    watch.answered(ask, performance.now());
    assert.equal(said.at(-1), 'up');
  });

  test('a run that is over hears of no trouble', async () => {
    const silent = await nasty(() => {});
    ends.push(() => silent.stop());
    const { watch, ask, said, over } = world(silent.port);
    void watch.look(ask, () => true);
    for (let wait = 0; silent.seen.total === 0 && wait < 200; wait++) await sleep(5);
    over.abort();
    await sleep(30);
    assert.deepEqual([said, watch.probes], [[], 1]);
  });

  for (const nonced of [true, false])
    test(`its page is asked for with a nonce where that belongs to it: ${nonced}`, async () => {
      const paths: string[] = [];
      const server = createServer((request, response) => (paths.push(request.url!), response.end()));
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      ends.push(() => server.close());
      const { watch, ask } = world((server.address() as AddressInfo).port, nonced);
      assert.equal(
        await watch.look(ask, (_reply, nonce) => paths.at(-1) === `/${nonce}` && nonced === (nonce !== '')),
        true,
      );
    });
});
