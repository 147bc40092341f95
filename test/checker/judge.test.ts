/** Our own judge over real sockets: what it says, what it refuses, its certificate; and how a judge is chosen. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startJudge, type RunningJudge } from '../../src/checker/judge/start.ts';
import { judgeCertificate } from '../../src/checker/judge/certificate.ts';
import type { JudgePlan } from '../../src/checker/judge-plan.ts';
import { planJudge, planTarget, type PlanJudgeOptions } from '../../src/checker/plan-judge.ts';
import { RefbotError } from '../../src/model/errors.ts';
import { LOOPBACK, deadPort, temporaryFolder } from '../help/checking.ts';

const folder = temporaryFolder();
let judge: RunningJudge;
before(async () => {
  judge = await startJudge({ keyFolder: folder.path });
});
after(async () => {
  await judge.stop();
  folder.drop();
});

const port = (url: string): number => Number(new URL(url).port);

/** Sends text as it is; everything that comes back until the other side closes, or until `enough` of it. */
function say(text: string, enough?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect(port(judge.http), '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.on('data', (part: Buffer) => {
      got += part.toString('latin1');
      if (enough?.test(got)) socket.destroy();
    });
    socket.on('error', reject).on('close', () => resolve(got));
  });
}
const get = (path: string, more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: judge.test\r\n${more}Connection: close\r\n\r\n`;

test('echoes address, headers and nonce', async () => {
  const reply = await say(get('/echo/abc-123', 'Via: 1.1 caf\xe9\r\nX-Twice: a\r\nX-Twice: b\r\n'));
  assert.match(reply, /^HTTP\/1\.1 200 OK\r\n/);
  assert.deepEqual(JSON.parse(reply.slice(reply.indexOf('\r\n\r\n') + 4)), {
    refbot: 1,
    nonce: 'abc-123',
    address: '127.0.0.1',
    headers: [
      ['host', 'judge.test'],
      ['via', '1.1 caf\xe9'],
      ['x-twice', 'a'],
      ['x-twice', 'b'],
      ['connection', 'close'],
    ],
  });
});

test('the page differs by its nonce alone, and cannot be known without asking', async () => {
  const one = await say(get('/page/aaaaaaaa'));
  const two = await say(get('/page/bbbbbbbb'));
  assert.ok(one.includes('aaaaaaaa'));
  assert.equal(one.replaceAll('aaaaaaaa', 'bbbbbbbb'), two);
  const elsewhere = temporaryFolder();
  for (const [keyFolder, same] of [
    [folder.path, true],
    [elsewhere.path, false],
  ] as const) {
    const other = await startJudge({ keyFolder });
    const theirs = await fetch(`${other.http}/page/aaaaaaaa`)
      .then((reply) => reply.text())
      .finally(() => other.stop());
    assert.equal(theirs === one.slice(one.indexOf('\r\n\r\n') + 4), same, 'its token is made from its key');
  }
  elsewhere.drop();
});

test('is no proxy, and strict', async () => {
  const statuses: Record<string, number> = {
    'GET http://127.0.0.1/echo/x HTTP/1.1\r\nHost: a\r\n\r\n': 421,
    'CONNECT 127.0.0.1:443 HTTP/1.1\r\nHost: a\r\n\r\n': 421,
    'GET FTP://127.0.0.1/echo/x HTTP/1.1\r\nHost: a\r\n\r\n': 421,
    'GET * HTTP/1.1\r\nHost: a\r\n\r\n': 421,
    'CONNECT /echo/x HTTP/1.1\r\nHost: a\r\n\r\n': 405,
    'GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\nGET /echo/y HTTP/1.1\r\nHost: a\r\n\r\n': 400,
    'POST /echo/x HTTP/1.1\r\nHost: a\r\n\r\n': 405,
    'GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n': 404,
    'GET /echo/no%20nonce HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n': 404,
    'GET /echo/x HTTP/1.1\r\n\r\n': 400,
    'GET /echo/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n': 400,
    'GET /echo/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc': 400,
    'GET /echo/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n': 400,
    'GET /echo/x HTTP/1.1\r\nHost : a\r\n\r\n': 400,
    'GET /echo/x HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n': 400,
    'GET /echo/x HTTP/2.0\r\nHost: a\r\n\r\n': 400,
    '\x05\x01\x00\r\n\r\n': 400,
  };
  for (const [text, status] of Object.entries(statuses))
    assert.match(await say(text), new RegExp(`^HTTP/1\\.1 ${status} `), text);
  assert.match(await say(`GET / HTTP/1.1\r\nX: ${'x'.repeat(17_000)}`), /^HTTP\/1\.1 431 /);
});

test('keeps a connection that wants to be kept, and takes a request in pieces', async () => {
  const reply = await new Promise<string>((resolve, reject) => {
    let got = '';
    const socket = connect(port(judge.http), '127.0.0.1', () =>
      socket.write('GET /echo/first HTTP/1.1\r\nHost: a\r\n\r\n'),
    );
    socket.on('data', (part: Buffer) => {
      got += part.toString('latin1');
      if (got.includes('"second"')) socket.destroy();
      else if (got.includes('"first"')) {
        socket.write('GET /echo/sec');
        setTimeout(() => socket.write('ond HTTP/1.1\r\nHost: a\r\n\r'), 10);
        setTimeout(() => socket.write('\n'), 20);
      }
    });
    socket.on('error', reject).on('close', () => resolve(got));
  });
  assert.equal(reply.match(/200 OK/g)?.length, 2);
});

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

test('whoever comes by IPv4 to an address of both families is seen at its IPv4 one', { skip: !hasIpv6 }, async () => {
  const both = await startJudge({ keyFolder: folder.path, host: '::' });
  try {
    const reply = await fetch(`http://127.0.0.1:${port(both.http)}/echo/x`);
    assert.equal(((await reply.json()) as { address: string }).address, '127.0.0.1');
  } finally {
    await both.stop();
  }
});

test('keeps key and certificate, the key for its owner only', async () => {
  const key = join(folder.path, 'judge-key.pem');
  assert.equal(statSync(key).mode & 0o777, 0o600);
  const kept = await judgeCertificate(folder.path, new Date());
  assert.equal(kept.key, readFileSync(key, 'utf8'));
  const years = 6 * 365 * 86_400_000;
  const other = temporaryFolder();
  const first = await judgeCertificate(other.path, new Date());
  assert.deepEqual(await judgeCertificate(other.path, new Date()), first, 'the same one is used again');
  assert.notEqual(
    (await judgeCertificate(other.path, new Date(Date.now() + years))).cert,
    first.cert,
    'an expired one is not',
  );
  writeFileSync(join(other.path, 'judge-cert.pem'), 'damaged');
  assert.match((await judgeCertificate(other.path, new Date())).cert, /BEGIN CERTIFICATE/);
  other.drop();
});

test('says when its port is taken, or its host is no address', async () => {
  const is = (name: string) => (error: unknown) => error instanceof RefbotError && error.errorName === name;
  await assert.rejects(startJudge({ keyFolder: folder.path, port: port(judge.http) }), is('port-in-use'));
  await assert.rejects(startJudge({ keyFolder: folder.path, host: 'localhost' }), is('bad-value'));
});

const options = (more: Partial<PlanJudgeOptions>): PlanJudgeOptions => ({
  judge: null,
  allLoopback: false,
  startOwn: () => Promise.reject(new Error('our own judge is not wanted here')),
  policy: LOOPBACK,
  verifyChain: false,
  timeoutMs: 1_000,
  publicJudges: [],
  knownPages: [],
  ...more,
});
const rejects = (promise: Promise<unknown>, name: string): Promise<void> =>
  assert.rejects(promise, (error) => error instanceof RefbotError && error.errorName === name);

test('a RefBot judge named by either of its URLs is known over both', async () => {
  for (const url of [judge.http, judge.https, `${judge.https}/some/path`]) {
    const plan = await planJudge(options({ judge: url }));
    assert.equal(plan.kind, 'refbot');
    assert.equal(plan.label, url);
    assert.ok(plan.ownAddresses.includes('127.0.0.1'));
    assert.equal(plan.http?.echo.port, port(judge.http));
    assert.equal(plan.https?.echo.port, port(judge.https));
    assert.equal(plan.http?.echo.fingerprint, null);
    assert.match(plan.https?.echo.fingerprint ?? '', /^([\dA-F]{2}:){31}[\dA-F]{2}$/);
    assert.ok((plan.https?.echo.session?.length ?? 0) > 0, 'a ticket to resume');
    assert.ok((plan.http?.pageParts.length ?? 0) >= 2, 'the nonce stands in the page');
  }
});

test('a judge on localhost is trusted by that name, and by no other name', async () => {
  const any = { only: 'any', allowPrivate: false } as const;
  const plan = await planJudge(options({ judge: judge.http.replace('127.0.0.1', 'localhost'), policy: any }));
  assert.equal(plan.http?.echo.host, 'localhost');
});

test('a judge that points to other addresses of the inside is not followed there', async () => {
  const inside = await startJudge({ host: '127.0.0.2', keyFolder: folder.path });
  const about = { refbot: 1, http: inside.http, https: inside.https, echo: '/echo', page: '/page', fingerprint: '' };
  const server = createServer((_request, response) => response.end(JSON.stringify(about)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const named = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const any = { only: 'any', allowPrivate: false } as const;
    await assert.rejects(planJudge(options({ judge: named, policy: any })), /answers at neither of its ports/);
  } finally {
    server.close();
    await inside.stop();
  }
});

test('loopback selections start our own, a named judge has precedence', async () => {
  let starts = 0;
  const startOwn = async (): Promise<RunningJudge> => (starts++, judge);
  assert.equal((await planJudge(options({ allLoopback: true, startOwn }))).label, 'own');
  assert.equal((await planJudge(options({ allLoopback: true, judge: judge.http, startOwn }))).kind, 'refbot');
  assert.equal(starts, 1);
});

test('azenv and httpbin judges are understood; public ones that are down are passed over', async () => {
  const server = createServer((request, response) => {
    const url = request.url!;
    const headers = Object.entries(request.headers);
    if (url.startsWith('/azenv')) {
      response.end(
        `<pre>\nREMOTE_ADDR = 127.0.0.1\nREQUEST_URI = ${url}\n${headers.map(([name, value]) => `HTTP_${name.toUpperCase().replaceAll('-', '_')} = ${String(value)}\n`).join('')}</pre>`,
      );
    } else if (url.startsWith('/get'))
      response.end(JSON.stringify({ headers: request.headers, origin: '127.0.0.1', url: `http://x${url}` }));
    else if (url.startsWith('/random')) response.end(String(Math.random()));
    else response.end('a page that stays the same');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dead = `http://127.0.0.1:${await deadPort()}`;
  try {
    for (const [path, format] of [
      ['/azenv.php', 'azenv'],
      ['/get', 'httpbin'],
    ] as const) {
      const named = await planJudge(options({ judge: base + path }));
      assert.deepEqual([named.kind, named.http?.format, named.https], ['public', format, null]);
      assert.deepEqual(named.http?.pageParts, ['a page that stays the same']);
      const chosen = await planJudge(
        options({
          publicJudges: [
            { url: `${dead}/?nonce=`, format: 'azenv' },
            { url: `${base}${path}?nonce=`, format },
          ],
          knownPages: [`${dead}/?`, `${base}/random?`, `${base}/page?nonce=`],
        }),
      );
      assert.equal(chosen.label, base);
      assert.equal(chosen.http?.page.path, '/page?nonce=');
      assert.ok(chosen.http?.baseline.some(([name, value]) => name === 'user-agent' && value === 'RefBot'));
    }
    await rejects(planJudge(options({ judge: `${base}/nothing` })), 'judge-unreachable');
    await rejects(planJudge(options({ judge: dead })), 'judge-unreachable');
    const none: JudgePlan = await planJudge(options({ publicJudges: [{ url: `${dead}/?nonce=`, format: 'azenv' }] }));
    assert.deepEqual([none.kind, none.label, none.http, none.https], ['none', 'none (liveness only)', null, null]);
  } finally {
    server.close();
  }
});

test('what cannot be a judge or target is refused', async () => {
  for (const text of ['nonsense', 'ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/']) {
    await rejects(planJudge(options({ judge: text })), 'bad-value');
    await rejects(planTarget({ target: text, policy: LOOPBACK }), 'bad-value');
  }
  await rejects(planJudge(options({ judge: 'http://192.0.2.1/' })), 'address-refused');
  await rejects(planTarget({ target: 'http://192.0.2.1/', policy: LOOPBACK }), 'address-refused');
  const aborted = AbortSignal.abort(new Error('enough'));
  await assert.rejects(planJudge(options({ judge: judge.http, signal: aborted })), /enough/);
});

test('leaves nothing that a stopped judge had open', async () => {
  const other = await startJudge({ keyFolder: folder.path });
  const idle = connect(port(other.http), '127.0.0.1');
  const closed = new Promise((resolve) => idle.once('close', resolve));
  try {
    await once(idle, 'connect');
    idle.on('error', () => {});
  } finally {
    await other.stop();
  }
  await closed;
  await assert.rejects(fetch(`${other.http}/echo/x`));
});
