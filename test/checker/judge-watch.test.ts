/** What a direct reply says about those who wait: nothing good of who was held against a judge that is another one now. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Ask } from '../../src/checker/judge-plan.ts';
import { JudgeWatch } from '../../src/checker/judge-watch.ts';
import { LOOPBACK } from '../help/checking.ts';

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
