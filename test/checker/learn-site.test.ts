/** What is learnt of a judge by asking it directly, over real sockets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { judgeCertificate } from '../../src/checker/judge/certificate.ts';
import { echoBody } from '../../src/checker/judge/page.ts';
import { learnEcho, learnPage } from '../../src/checker/learn-site.ts';
import { temporaryFolder } from '../help/checking.ts';

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

/** What comes of it when a server answers so. */
async function learning(serve: RequestListener, learn: (url: string) => Promise<unknown>): Promise<string> {
  const server = createServer(serve).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    await learn(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return 'learnt';
  } catch (error) {
    return (error as Error).message.replace(/^\S+ /, '');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const NO_PAGE = 'is no page that stays the same';
const pages: readonly (readonly [
  what: string,
  status: number,
  page: (nonce: string, nth: number) => string,
  is: string,
])[] = [
  ['a page with the nonce in it', 200, (nonce) => `<p>${nonce}</p>${nonce}`, 'learnt'],
  ['a page without', 200, () => 'page', 'learnt'],
  ['one that is not there', 404, () => 'page', NO_PAGE],
  ['one of nothing', 200, () => '', NO_PAGE],
  ['one at the limit', 200, () => 'x'.repeat(65_536), 'learnt'],
  ['one longer than is read', 200, () => 'x'.repeat(65_537), NO_PAGE],
  ['another one each time', 200, (_nonce, nth) => `page ${nth}`, NO_PAGE],
];
for (const [what, status, page, is] of pages)
  test(`${what}: ${is}`, async () => {
    let nth = 0;
    const found = await learning(
      (request, response) => void response.writeHead(status).end(page(request.url!.slice(1), nth++)),
      (url) => learnPage(url, direct),
    );
    assert.equal(found, is);
  });

test('an echo that comes with an error is none', async () => {
  for (const status of [200, 500]) {
    const found = await learning(
      (request, response) => void response.writeHead(status).end(echoBody(request.url!.slice(1), '127.0.0.1', [])),
      (url) => learnEcho(url, 'refbot', direct),
    );
    assert.equal(found, status === 200 ? 'learnt' : 'does not answer as a judge (status 500)');
  }
});

test('where the chain is demanded a judge that nobody has signed is none, with echo and page', async () => {
  const folder = temporaryFolder();
  const certificate = await judgeCertificate(folder.path, new Date());
  folder.drop();
  const server = createSecureServer(certificate, (request, response) => {
    const [, what, nonce] = request.url!.split('/');
    response.end(what === 'echo' ? echoBody(nonce!, '127.0.0.1', []) : 'page');
  }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const base = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const verifyChain of [false, true])
      for (const learn of [
        () => learnEcho(`${base}/echo/`, 'refbot', { ...direct, verifyChain }),
        () => learnPage(`${base}/page/`, { ...direct, verifyChain }),
      ])
        await (verifyChain ? assert.rejects(learn(), /is not trusted/) : learn());
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
