/** Every failure reason by a server that deserves it, over real sockets. Reasons that loopback cannot show are held by tables. */
import assert from 'node:assert/strict';
import { createSecureContext, TLSSocket } from 'node:tls';
import { after, before, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import { judgeCertificate } from '../../src/checker/judge/certificate.ts';
import type { FailureReason } from '../../src/model/report.ts';
import { reasonOfError } from '../../src/net/errno.ts';
import {
  checkAll,
  deadPort,
  outcomes,
  resultOf,
  task,
  temporaryFolder,
  testJudge,
  type TestJudge,
} from '../help/checking.ts';
import { answers, blackHole, forwardProxy, nasty, type Nasty } from '../help/nasty.ts';

let judge: TestJudge;
let checker: Checker;
const servers: { stop(): Promise<void> }[] = [];
async function up<T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T> {
  servers.push(await server);
  return server;
}

before(async () => {
  judge = await testJudge();
  checker = new Checker();
});
after(async () => {
  await checker.stop();
  await Promise.all(servers.map((server) => server.stop()));
  await judge.stop();
});

const socksOk = Buffer.from([5, 0]);
/** SOCKS5 that answers the request with a status. */
const socksStatus = (status: number): Promise<Nasty> =>
  nasty((socket) =>
    socket.once(
      'data',
      () => (
        socket.write(socksOk),
        socket.once('data', () => socket.end(Buffer.from([5, status, 0, 1, 0, 0, 0, 0, 0, 0])))
      ),
    ),
  );

test('each reason comes out of what deserves it', async () => {
  const hole = await up(blackHole());
  const port = async (server: Promise<Nasty>): Promise<number> => (await up(server)).port;
  const cases = {
    refused: task(await deadPort(), ['http']),
    'connect-timeout': task(hole.port, ['socks4']),
    blocked: task(80, ['http'], { host: '10.0.0.1' }),
    reset: task(await port(nasty((socket) => socket.resetAndDestroy())), ['http']),
    closed: task(await port(nasty((socket) => socket.end())), ['http']),
    'closed inside the reply': task(await port(answers('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')), [
      'http',
    ]),
    'no-answer': task(await port(nasty(() => {})), ['http']),
    'no-answer of a dribbler': task(
      await port(nasty((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nX: ')))),
      ['http'],
    ),
    'bad-reply': task(await port(answers('SSH-2.0-OpenSSH_9.2\r\n')), ['http']),
    'bad-reply of an ambiguous one': task(
      await port(answers('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc')),
      ['http'],
    ),
    'auth-required': task(
      await port(answers('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')),
      ['http'],
    ),
    'auth-required of socks': task(await port(answers(Buffer.from([5, 255]))), ['socks5']),
    denied: task(await port(answers('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')), ['https']),
    'denied by socks': task(await port(socksStatus(2)), ['socks5']),
    'not-a-proxy': task(await port(answers('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nIt works!')), ['http']),
    'tls-failed': task(
      await port(
        forwardProxy({ tunnel: (client) => client.once('data', () => client.end('HTTP/1.1 400 Bad Request\r\n\r\n')) }),
      ),
      ['https'],
    ),
  };
  const { reports, reported } = await checkAll(checker, Object.values(cases), {
    plan: judge.plan,
    timeoutMs: 1_000,
    connectTimeoutMs: 300,
  });
  assert.equal(reported, Object.keys(cases).length);
  for (const [name, { id }] of Object.entries(cases)) {
    const report = reports.get(id)!;
    // What the name says up to the first space; for `tls-failed` the http companion works, so the proxy has not failed.
    const expected = name.split(' ')[0];
    if (expected === 'tls-failed') assert.equal(resultOf(report, 'https')?.reason, 'tls-failed');
    else assert.equal(report.reason, expected, `${name}: ${outcomes(report)}`);
    assert.ok(
      report.results.every((result) => (result.outcome === 'failed') === (result.reason !== null)),
      name,
    );
  }
  assert.equal(reports.get(cases.refused.id)?.results.length, 1, 'where nobody is, nothing else is tried');
});

test('a name without an address is unresolved; where only loopback may be dialled it is not even looked up', async () => {
  const it = task(80, ['http'], { host: 'x'.repeat(300) });
  const reasonUnder = async (only: 'any' | 'loopback'): Promise<string | null | undefined> =>
    (await checkAll(checker, [it], { plan: judge.plan, policy: { only, allowPrivate: false } })).reports.get(it.id)
      ?.reason;
  assert.equal(await reasonUnder('any'), 'unresolved');
  assert.equal(await reasonUnder('loopback'), 'blocked');
});

test('lies are tampered with, and say how', async () => {
  let first = '';
  const bends = {
    'script: 38 bytes added: <script src="//ads.example"></script>': (body: string) =>
      body.replace('</body>', '<script src="//ads.example"></script>\n</body>'),
    'page: replaced by <html>Buy now</html>': (body: string) => (body.startsWith('{') ? body : '<html>Buy now</html>'),
    'reply: of another request': (body: string) => (first ||= body),
    'page: changed to <!-- ad -->{"refbot":1,"nonce"': (body: string) => `<!-- ad -->${body}`,
    'header: set-cookie added: track=1': (body: string, _nth: number, response: import('node:http').ServerResponse) => (
      response.setHeader('set-cookie', 'track=1'),
      body
    ),
  };
  const proxies = await Promise.all(
    Object.values(bends).map((reply) => up(forwardProxy({ reply, tunnel: (client) => client.destroy() }))),
  );
  const tasks = proxies.map(({ port }) => task(port, ['http']));
  const cache = tasks[2]!;
  // A cache must have something to give before it can lie.
  await checkAll(checker, [{ ...cache, id: 999_999 }], { plan: judge.plan });
  const { reports } = await checkAll(checker, tasks, { plan: judge.plan });
  for (const [index, words] of Object.keys(bends).entries()) {
    const report = reports.get(tasks[index]!.id);
    assert.equal(report?.reason, 'tampered', `${words}: ${outcomes(report)}`);
    assert.ok(resultOf(report, 'http')?.changed?.startsWith(words), resultOf(report, 'http')?.changed ?? '');
  }
});

test('a man in the middle of TLS is not trusted, though it resumes and forges as it likes', async () => {
  const folder = temporaryFolder();
  const forged = await judgeCertificate(folder.path, new Date());
  folder.drop();
  const secureContext = createSecureContext(forged);
  const middle = await up(
    forwardProxy({
      tunnel: (client) => void new TLSSocket(client, { isServer: true, secureContext }).on('error', () => {}),
    }),
  );
  const it = task(middle.port, ['https']);
  const { reports } = await checkAll(checker, [it], { plan: judge.plan });
  const result = resultOf(reports.get(it.id), 'https');
  assert.deepEqual([result?.outcome, result?.reason, result?.tlsIntact], ['failed', 'tls-untrusted', false]);
  assert.match(
    result?.changed ?? '',
    /^certificate: CN=RefBot judge, issued by CN=RefBot judge, SHA-256 (?:[\dA-F]{2}:){31}[\dA-F]{2}$/,
  );
});

test('a proxy that works only the first time has answered, and is not confirmed', async () => {
  const flaky = await up(
    forwardProxy({
      reply: (body, nth, response) => (nth > 0 && response.destroy(), body),
      tunnel: (client) => client.destroy(),
    }),
  );
  const it = task(flaky.port, ['http']);
  const { reports } = await checkAll(checker, [it], { plan: judge.plan });
  assert.equal(reports.get(it.id)?.reason, null);
  assert.equal(resultOf(reports.get(it.id), 'http')?.outcome, 'answered');
  assert.equal(resultOf(reports.get(it.id), 'http')?.reason, 'closed');
  assert.ok(resultOf(reports.get(it.id), 'http')!.latencyMs! > 0);
});

test('transparent and anonymous proxies are told apart', async () => {
  const transparent = await up(forwardProxy({ headers: { 'x-forwarded-for': '127.0.0.1' } }));
  const anonymous = await up(forwardProxy({ headers: { via: '1.1 nobody' } }));
  const elite = await up(forwardProxy());
  const tasks = [transparent, anonymous, elite].map(({ port }) => task(port, ['http']));
  const { reports } = await checkAll(checker, tasks, { plan: judge.plan });
  assert.deepEqual(
    tasks.map(({ id }) => resultOf(reports.get(id), 'http')?.anonymity),
    ['transparent', 'anonymous', 'elite'],
  );
});

test('when the judge is gone no proxy is blamed', async () => {
  const gone = await testJudge();
  const proxy = await up(forwardProxy());
  const socks = await up(socksStatus(5));
  await gone.stop();
  const tasks = [
    task(proxy.port, ['http']),
    task(proxy.port, ['https']),
    task(socks.port, ['socks5']),
    task(await deadPort(), ['http']),
  ];
  const { reports, judgeProbes } = await checkAll(checker, tasks, { plan: gone.plan });
  assert.deepEqual(
    tasks.map(({ id }) => reports.get(id)?.reason),
    ['judge-down', 'judge-down', 'judge-down', 'refused'],
  );
  assert.ok(judgeProbes >= 1 && judgeProbes <= 4, `${judgeProbes} direct probes`);
});

test('a slow proxy of unknown protocol is found while wrong protocols are still waiting', async () => {
  const slow = await up(forwardProxy({ delayMs: 300 }));
  const it = task(slow.port);
  const { reports } = await checkAll(checker, [it], { plan: judge.plan, timeoutMs: 3_000 });
  assert.equal(resultOf(reports.get(it.id), 'http')?.outcome, 'confirmed', outcomes(reports.get(it.id)));
  assert.equal(resultOf(reports.get(it.id), 'https')?.outcome, 'confirmed');
});

test('error codes that loopback cannot show', () => {
  const rows: Record<string, FailureReason> = {
    EHOSTUNREACH: 'unreachable',
    ENETUNREACH: 'unreachable',
    ECONNREFUSED: 'refused',
    ETIMEDOUT: 'connect-timeout',
    ECONNRESET: 'reset',
    EPIPE: 'reset',
    ENOTFOUND: 'unresolved',
    EPROTO: 'tls-failed',
    ERR_SSL_WRONG_VERSION_NUMBER: 'tls-failed',
    ESOMETHING: 'closed',
  };
  for (const [code, reason] of Object.entries(rows))
    assert.equal(reasonOfError(Object.assign(new Error(code), { code })), reason, code);
});
