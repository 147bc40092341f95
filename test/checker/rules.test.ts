/** The pure rules of the check: echo formats, anonymity, what was changed, verdicts, order of protocols, packing. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { anonymityOf } from '../../src/checker/anonymity.ts';
import http from '../../src/checker/checks/http.ts';
import https from '../../src/checker/checks/https.ts';
import socks4 from '../../src/checker/checks/socks4.ts';
import socks5 from '../../src/checker/checks/socks5.ts';
import { ECHO_FORMATS, readEcho } from '../../src/checker/echo.ts';
import { applyExpectation } from '../../src/checker/expectation.ts';
import type { JudgeSite } from '../../src/checker/judge-plan.ts';
import { echoBody } from '../../src/checker/judge/page.ts';
import { packTask, unpackTasks } from '../../src/checker/messages.ts';
import { nextNonce } from '../../src/checker/nonce.ts';
import { askable, probeOrder } from '../../src/checker/probe-order.ts';
import { packReport, unpackReports } from '../../src/checker/report-codec.ts';
import {
  judgeEcho,
  judgePage,
  looksAlive,
  shownReason,
  type Confirmation,
  type Failure,
} from '../../src/checker/verdict.ts';
import { ANONYMITIES, PROTOCOLS, protocolSet } from '../../src/model/proxy.ts';
import { FAILURE_REASONS, type CheckReport, type FailureReason } from '../../src/model/report.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

const REASONS = Object.keys(FAILURE_REASONS) as FailureReason[];

describe('anonymity', () => {
  const sent: HeaderField[] = [
    ['host', '9.9.9.9'],
    ['user-agent', 'RefBot'],
    ['accept', '*/*'],
    ['connection', 'close'],
  ];
  const own = '203.0.113.5';
  const exit = '198.51.100.7';
  const rows: readonly (readonly [what: string, added: readonly HeaderField[], verdict: string])[] = [
    ['nothing added', [], 'elite'],
    ['Via', [['via', '1.1 squid']], 'anonymous'],
    ['our address', [['x-forwarded-for', own]], 'transparent'],
    ['our address among others', [['forwarded', `for="${own}:4711";proto=http`]], 'transparent'],
    ['another one that holds ours', [['x-forwarded-for', `1${own}`]], 'anonymous'],
    ['another one that begins with ours', [['x-forwarded-for', `${own}1`]], 'anonymous'],
    ['a made-up address', [['x-real-ip', '1.2.3.4']], 'anonymous'],
    ['an unknown header', [['x-whatever', 'y']], 'anonymous'],
    [
      'what any HTTP stack may add',
      [
        ['accept-encoding', 'gzip'],
        ['cache-control', 'max-age=0'],
      ],
      'elite',
    ],
    ['the target by its address is not us', [['host', own]], 'elite'],
  ];
  for (const [what, added, verdict] of rows) {
    test(what, () =>
      assert.equal(anonymityOf({ headers: [...sent, ...added], baseline: sent, own: [own], exit }), verdict),
    );
  }

  test('reworded connection headers tell nothing', () => {
    const headers = sent.map(([name, value]): HeaderField =>
      name === 'connection' ? [name, 'keep-alive'] : [name, value],
    );
    assert.equal(anonymityOf({ headers, baseline: sent, own: [own], exit }), 'elite');
  });

  test('a judge behind a load balancer shows addresses directly as well', () => {
    const baseline: HeaderField[] = [...sent, ['x-forwarded-for', own]];
    const seen = (value: string): string =>
      anonymityOf({ headers: [...sent, ['x-forwarded-for', value]], baseline, own: [own], exit });
    assert.equal(seen(exit), 'elite');
    assert.equal(seen(`10.0.0.1, ${exit}`), 'anonymous');
    assert.equal(seen(`${own}, ${exit}`), 'transparent');
  });

  test('on loopback, where everybody has our address', () => {
    const of = (added: readonly HeaderField[]): string =>
      anonymityOf({
        headers: [['host', '127.0.0.1:80'], ...added],
        baseline: [['host', '127.0.0.1:80']],
        own: ['127.0.0.1', '::1'],
        exit: '127.0.0.1',
      });
    assert.equal(of([]), 'elite');
    assert.equal(of([['x-forwarded-for', '127.0.0.1']]), 'transparent');
    assert.equal(of([['via', '1.1 tinyproxy']]), 'anonymous');
    const balanced: HeaderField[] = [['x-forwarded-for', '127.0.0.1']];
    const headers: HeaderField[] = [['x-forwarded-for', '127.0.0.1, 127.0.0.1']];
    assert.equal(anonymityOf({ headers, baseline: balanced, own: ['127.0.0.1'], exit: '127.0.0.1' }), 'anonymous');
  });
});

describe('echo formats', () => {
  const nonce = nextNonce();
  test('our own', () => {
    const body = echoBody(nonce, '1.2.3.4', [['via', '1.1 x']]);
    assert.deepEqual(readEcho('refbot', body, nonce), {
      kind: 'echo',
      echo: { address: '1.2.3.4', headers: [['via', '1.1 x']] },
    });
    assert.equal(readEcho('refbot', body, nextNonce()).kind, 'stale');
    for (const broken of [
      '',
      'null',
      '[]',
      '{}',
      body.slice(1),
      `${body}<script>`,
      body.replace('1.2.3.4', 'nowhere'),
      body.replace('1.2.3.4', 'fe80::1%eth0'),
      body.replace('"via"', '7'),
    ]) {
      assert.equal(readEcho('refbot', broken, nonce).kind, 'no-echo', broken);
    }
  });

  test('azenv', () => {
    const body = `<html><body><pre>\nREMOTE_ADDR = 1.2.3.4\nREMOTE_PORT = 5555\nREQUEST_URI = /?nonce=${nonce}\nHTTP_VIA = 1.1 proxy\nHTTP_X_FORWARDED_FOR = 5.6.7.8\nREQUEST_METHOD = GET\n</pre></body></html>`;
    assert.deepEqual(readEcho('azenv', body, nonce), {
      kind: 'echo',
      echo: {
        address: '1.2.3.4',
        headers: [
          ['via', '1.1 proxy'],
          ['x-forwarded-for', '5.6.7.8'],
        ],
      },
    });
    assert.equal(readEcho('azenv', body, nextNonce()).kind, 'stale');
    assert.equal(readEcho('azenv', body.replace('1.2.3.4', 'x'), nonce).kind, 'no-echo');
    assert.equal(readEcho('azenv', '<html>It works!</html>', nonce).kind, 'no-echo');
  });

  test('whatever a proxy makes of a reply, reading it neither throws nor believes', () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    for (const value of [deep, '{"toString":1,"valueOf":1}', '1', 'null', `["a",${deep}]`]) {
      for (const body of [
        `{"headers":{"a":${value}},"origin":"1.2.3.4","url":"nonce"}`,
        `{"headers":{},"origin":${value},"url":"nonce"}`,
        `{"refbot":1,"nonce":"nonce","address":"1.2.3.4","headers":[["a",${value}]]}`,
        `{"refbot":1,"nonce":"nonce","address":${value},"headers":[]}`,
      ])
        for (const format of ECHO_FORMATS)
          assert.equal(readEcho(format, body, 'nonce').kind, 'no-echo', `${format}: ${body.slice(0, 80)}`);
    }
    fc.assert(
      fc.property(fc.constantFrom(...ECHO_FORMATS), fc.json(), fc.string(), (format, json, text) => {
        assert.equal(readEcho(format, json, 'nonce').kind, 'no-echo');
        readEcho(format, text, 'nonce');
      }),
    );
  });

  test('azenv inside tags, one line broken by <br>, and a page made to make patterns backtrack', () => {
    const body = `<b>REMOTE_ADDR = 1.2.3.4</b><br/>REQUEST_URI = /?${nonce}<br>HTTP_VIA = 1.1 proxy<br />`;
    assert.deepEqual(readEcho('azenv', body, nonce), {
      kind: 'echo',
      echo: { address: '1.2.3.4', headers: [['via', '1.1 proxy']] },
    });
    for (const piece of ['<', '<>', '<br', ' = ', 'A = <']) {
      const startedAt = performance.now();
      assert.equal(readEcho('azenv', `HTTP_A = ${piece.repeat(65_536 / piece.length)}x`, nonce).kind, 'no-echo');
      assert.ok(performance.now() - startedAt < 1_000, `${piece} took ${performance.now() - startedAt} ms`);
    }
  });

  test('httpbin and go-httpbin', () => {
    const body = JSON.stringify({
      args: { nonce },
      headers: { Via: '1.1 x', Accept: '*/*' },
      origin: '9.9.9.9, 1.2.3.4',
      url: `http://httpbin.org/get?nonce=${nonce}`,
    });
    assert.deepEqual(readEcho('httpbin', body, nonce), {
      kind: 'echo',
      echo: {
        address: '1.2.3.4',
        headers: [
          ['via', '1.1 x'],
          ['accept', '*/*'],
        ],
      },
    });
    const go = JSON.stringify({
      headers: { Via: ['1.1 x', 'y'] },
      origin: '1.2.3.4:5555',
      url: `http://x/get?nonce=${nonce}`,
    });
    assert.deepEqual(readEcho('httpbin', go, nonce), {
      kind: 'echo',
      echo: { address: '1.2.3.4', headers: [['via', '1.1 x, y']] },
    });
    assert.equal(readEcho('httpbin', body, nextNonce()).kind, 'stale');
    assert.equal(readEcho('httpbin', '{"origin":5}', nonce).kind, 'no-echo');
  });
});

const problem = (verdict: Confirmation | Failure): Failure | null => (verdict.ok ? null : verdict);

describe('verdicts', () => {
  const ask = {
    secure: false,
    host: 'j',
    port: 80,
    address: '9.9.9.9',
    authority: 'j',
    path: '/',
    responseHeaders: [],
    fingerprint: null,
    session: null,
    verifyChain: false,
  };
  const site: JudgeSite = {
    echo: ask,
    format: 'refbot',
    page: ask,
    pageParts: ['<p>', '</p>'],
    pageFormat: null,
    baseline: [],
    hidesCallers: false,
  };
  const nonce = 'abc123';
  const reply = (
    status: number,
    body: string,
    headers: HeaderField[] = [],
  ): { status: number; headers: HeaderField[]; latin1: string; truncated: boolean } => ({
    status,
    headers,
    latin1: body,
    truncated: false,
  });
  const base = {
    site,
    nonce,
    own: ['203.0.113.5', '2001:db8::5'],
    proxyAddress: '9.8.7.6',
    tunnelled: false,
    authenticated: false,
  };
  const echo = (body: string, status = 200, more: object = {}): string => {
    const verdict = judgeEcho({ ...base, reply: reply(status, body), ...more });
    return verdict.ok
      ? `ok ${verdict.exit} ${verdict.anonymity}`
      : `${verdict.reason}${verdict.changed ? ` (${verdict.changed})` : ''}`;
  };
  const from = (address: string): string => echoBody(nonce, address, []);

  test('echo', () => {
    assert.equal(echo(from('198.51.100.7')), 'ok 198.51.100.7 elite');
    assert.equal(echo(from('192.0.2.1')), 'ok 192.0.2.1 elite');
    assert.equal(echo(from('203.0.113.5')), 'not-a-proxy', 'the request left with our own address');
    assert.equal(
      echo(from('203.0.113.5'), 200, { proxyAddress: '203.0.113.5' }),
      'ok 203.0.113.5 elite',
      'a proxy on this machine',
    );
    const us = { own: ['8.8.4.4'] };
    assert.equal(echo(from('8.8.4.4'), 200, { ...us, proxyAddress: '9.9.9.9' }), 'not-a-proxy');
    for (const proxyAddress of ['8.8.4.4', '::ffff:8.8.4.4'])
      assert.equal(echo(from('8.8.4.4'), 200, { ...us, proxyAddress }), 'ok 8.8.4.4 elite', 'ours to the world');
    assert.equal(echo(from('::ffff:198.51.100.7')), 'ok 198.51.100.7 elite', 'one address, however it is spelled');
    assert.equal(
      echo(from('127.0.0.1'), 200, { own: ['127.0.0.1'], proxyAddress: '127.10.0.1' }),
      'ok 127.0.0.1 elite',
      'on loopback all is one',
    );
    assert.equal(echo(echoBody('other', '192.0.2.1', [])), 'tampered (reply: of another request)');
    assert.equal(
      echo(`<b>${from('192.0.2.1')}`),
      'tampered (page: changed to <b>{"refbot":1,"nonce":"abc123","address":"192.0.2.1","head…)',
    );
    assert.equal(echo('<html>It works!'), 'not-a-proxy');
    assert.equal(echo('<html>It works!', 200, { tunnelled: true }), 'tampered (page: replaced by <html>It works!)');
    assert.equal(
      echo(from('192.0.2.1'), 200, { reply: reply(200, from('192.0.2.1'), [['set-cookie', 'x']]) }),
      'tampered (header: set-cookie added: x)',
    );
    const statuses = {
      407: 'auth-required',
      401: 'not-a-proxy',
      403: 'denied',
      502: 'denied',
      421: 'not-a-proxy',
      404: 'not-a-proxy',
      302: 'not-a-proxy',
      501: 'not-a-proxy',
    };
    for (const [status, reason] of Object.entries(statuses)) assert.equal(echo('', Number(status)), reason, status);
    assert.equal(echo('', 401, { authenticated: true }), 'auth-required');
    assert.equal(echo('', 502, { tunnelled: true }), 'judge-down', 'through a tunnel the judge itself speaks');
    assert.equal(echo('', 429, { tunnelled: true }), 'judge-down', 'it has had enough of us, not of the proxy');
    assert.equal(echo('', 404, { tunnelled: true }), 'bad-reply');
  });

  test('page', () => {
    const page = (body: string, status = 200): string | null =>
      problem(judgePage({ ...base, reply: reply(status, body) }))?.reason ?? null;
    assert.equal(page(`<p>${nonce}</p>`), null);
    assert.equal(page('<p>another</p>'), 'tampered');
    assert.equal(page('', 407), 'auth-required');
    const cookie = reply(200, `<p>${nonce}</p>`, [['set-cookie', 'x']]);
    assert.equal(problem(judgePage({ ...base, reply: cookie }))?.changed, 'header: set-cookie added: x');
  });

  test('liveness counts what a web server would not say', () => {
    assert.deepEqual([200, 403, 502, 503, 400, 404, 405, 421, 501, 302, 407].map(looksAlive), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('every reason can be shown, the most telling one first', () => {
    for (const reason of REASONS) assert.equal(shownReason([reason]), reason);
    assert.equal(shownReason([]), null);
    assert.equal(shownReason(['no-answer', 'closed', 'auth-required']), 'auth-required');
    assert.equal(shownReason(['no-answer', 'closed']), 'closed');
  });
});

describe('order of protocols', () => {
  const all = [http, https, socks4, socks5];
  const names = (claimed: Parameters<typeof protocolSet>[0]): string => {
    const { first, companions, rest } = probeOrder(all, protocolSet(claimed));
    return [first, companions, rest].map((checks) => checks.map((check) => check.protocol).join(' ')).join(' | ');
  };
  test('unknown, claimed, pairs', () => {
    assert.equal(names([]), 'socks5 socks4 https http |  | ');
    assert.equal(names(['http']), 'http | https | socks5 socks4');
    assert.equal(names(['https']), 'https | http | socks5 socks4');
    assert.equal(names(['http', 'https']), 'http https |  | socks5 socks4');
    assert.equal(names(['socks4', 'socks5']), 'socks5 socks4 |  | https http');
    assert.equal(names(['socks5', 'http']), 'socks5 http | https | socks4');
  });

  test('a judge without https is not asked over https', () => {
    const plan = {
      kind: 'refbot',
      label: '',
      http: {} as JudgeSite,
      https: null,
      notes: [],
      ownAddresses: [],
      trusted: true,
    } as const;
    const order = askable(probeOrder(all, protocolSet(['https'])), plan);
    assert.deepEqual([order.first.map((check) => check.protocol), order.companions], [['http'], []]);
  });
});

describe('packing', () => {
  const plain = { noNullPrototype: true } as const;
  const finite = fc.integer({ min: 0, max: 1e12 });
  const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
  const result = fc.record(
    {
      protocol: fc.constantFrom(...PROTOCOLS),
      outcome: fc.constantFrom('failed' as const, 'answered' as const, 'confirmed' as const),
      latencyMs: maybe(fc.double({ min: 0, max: 1e6, noNaN: true })),
      reason: maybe(fc.constantFrom(...REASONS)),
      anonymity: maybe(fc.constantFrom(...ANONYMITIES)),
      tlsIntact: maybe(fc.boolean()),
      changed: maybe(fc.string()),
      changeUnknown: fc.constant(true as const),
    },
    { ...plain, requiredKeys: ['protocol', 'outcome', 'latencyMs', 'reason', 'anonymity', 'tlsIntact', 'changed'] },
  );
  const report = fc.record(
    {
      id: finite,
      at: finite,
      results: fc.array(result, { maxLength: 4 }),
      reason: maybe(fc.constantFrom(...REASONS)),
      exit: maybe(fc.string()),
      country: maybe(fc.string()),
      elapsedMs: finite,
    },
    plain,
  );

  test('reports come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(report, { maxLength: 5 }), (reports) => {
        const packed: (number | string | null)[] = [];
        for (const one of reports) packReport(packed, one);
        assert.deepEqual(unpackReports(packed), reports);
      }),
    );
  });

  test('tasks come out as they went in', () => {
    const task = fc.record(
      {
        id: finite,
        host: fc.string(),
        port: finite,
        user: maybe(fc.string()),
        password: maybe(fc.string()),
        claimed: finite,
        tlsSkip: fc.boolean(),
      },
      plain,
    );
    fc.assert(
      fc.property(fc.array(task), (tasks) => {
        const packed: (number | string | null)[] = [];
        for (const one of tasks) packTask(packed, one);
        assert.deepEqual(unpackTasks(packed), tasks);
      }),
    );
  });

  test('nonces are never the same', () => {
    const nonces = Array.from({ length: 3_000 }, nextNonce);
    assert.equal(new Set(nonces).size, 3_000);
    assert.ok(nonces.every((nonce) => /^[\da-f]{24}$/.test(nonce)));
  });
});

test('an expectation that is not met fails the protocol, and the proxy when it was its last', () => {
  const ok = {
    outcome: 'confirmed',
    latencyMs: 5,
    reason: null,
    anonymity: null,
    tlsIntact: null,
    changed: null,
  } as const;
  const report: CheckReport = {
    id: 7,
    at: 0,
    results: [
      { protocol: 'http', ...ok },
      { protocol: 'socks5', ...ok },
    ],
    reason: null,
    exit: null,
    country: null,
    elapsedMs: 1,
  };
  const reply = (status: number): { status: number; headers: {}; body: string; latencyMs: number } => ({
    status,
    headers: {},
    body: 'x',
    latencyMs: 1,
  });
  const one = (
    first: number,
    second: number,
  ): readonly { id: number; protocol: 'http' | 'socks5'; replies: ReturnType<typeof reply>[] }[] => [
    { id: 7, protocol: 'http', replies: [reply(200), reply(first)] },
    { id: 7, protocol: 'socks5', replies: [reply(second)] },
  ];
  assert.deepEqual(applyExpectation([report], one(200, 200)), [report]);
  const [half] = applyExpectation([report], one(500, 200));
  assert.deepEqual(
    half?.results.map((result) => [result.outcome, result.reason]),
    [
      ['failed', 'unexpected-page'],
      ['confirmed', null],
    ],
  );
  assert.equal(half?.reason, null);
  assert.equal(applyExpectation([report], one(200, 200), (reply) => reply.body === 'y')[0]?.reason, 'unexpected-page');
});
