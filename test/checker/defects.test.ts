/** Mistakes that other checkers made, each as a test: mixed-up results, barriers, wrong server names, losses at the end. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import type { JudgePlan } from '../../src/checker/judge-plan.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import type { CheckReport } from '../../src/model/report.ts';
import { LOOPBACK, checkAll, outcomes, resultOf, task, testJudge, type TestJudge } from '../help/checking.ts';
import { forwardProxy, nasty, type Nasty } from '../help/nasty.ts';

let judge: TestJudge;
let checker: Checker;
const proxies: Nasty[] = [];

before(async () => {
  judge = await testJudge();
  checker = new Checker();
});
after(async () => {
  await checker.stop();
  await Promise.all([judge.stop(), ...proxies.map((proxy) => proxy.stop())]);
});
async function up(server: Promise<Nasty>): Promise<Nasty> {
  const proxy = await server;
  proxies.push(proxy);
  return proxy;
}
const only = (scheme: 'http' | 'https'): JudgePlan => ({
  ...(judge.plan as JudgePlan),
  [scheme === 'http' ? 'https' : 'http']: null,
});

test('a result is never that of another proxy, however many are in flight', async () => {
  const marked = await Promise.all(
    Array.from({ length: 24 }, (_, nth) =>
      up(
        forwardProxy({
          delayMs: (nth * 7) % 40,
          headers: { 'user-agent': `Nr ${nth}`, ...(nth % 2 === 0 ? { via: `1.1 nr${nth}` } : {}) },
        }),
      ),
    ),
  );
  const tasks = Array.from({ length: 240 }, (_, nth) => task(marked[(nth * 5) % 24]!.port, ['http']));
  const { reports } = await checkAll(checker, tasks, { plan: only('http'), concurrency: 120 });
  for (const { id, port } of tasks) {
    const nth = marked.findIndex((proxy) => proxy.port === port);
    const result = resultOf(reports.get(id), 'http');
    assert.deepEqual(
      [result?.outcome, result?.changed, result?.anonymity],
      ['confirmed', `request: user-agent changed to Nr ${nth}`, nth % 2 === 0 ? 'anonymous' : 'elite'],
    );
  }
});

test('one slow proxy holds up nobody: there is no barrier between batches', async () => {
  const slow = await up(nasty((socket) => void socket.resume()));
  const quick = await up(forwardProxy());
  const tasks = [task(slow.port, ['http']), ...Array.from({ length: 60 }, () => task(quick.port, ['http']))];
  const order: number[] = [];
  await checker.check(
    tasks[Symbol.iterator](),
    { plan: only('http'), policy: LOOPBACK, concurrency: 2, timeoutMs: 1_500, retries: 0 },
    undefined,
    (reports) => order.push(...reports.map(({ id }) => id)),
  );
  assert.equal(order.length, 61);
  assert.equal(order.at(-1), tasks[0]!.id, 'the others were done before it timed out');
});

test('the server name and the tunnel are the judge’s, not the proxy’s', async () => {
  const { https } = judge;
  const named = await planJudge({
    judge: https.replace('127.0.0.1', 'localhost'),
    allLoopback: true,
    startOwn: async () => judge,
    policy: LOOPBACK,
    verifyChain: false,
  });
  for (const [plan, name] of [
    [{ ...named, http: null }, 'localhost'],
    [only('https'), '127.0.0.1'],
  ] as const) {
    const seen: { host: string; hello: string }[] = [];
    const proxy = await up(
      forwardProxy({
        tunnel: (client, { host, port }) => {
          client.once('data', (hello: Buffer) => {
            seen.push({ host, hello: hello.toString('latin1') });
            const upstream = connect(port, '127.0.0.1', () => upstream.write(hello));
            client.pipe(upstream).pipe(client);
            upstream.on('error', () => client.destroy());
          });
        },
      }),
    );
    const it = task(proxy.port, ['https']);
    const { reports } = await checkAll(checker, [it], { plan });
    assert.equal(outcomes(reports.get(it.id)), 'https:confirmed');
    assert.ok(seen.length >= 2);
    for (const { host, hello } of seen) {
      assert.equal(host, name);
      assert.equal(hello.includes('localhost'), name === 'localhost', 'an address is no server name (RFC 6066)');
      assert.ok(!hello.includes('127.0.0.1'));
    }
  }
});

test('a TLS handshake that comes in crumbs loses none of them', async () => {
  const crumbs = await up(
    forwardProxy({
      tunnel: (client, { host, port }) => {
        const upstream = connect(port, host);
        client.on('data', (bytes: Buffer) => void upstream.write(bytes));
        upstream.on('data', (bytes: Buffer) => {
          upstream.pause();
          let at = 0;
          const next = (): void => {
            if (client.destroyed) return;
            client.write(bytes.subarray(at, (at += 97)));
            if (at < bytes.length) setImmediate(next);
            else upstream.resume();
          };
          next();
        });
        upstream.on('end', () => setTimeout(() => client.end(), 50)).on('error', () => client.destroy());
        client.on('close', () => upstream.destroy());
      },
    }),
  );
  const plan = only('https');
  const https = plan.https!;
  const fresh = { ...https, echo: { ...https.echo, session: null }, page: { ...https.page, session: null } };
  const it = task(crumbs.port, ['https']);
  const { reports } = await checkAll(checker, [it], { plan: { ...plan, https: fresh } });
  const result = resultOf(reports.get(it.id), 'https');
  assert.deepEqual([result?.outcome, result?.tlsIntact], ['confirmed', true], outcomes(reports.get(it.id)));
});

test('who is being confirmed when the check is stopped is not counted as dead', async () => {
  const hesitant = await up(
    forwardProxy({ reply: (body, _nth, response) => ((response.destroyed ||= !body.startsWith('{')), body) }),
  );
  const tasks = Array.from({ length: 10 }, () => task(hesitant.port, ['http']));
  const stop = new AbortController();
  const reports: CheckReport[] = [];
  setTimeout(() => stop.abort(), 400);
  const result = await checker.check(
    tasks[Symbol.iterator](),
    { plan: only('http'), policy: LOOPBACK, timeoutMs: 5_000, retries: 0 },
    stop.signal,
    (batch) => reports.push(...batch),
  );
  assert.ok(hesitant.seen.total >= 20, 'they had answered and were asked again');
  assert.deepEqual([reports.length, result.cancelled, result.partial], [0, 10, true]);
});
