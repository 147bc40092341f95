/** Checks by every kind of plan: TLS by fingerprint and chain, no judge at all, the operator's own page. */
import assert from 'node:assert/strict';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import { judgeCertificate } from '../../src/checker/judge/certificate.ts';
import { LIVENESS_PLAN, type JudgePlan } from '../../src/checker/judge-plan.ts';
import { planJudge, planTarget } from '../../src/checker/plan-judge.ts';
import { RefbotError } from '../../src/model/errors.ts';
import type { CheckTask } from '../../src/model/report.ts';
import {
  LOOPBACK,
  checkAll,
  deadPort,
  outcomes,
  resultOf,
  task,
  temporaryFolder,
  testJudge,
  type TestJudge,
} from '../help/checking.ts';
import { answers, forwardProxy, type Nasty } from '../help/nasty.ts';

let judge: TestJudge;
let checker: Checker;
let proxy: Nasty;
before(async () => {
  [judge, proxy] = await Promise.all([testJudge(), forwardProxy()]);
  checker = new Checker();
});
after(async () => {
  await checker.stop();
  await Promise.all([proxy.stop(), judge.stop()]);
});

const many = (count: number, make: () => CheckTask): CheckTask[] => Array.from({ length: count }, make);

test('TLS is intact by fingerprint where no ticket can be resumed; a judge that has another one by now proves nothing', async () => {
  const plan = judge.plan as JudgePlan;
  const without = (fingerprint: string | null): JudgePlan => {
    const https = plan.https!;
    const change = (ask: typeof https.echo): typeof https.echo => ({
      ...ask,
      session: null,
      fingerprint: fingerprint ?? ask.fingerprint,
    });
    return { ...plan, http: null, https: { ...https, echo: change(https.echo), page: change(https.page) } };
  };
  const tasks = many(4, () => task(proxy.port, ['https']));
  const intact = await checkAll(checker, tasks, { plan: without(null) });
  for (const report of intact.reports.values())
    assert.deepEqual([outcomes(report), resultOf(report, 'https')?.tlsIntact], ['https:confirmed', true]);
  const foreign = await checkAll(checker, tasks, { plan: without('00:11') });
  for (const report of foreign.reports.values())
    assert.deepEqual([report.reason, resultOf(report, 'https')?.tlsIntact], ['judge-down', null]);
});

test('with verifyChain a certificate that nobody signed is not enough', async () => {
  const it = task(proxy.port, ['https']);
  const plan = judge.plan as JudgePlan;
  const https = plan.https!;
  const demanding = { ...https, echo: { ...https.echo, verifyChain: true } };
  const { reports } = await checkAll(checker, [it], { plan: { ...plan, http: null, https: demanding } });
  assert.equal(reports.get(it.id)?.reason, 'tls-untrusted');
  assert.match(resultOf(reports.get(it.id), 'https')?.changed ?? '', /SELF_SIGNED/);
});

test('without a judge a handshake counts, and no more than answered comes of it', async () => {
  const socks = await answers(Buffer.from([5, 255]));
  const web = await answers('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  try {
    const tasks = {
      http: task(proxy.port, ['http']),
      socks: task(socks.port, ['socks5']),
      web: task(web.port, ['http']),
      dead: task(await deadPort()),
    };
    const { reports } = await checkAll(checker, Object.values(tasks), { plan: LIVENESS_PLAN });
    const seen = Object.fromEntries(Object.entries(tasks).map(([name, { id }]) => [name, outcomes(reports.get(id))]));
    assert.deepEqual(seen, {
      http: 'http:answered https:answered',
      socks: 'socks5:failed(auth-required)',
      web: 'http:failed(not-a-proxy) https:failed(not-a-proxy)',
      dead: 'socks5:failed(refused)',
    });
    assert.equal(reports.get(tasks.http.id)?.reason, null);
    assert.equal(reports.get(tasks.http.id)?.exit, null);
  } finally {
    await Promise.all([socks.stop(), web.stop()]);
  }
});

test('the operator’s own page, over http and https, with and without an expectation', async () => {
  const folder = temporaryFolder();
  const serve: RequestListener = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/mine' }).end(`<h1>my site</h1>${'x'.repeat(100_000)}`);
  const plain = createHttpServer(serve);
  const secure = createHttpsServer(await judgeCertificate(folder.path, new Date()), serve);
  folder.drop();
  await Promise.all(
    [plain, secure].map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))),
  );
  const [http, https] = [plain, secure].map((server) => (server.address() as AddressInfo).port);
  try {
    for (const [target, protocol] of [
      [`http://127.0.0.1:${http}/page?x=1`, 'http'],
      [`https://127.0.0.1:${https}/`, 'https'],
    ] as const) {
      const plan = await planTarget({ target, policy: LOOPBACK });
      const it = task(proxy.port, ['http', 'https']);
      const check = (
        expect?: (reply: {
          status: number;
          body: string;
          headers: Readonly<Record<string, string>>;
          latencyMs: number;
        }) => boolean,
      ): Promise<string> =>
        checkAll(checker, [it], { plan, ...(expect ? { expect } : {}) }).then(({ reports }) =>
          outcomes(reports.get(it.id)),
        );
      assert.equal(await check(), `${protocol}:confirmed`);
      assert.equal(
        await check(
          (reply) =>
            reply.status === 200 &&
            reply.body.includes('my site') &&
            reply.headers['content-type'] === 'text/mine' &&
            reply.latencyMs >= 0,
        ),
        `${protocol}:confirmed`,
      );
      assert.equal(
        await check((reply) => reply.body.length > 64 * 1024),
        `${protocol}:failed(unexpected-page)`,
        'no more than 64 KB is read',
      );
      if (protocol === 'https') {
        const { reports } = await checkAll(checker, [it], { plan });
        assert.equal(resultOf(reports.get(it.id), 'https')?.tlsIntact, true);
      }
    }
    const gone = await planTarget({ target: `http://127.0.0.1:${await deadPort()}/`, policy: LOOPBACK });
    const it = task(proxy.port, ['http']);
    assert.equal(
      (await checkAll(checker, [it], { plan: gone })).reports.get(it.id)?.reason,
      'judge-down',
      'a 502 for a page that is gone is not the proxy’s fault',
    );
  } finally {
    for (const server of [plain, secure]) {
      server.closeAllConnections();
      server.close();
    }
  }
});

test('a judge or page with a password in it is refused before it is asked, and the error does not name it', async () => {
  const named = 'http://ann:hunter2@127.0.0.1:9/';
  const options = { allLoopback: true, policy: LOOPBACK, verifyChain: true };
  const startOwn = () => assert.fail('our own judge was started instead');
  const refused = (error: unknown): boolean =>
    error instanceof RefbotError && error.errorName === 'bad-value' && !error.message.includes('hunter2');
  await assert.rejects(planJudge({ ...options, judge: named, startOwn }), refused);
  await assert.rejects(planTarget({ target: named, policy: LOOPBACK }), refused);
});
