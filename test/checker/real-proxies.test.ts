/** The check against proxy servers that this project did not write: tinyproxy, microsocks, danted and proxy-chain. */
import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Server as ProxyChain } from 'proxy-chain';
import { Checker } from '../../src/checker/checker.ts';
import { checkAll, deadPort, outcomes, resultOf, task, testJudge, type TestJudge } from '../help/checking.ts';
import { LOGIN, missing, startRealProxies, type RealProxies } from '../help/real-proxies.ts';

let judge: TestJudge;
let checker: Checker;

before(async () => {
  judge = await testJudge();
  checker = new Checker();
});
after(async () => {
  await checker.stop();
  await judge.stop();
});

const good = LOGIN;
const wrong = { user: LOGIN.user, password: 'wrong' };

describe('servers of others', { skip: missing && `not installed: ${missing}` }, () => {
  let real: RealProxies;
  before(async () => {
    real = await startRealProxies();
  });
  after(() => real.stop());

  test('with what lists claim: every protocol, anonymity and reason comes out right', async () => {
    const tasks = {
      tiny: task(real.tinyproxy, ['http']),
      tinyAuth: task(real.tinyproxyAuth, ['http'], good),
      tinyWrong: task(real.tinyproxyAuth, ['http'], wrong),
      tinyNone: task(real.tinyproxyAuth, ['https']),
      socks: task(real.microsocks, ['socks5']),
      socksAuth: task(real.microsocksAuth, ['socks5'], good),
      socksWrong: task(real.microsocksAuth, ['socks5'], wrong),
      socksNone: task(real.microsocksAuth, ['socks5']),
      dante: task(real.dante, ['socks4', 'socks5']),
    };
    const { reports } = await checkAll(checker, Object.values(tasks), { plan: judge.plan });
    const seen = Object.fromEntries(
      Object.entries(tasks).map(([name, { id }]) => [
        name,
        `${outcomes(reports.get(id))} / ${reports.get(id)?.reason}`,
      ]),
    );
    assert.deepEqual(seen, {
      tiny: 'http:confirmed https:confirmed / null',
      tinyAuth: 'http:confirmed https:confirmed / null',
      tinyWrong: 'http:failed(auth-required) / auth-required',
      tinyNone: 'https:failed(auth-required) / auth-required',
      socks: 'socks5:confirmed / null',
      socksAuth: 'socks5:confirmed / null',
      socksWrong: 'socks5:failed(auth-required) / auth-required',
      socksNone: 'socks5:failed(auth-required) / auth-required',
      dante: 'socks4:confirmed socks5:confirmed / null',
    });
    assert.equal(resultOf(reports.get(tasks.tiny.id), 'http')?.anonymity, 'anonymous');
    assert.equal(
      resultOf(reports.get(tasks.tiny.id), 'https')?.anonymity,
      'elite',
      'inside the tunnel no header can be added',
    );
    assert.equal(resultOf(reports.get(tasks.tiny.id), 'https')?.tlsIntact, true);
    assert.equal(resultOf(reports.get(tasks.socks.id), 'socks5')?.anonymity, 'elite');
    assert.equal(resultOf(reports.get(tasks.dante.id), 'socks4')?.anonymity, 'elite');
    for (const report of reports.values()) {
      if (report.reason === null) assert.equal(report.exit, '127.0.0.1');
      for (const result of report.results)
        assert.equal(result.latencyMs !== null && result.latencyMs > 0, result.outcome !== 'failed');
    }
  });

  test('with no claim at all: every protocol that works is found', async () => {
    const tasks = { tiny: task(real.tinyproxy), socks: task(real.microsocks), dante: task(real.dante) };
    const { reports } = await checkAll(checker, Object.values(tasks), { plan: judge.plan, timeoutMs: 4_000 });
    const working = (id: number): string =>
      reports
        .get(id)!
        .results.filter((result) => result.outcome === 'confirmed')
        .map((result) => result.protocol)
        .sort()
        .join(' ');
    assert.equal(working(tasks.tiny.id), 'http https');
    assert.equal(working(tasks.socks.id), 'socks5');
    assert.equal(working(tasks.dante.id), 'socks4 socks5');
  });

  test('with a wrong claim: what is really spoken is found', async () => {
    const tasks = { socks: task(real.microsocks, ['http']) };
    const { reports } = await checkAll(checker, Object.values(tasks), { plan: judge.plan });
    assert.equal(resultOf(reports.get(tasks.socks.id), 'socks5')?.outcome, 'confirmed');
  });
});

test('proxy-chain is http and https, alone and in front of another, with and without a password', async () => {
  const inner = new ProxyChain({ port: 0, host: '127.0.0.1', verbose: false });
  await inner.listen();
  const outer = new ProxyChain({
    port: 0,
    host: '127.0.0.1',
    verbose: false,
    prepareRequestFunction: ({ username, password }) => ({
      requestAuthentication: username !== good.user || password !== good.password,
      upstreamProxyUrl: `http://127.0.0.1:${inner.port}`,
    }),
  });
  await outer.listen();
  try {
    const tasks = {
      open: task(inner.port, ['http']),
      locked: task(outer.port, ['http'], good),
      wrong: task(outer.port, ['http'], wrong),
      none: task(outer.port, ['https']),
    };
    const { reports } = await checkAll(checker, Object.values(tasks), { plan: judge.plan });
    const seen = Object.fromEntries(Object.entries(tasks).map(([name, { id }]) => [name, outcomes(reports.get(id))]));
    assert.deepEqual(seen, {
      open: 'http:confirmed https:confirmed',
      locked: 'http:confirmed https:confirmed',
      wrong: 'http:failed(auth-required)',
      none: 'https:failed(auth-required)',
    });
    for (const { id } of [tasks.open, tasks.locked])
      assert.equal(resultOf(reports.get(id), 'http')?.anonymity, 'elite', 'it adds nothing');
  } finally {
    await outer.close(true);
    await inner.close(true);
  }
});

test('a dead port is refused, a listener that never answers gives no answer, a web server is no proxy', async () => {
  const silent = await listening(createServer(() => {}));
  const web = createHttpServer((_request, response) => response.end('<html>It works!</html>'));
  const webPort = await listening(web);
  try {
    const tasks = {
      dead: task(await deadPort(), ['http']),
      deadUnknown: task(await deadPort()),
      silent: task(silent, ['socks5']),
      silentUnknown: task(silent),
      web: task(webPort, ['http']),
      webUnknown: task(webPort),
      judge: task(Number(new URL(judge.http).port), ['http']),
    };
    const { reports } = await checkAll(checker, Object.values(tasks), { plan: judge.plan, timeoutMs: 1_000 });
    const seen = Object.fromEntries(Object.entries(tasks).map(([name, { id }]) => [name, reports.get(id)?.reason]));
    assert.deepEqual(seen, {
      dead: 'refused',
      deadUnknown: 'refused',
      silent: 'no-answer',
      silentUnknown: 'no-answer',
      web: 'not-a-proxy',
      webUnknown: 'not-a-proxy',
      judge: 'not-a-proxy',
    });
    for (const report of reports.values()) assert.ok(report.results.every((result) => result.outcome === 'failed'));
  } finally {
    web.closeAllConnections();
    web.close();
    closers.splice(0).forEach((close) => close());
  }
});

const closers: (() => void)[] = [];
async function listening(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
