/** Two judges: what the first one says is confirmed by another host, so that a proxy that fakes or favours one is found out. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import type { JudgePlan } from '../../src/checker/judge-plan.ts';
import { startJudge, type RunningJudge } from '../../src/checker/judge/start.ts';
import { planJudge, planTarget, type PlanJudgeOptions } from '../../src/checker/plan-judge.ts';
import { KNOWN_PAGES, PUBLIC_JUDGES } from '../../src/checker/public-judges.ts';
import { RefbotError } from '../../src/model/errors.ts';
import { LOOPBACK, checkAll, deadPort, outcomes, resultOf, task, temporaryFolder } from '../help/checking.ts';
import { forwardProxy, nasty, type Nasty } from '../help/nasty.ts';

const folders = [temporaryFolder(), temporaryFolder()] as const;
let first: RunningJudge;
let second: RunningJudge;
let checker: Checker;
const ends: (() => Promise<unknown>)[] = [];

before(async () => {
  first = await startJudge({ keyFolder: folders[0].path });
  second = await startJudge({ keyFolder: folders[1].path, host: '127.0.0.2' });
  checker = new Checker();
});
after(async () => {
  await checker.stop();
  await Promise.all([first.stop(), second.stop(), ...ends.map((end) => end())]);
  for (const folder of folders) folder.drop();
});

async function up(server: Promise<Nasty>): Promise<Nasty> {
  const it = await server;
  ends.push(() => it.stop());
  return it;
}

async function site(serve: RequestListener): Promise<string> {
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.3', resolve));
  ends.push(async () => (server.closeAllConnections(), server.close()));
  return `http://127.0.0.3:${(server.address() as AddressInfo).port}`;
}

const plan = (more: Partial<PlanJudgeOptions>): Promise<JudgePlan> =>
  planJudge({
    judge: first.http,
    allLoopback: true,
    startOwn: async () => first,
    policy: LOOPBACK,
    verifyChain: true,
    timeoutMs: 1_000,
    publicJudges: [],
    knownPages: [],
    ...more,
  });
const hosts = (it: JudgePlan): unknown[] => [
  it.http?.echo.authority,
  it.http?.page.authority,
  it.https?.echo.authority,
  it.https?.page.authority,
];
const authority = (url: string): string => new URL(url).host;

test('a second RefBot judge confirms over both schemes, with a certificate of its own', async () => {
  const it = await plan({ second: second.http });
  assert.deepEqual(hosts(it), [first.http, second.http, first.https, second.https].map(authority));
  assert.equal(it.label, `${first.http}, confirmed by ${authority(second.http)}`);
  assert.deepEqual(it.notes, []);
  assert.notEqual(it.https?.echo.fingerprint, it.https?.page.fingerprint);
  const good = await up(forwardProxy());
  const { reports } = await checkAll(checker, [task(good.port, ['http'], { id: 1 })], { plan: it });
  assert.equal(outcomes(reports.get(1)), 'http:confirmed https:confirmed');
});

test('our own judge has a second one as well, when that is on loopback', async () => {
  const near = await plan({ judge: null, second: second.http });
  assert.deepEqual([near.kind, near.http?.page.authority], ['own', authority(second.http)]);
  const far = await plan({ judge: null, second: 'http://192.0.2.1/' });
  assert.deepEqual([far.label, far.http?.page.authority], ['own', authority(first.http)]);
  assert.match(far.notes.join(), /not on loopback/);
});

test('a page that stays the same, and the echo pages of others', async () => {
  const base = await site((request, response) => {
    const url = request.url!;
    const headers = request.headers;
    if (url.startsWith('/azenv'))
      response.end(`<pre>\nREMOTE_ADDR = 127.0.0.1\nREQUEST_URI = ${url}\nNOISE = ${Math.random()}\n</pre>`);
    else if (url.startsWith('/get'))
      response.end(JSON.stringify({ headers, origin: '127.0.0.1', url: `http://x${url}`, noise: Math.random() }));
    else if (url.startsWith('/noise')) response.end(String(Math.random()));
    else response.end('a page that stays the same');
  });
  const good = await up(forwardProxy());
  for (const [path, format] of [
    ['/', null],
    ['/azenv.php', 'azenv'],
    ['/get', 'httpbin'],
  ] as const) {
    const it = await plan({ second: base + path });
    assert.deepEqual([it.http?.page.authority, it.http?.pageFormat], [authority(base), format]);
    assert.equal(it.kind, 'public', 'who is not ours is asked seldom');
    assert.match(it.notes.join(), /nothing over https: there the first one confirms/);
    assert.equal(it.https?.page.authority, authority(first.https));
    const cut = await up(forwardProxy({ reply: (body) => (body.startsWith('{"refbot') ? body : body.slice(0, 12)) }));
    const tasks = [task(good.port, ['http']), task(cut.port, ['http'])];
    const { reports } = await checkAll(checker, tasks, { plan: { ...it, https: null } });
    assert.deepEqual(
      tasks.map(({ id }) => outcomes(reports.get(id))),
      ['http:confirmed', 'http:failed(tampered)'],
      path,
    );
  }
  const noise = await plan({ second: `${base}/noise` });
  assert.equal(noise.http?.page.authority, authority(first.http));
  assert.match(noise.notes.join(), /no judge and no page that stays the same.*the first one confirms, too/);
});

test('a second judge that is down is said, and the first one confirms', async () => {
  const it = await plan({ second: `http://127.0.0.1:${await deadPort()}/` });
  assert.equal(it.label, `${first.http} (second judge not used)`);
  assert.match(it.notes.join(), /cannot be used .*the first one confirms, too/);
  assert.deepEqual(hosts(it), [first.http, first.http, first.https, first.https].map(authority));
  for (const url of [first.https, first.http, first.http.replace('127.0.0.1', 'localhost')]) {
    const same = await plan({ second: url });
    assert.match(same.notes.join(), /is the server of the first: .* not an independent witness/, url);
    assert.equal(same.label, first.http, 'one server is not named twice');
  }
  const other = await startJudge({ keyFolder: folders[1].path });
  ends.push(() => other.stop());
  assert.match((await plan({ second: other.http })).notes.join(), /is on the host of the first: /);
  const refused = plan({ second: 'http://user:pass@127.0.0.1/' });
  await assert.rejects(refused, (error) => error instanceof RefbotError && error.errorName === 'bad-value');
});

test('keys in URLs of judges and pages are masked in all that is said of them', async () => {
  const secret = 'token=geheim-4711';
  const noise = await site((_request, response) => response.end(String(Math.random())));
  const texts = [
    (await plan({ judge: `${first.http}/?${secret}` })).label,
    ...(await plan({ second: `${noise}/?${secret}` })).notes,
    ...(await plan({ judge: null, second: `http://192.0.2.1/?${secret}` })).notes,
    (await planTarget({ target: `${noise}/?${secret}`, policy: LOOPBACK })).label,
    await plan({ judge: `${noise}/?${secret}` }).then(({ label }) => label, String),
    await plan({ judge: `ftp://127.0.0.1/?${secret}` }).then(({ label }) => label, String),
  ];
  for (const text of texts) assert.match(text, /token=\*\*\*/);
  assert.doesNotMatch(texts.join(), /geheim/);
});

test('an address of ours that only the second judge sees is ours', async () => {
  const base = await site((request, response) => {
    const [, what = '', nonce = ''] = request.url!.split('/');
    const about = { refbot: 1, http: base, https: 'https://127.0.0.3:1', echo: '/echo', page: '/page' };
    if (what === 'echo') response.end(JSON.stringify({ refbot: 1, nonce, address: '9.8.7.6', headers: [] }));
    else response.end(what === 'page' ? `a page ${nonce}` : JSON.stringify(about));
  });
  const it = await plan({ second: base });
  assert.equal(it.http?.page.authority, authority(base));
  assert.ok(it.ownAddresses.includes('9.8.7.6'));
});

test('who fakes or favours the first judge is found out', async () => {
  const it = await plan({ second: second.http });
  const isFirst = (text: string): boolean => text.includes(authority(first.http));
  const cases = {
    // Honest to the judge it knows, and its own page for everybody else.
    'http:failed(tampered)': await up(
      forwardProxy({ reply: (body, _nth, response) => (isFirst(response.req.url!) ? body : '<h1>Best offers</h1>') }),
    ),
    // Lets the judge through and nobody else: it has answered, and is not confirmed.
    'http:answered(denied)': await up(
      forwardProxy({
        reply: (body, _nth, response) => {
          if (!isFirst(response.req.url!)) response.statusCode = 403;
          if (!isFirst(response.req.url!)) response.socket!.end('HTTP/1.1 403 Forbidden\r\n\r\n');
          response.destroyed ||= !isFirst(response.req.url!);
          return body;
        },
      }),
    ),
  };
  for (const [expected, proxy] of Object.entries(cases)) {
    const tasks = { one: task(proxy.port, ['http']), two: task(proxy.port, ['http']) };
    const http = { ...it, https: null };
    const alone = await checkAll(checker, [tasks.one], { plan: { ...(await plan({})), https: null } });
    assert.equal(outcomes(alone.reports.get(tasks.one.id)), 'http:confirmed', 'one judge does not see it');
    const both = await checkAll(checker, [tasks.two], { plan: http });
    assert.equal(outcomes(both.reports.get(tasks.two.id)), expected);
  }
});

test('a second judge that dies in the middle of a check condemns nobody', async () => {
  const folder = temporaryFolder();
  ends.push(async () => folder.drop());
  const mortal = await startJudge({ keyFolder: folder.path, host: '127.0.0.2' });
  ends.push(() => mortal.stop());
  const it = await plan({ second: mortal.http });
  await mortal.stop();
  const good = await up(forwardProxy());
  const broken = await up(nasty((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'))));
  const tasks = Array.from({ length: 20 }, (_, nth) => task(nth === 19 ? broken.port : good.port, ['http']));
  const { reports } = await checkAll(checker, tasks, { plan: it });
  for (const { id } of tasks.slice(0, 19)) {
    const http = resultOf(reports.get(id), 'http');
    assert.deepEqual([http?.outcome, http?.reason], ['answered', 'judge-down'], outcomes(reports.get(id)));
    assert.equal(resultOf(reports.get(id), 'https')?.reason, 'judge-down');
  }
  // The first one lives: what it finds out about others holds.
  assert.equal(reports.get(tasks[19]!.id)?.reason, 'bad-reply');
});

test('a judge that comes back with another certificate condemns nobody', async () => {
  const [before, later] = [temporaryFolder(), temporaryFolder()];
  for (const { drop } of [before, later]) ends.push(async () => drop());
  // No connection goes out from there, so none takes the ports while it is down.
  const host = '127.0.0.5';
  const one = await startJudge({ keyFolder: before.path, host });
  ends.push(() => one.stop());
  const ports = { host, port: Number(new URL(one.http).port), httpsPort: Number(new URL(one.https).port) };
  const it = await plan({ judge: one.http });
  await one.stop();
  const other = await startJudge({ keyFolder: later.path, ...ports });
  ends.push(() => other.stop());
  const good = await up(forwardProxy());
  const tasks = Array.from({ length: 5 }, () => task(good.port, ['https']));
  const { reports } = await checkAll(checker, tasks, { plan: { ...it, http: null } });
  for (const { id } of tasks) assert.equal(reports.get(id)?.reason, 'judge-down', outcomes(reports.get(id)));
});

test('no known page is on the host of a public judge, so that they are two witnesses', () => {
  const name = (url: string): string => new URL(url).hostname;
  const judges = new Set(PUBLIC_JUDGES.map(({ url }) => name(url)));
  for (const page of KNOWN_PAGES) assert.ok(!judges.has(name(page)), page);
  for (const scheme of ['http:', 'https:']) {
    assert.ok(PUBLIC_JUDGES.some(({ url }) => url.startsWith(scheme)));
    assert.ok(KNOWN_PAGES.some((url) => url.startsWith(scheme)));
  }
});
