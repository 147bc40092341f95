/** What is learnt of a judge by asking it directly, over real sockets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { echoBody } from '../../src/checker/judge/page.ts';
import { learnEcho } from '../../src/checker/learn-site.ts';

const direct = {
  policy: { only: 'loopback', allowPrivate: false },
  trusted: true,
  verifyChain: false,
  timeoutMs: 2_000,
} as const;

for (const hiding of [1, 2])
  test(`a judge that does not see who asks in reply ${hiding} of two does not see who asks`, async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      const nonce = request.url!.slice('/echo/'.length);
      response.end(echoBody(nonce, '127.0.0.1', asked === hiding ? [['x-forwarded-for', '203.0.113.9']] : []));
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const learnt = await learnEcho(`http://127.0.0.1:${port}/echo/`, 'refbot', direct);
      assert.equal(asked, 2);
      assert.equal(learnt.hidesCallers, true);
      assert.deepEqual(learnt.ownAddresses, []);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
