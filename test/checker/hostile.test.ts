/** Proxies that mean harm: every check ends in its time with the right reason, reads little, and leaves nothing open. */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Checker } from '../../src/checker/checker.ts';
import { echoBody, knownPage } from '../../src/checker/judge/page.ts';
import type { JudgePlan } from '../../src/checker/judge-plan.ts';
import type { CheckReport } from '../../src/model/report.ts';
import { checkAll, outcomes, resultOf, task, testJudge, type TestJudge } from '../help/checking.ts';
import { answers, forwardProxy, nasty, type Nasty } from '../help/nasty.ts';

let judge: TestJudge;
let checker: Checker;
const servers: Nasty[] = [];
async function up(server: Promise<Nasty>): Promise<Nasty> {
  servers.push(await server);
  return server;
}
/** Nothing stays open once a run is over. */
async function nothingOpen(): Promise<void> {
  const open = (): number => servers.reduce((sum, server) => sum + server.open(), 0);
  for (let wait = 0; open() > 0 && wait < 100; wait++) await sleep(20);
  assert.equal(open(), 0, 'connections left open');
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

const onlyHttp = (): JudgePlan => ({ ...(judge.plan as JudgePlan), https: null });
const onlyHttps = (): JudgePlan => ({ ...(judge.plan as JudgePlan), http: null });
const ok = 'HTTP/1.1 200 OK\r\n';

/** Most bytes that a flood got rid of: what a check reads, and what the kernel takes in between. */
let poured = 0;
/** Says something and then the same for ever, as fast as it is taken. */
function flood(first: string, again: string): Promise<Nasty> {
  const block = Buffer.from(again.repeat(Math.ceil(32_768 / again.length)), 'latin1');
  return nasty((socket) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.once('data', () => (socket.write(first), pour()));
    socket.on('drain', pour);
    socket.on('close', () => (poured = Math.max(poured, socket.bytesWritten)));
  });
}

/** One byte now and then: never silent, never done. */
function drip(text: string): Promise<Nasty> {
  return nasty((socket) => {
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++ % text.length]!), 40);
    socket.resume().on('close', () => clearInterval(timer));
  });
}

/** Opens a tunnel like a proxy and goes on as told. */
const tunnelTo = (treat: (client: Socket) => void): Promise<Nasty> =>
  forwardProxy({
    tunnel: (client) => {
      client.on('end', () => client.destroy()).resume();
      treat(client);
    },
  });

/** Reads the greeting, accepts it, and says this to the request. */
const socks5 = (reply: readonly number[], end: boolean): Promise<Nasty> =>
  nasty((socket) =>
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', () => (end ? socket.end(Buffer.from(reply)) : socket.write(Buffer.from(reply))));
    }),
  );

/** What a check must come to for each server, by what follows the name up to a space. */
async function expectReasons(
  plan: JudgePlan,
  cases: Readonly<Record<string, readonly [server: Promise<Nasty>, claim: 'http' | 'https' | 'socks4' | 'socks5']>>,
): Promise<void> {
  const tasks = await Promise.all(
    Object.entries(cases).map(
      async ([name, [server, claim]]) => [name, claim, task((await up(server)).port, [claim])] as const,
    ),
  );
  const startedAt = performance.now();
  const { reports } = await checkAll(
    checker,
    tasks.map(([, , it]) => it),
    { plan, timeoutMs: 1_200 },
  );
  assert.ok(performance.now() - startedAt < 20_000, 'ends in its time');
  for (const [name, claim, { id }] of tasks) {
    const result = resultOf(reports.get(id), claim);
    assert.equal(result?.reason, name.split(':')[0], `${name}: ${outcomes(reports.get(id))}`);
    assert.equal(result?.outcome, 'failed', name);
  }
  await nothingOpen();
}

test('endless, ambiguous and dripping replies', async () => {
  poured = 0;
  await expectReasons(onlyHttp(), {
    'bad-reply: headers without end': [flood(ok, `X-${'y'.repeat(40)}: z\r\n`), 'http'],
    'bad-reply: one header without end': [flood(`${ok}X: `, 'y'), 'http'],
    'bad-reply: interim responses without end': [flood('', 'HTTP/1.1 102 Wait\r\n\r\n'), 'http'],
    'bad-reply: a chunk beyond all measure': [
      flood(`${ok}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n`, 'x'),
      'http',
    ],
    'bad-reply: chunks and a length': [
      answers(`${ok}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`),
      'http',
    ],
    'bad-reply: trailers without end': [flood(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`, 'X: y\r\n'), 'http'],
    'not-a-proxy: one chunk without end': [flood(`${ok}Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n`, 'x'), 'http'],
    'not-a-proxy: small chunks without end': [flood(`${ok}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n'), 'http'],
    'not-a-proxy: a length without end': [flood(`${ok}Content-Length: 999999999999999\r\n\r\n`, 'x'), 'http'],
    'not-a-proxy: no end at all': [flood(`${ok}\r\n`, 'x'), 'http'],
    'not-a-proxy: lists in lists': [answers(`${ok}\r\n${'['.repeat(60_000)}`), 'http'],
    'not-a-proxy: before it is asked': [
      nasty((socket) => void socket.resume().write(`${ok}Content-Length: 2\r\n\r\nhi`)),
      'http',
    ],
    'no-answer: a head in drops': [drip(`${ok}X: y\r\n`), 'http'],
  });
  assert.ok(poured > 64 * 1024 && poured < 32 * 1024 * 1024, `${poured} bytes were taken`);
});

test('SOCKS replies that are cut, overlong, early or of another protocol', async () => {
  const ready = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  await expectReasons(onlyHttp(), {
    'closed: cut inside the address': [socks5(ready.slice(0, 6), true), 'socks5'],
    'bad-reply: bytes behind the reply': [socks5([...ready, 72, 84], false), 'socks5'],
    'bad-reply: an address type that is none': [socks5([5, 0, 0, 9, 0, 0, 0, 0, 0, 0], false), 'socks5'],
    'bad-reply: another version': [socks5([4, 0, 0, 1], false), 'socks5'],
    'no-answer: half a reply': [socks5(ready.slice(0, 9), false), 'socks5'],
    'no-answer: everything before it is asked': [
      nasty((socket) => void socket.resume().write(Buffer.from([5, 0, ...ready]))),
      'socks5',
    ],
    'bad-reply: drops of something else': [drip('\x05\x07'), 'socks5'],
    'closed: SOCKS4, cut': [answers(Buffer.from([0, 90, 0])), 'socks4'],
    'bad-reply: SOCKS4, bytes behind the reply': [answers(Buffer.from([0, 90, 0, 0, 0, 0, 0, 0, 1])), 'socks4'],
    'bad-reply: SOCKS4, a status that is none': [answers(Buffer.from([0, 1])), 'socks4'],
  });
});

test('tunnels with something else than the judge’s TLS behind them', async () => {
  poured = 0;
  const alert = '\x15\x03\x03\x00\x02\x01\x00';
  await expectReasons(onlyHttps(), {
    'bad-reply: bytes together with the 200': [answers('HTTP/1.1 200 OK\r\n\r\nhello'), 'https'],
    'bad-reply: a 200 with a body': [answers('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'), 'https'],
    'bad-reply: headers without end': [flood(ok, `X-${'y'.repeat(40)}: z\r\n`), 'https'],
    'not-a-proxy: interim responses without end': [flood('', 'HTTP/1.1 102 Wait\r\n\r\n'), 'https'],
    'tls-failed: plain text': [tunnelTo((client) => client.once('data', () => client.write('hello hello'))), 'https'],
    'tls-failed: a cut server hello': [
      tunnelTo((client) => client.once('data', () => client.end(Buffer.from([22, 3, 3, 0, 90, 2, 0])))),
      'https',
    ],
    'tls-failed: a record beyond all measure': [
      tunnelTo((client) => client.once('data', () => client.write(Buffer.from([22, 3, 3, 255, 255, 2])))),
      'https',
    ],
    'tls-failed: warnings without end': [
      tunnelTo((client) => {
        const pour = (): void => {
          while (!client.destroyed && client.write(alert.repeat(4_000), 'latin1'));
        };
        client.once('data', pour).on('drain', pour);
        client.on('close', () => (poured = Math.max(poured, client.bytesWritten)));
      }),
      'https',
    ],
    'tls-failed: our own hello back': [tunnelTo((client) => void client.pipe(client)), 'https'],
    'tls-failed: closed at once': [tunnelTo((client) => client.end()), 'https'],
    'no-answer: silence': [tunnelTo(() => {}), 'https'],
  });
  assert.ok(poured < 32 * 1024 * 1024, `${poured} bytes were taken`);
});

/** Answers by itself with what it makes of the path that is asked for. */
const forger = (body: (path: string, nonce: string) => string): Promise<Nasty> =>
  nasty((socket) =>
    socket.once('data', (request: Buffer) => {
      const path = /^GET http:\/\/[^/]+(\S+)/.exec(request.toString('latin1'))?.[1] ?? '';
      const text = body(path, path.slice(path.lastIndexOf('/') + 1));
      socket.end(`${ok}Content-Length: ${text.length}\r\n\r\n${text}`, 'latin1');
    }),
  );

test('what a proxy says from memory or makes up is no confirmation', async () => {
  const memory = new Map<string, string>();
  const echo = (nonce: string): string => echoBody(nonce, '127.0.0.1', []);
  const replayer = await up(
    forwardProxy({
      reply: (body) => {
        const kind = body.startsWith('{') ? 'echo' : 'page';
        if (kind === 'page') memory.set(kind, memory.get(kind) ?? body);
        return memory.get(kind) ?? body;
      },
    }),
  );
  const lies = {
    'page: 48 bytes changed': replayer,
    'made up': await up(
      forger((path, nonce) => (path.includes('echo') ? echo(nonce) : knownPage(nonce, '0'.repeat(32)))),
    ),
    'reply: of another request': await up(forger(() => echo('0'.repeat(24)))),
    'page: empty': await up(forger((path, nonce) => (path.includes('echo') ? echo(nonce) : ''))),
    'page: cut after 100 of': await up(
      forger((path, nonce) => (path.includes('echo') ? echo(nonce) : knownPage(nonce, '').slice(0, 100))),
    ),
  };
  const first = task(replayer.port, ['http']);
  await checkAll(checker, [first], { plan: onlyHttp() }); // there must be something to remember
  const tasks = Object.entries(lies).map(([words, { port }]) => [words, task(port, ['http'])] as const);
  const { reports } = await checkAll(
    checker,
    tasks.map(([, it]) => it),
    { plan: onlyHttp() },
  );
  for (const [words, { id }] of tasks) {
    const result = resultOf(reports.get(id), 'http');
    assert.deepEqual([result?.outcome, result?.reason], ['failed', 'tampered'], words);
    if (words.includes(':'))
      assert.ok(result?.changed?.startsWith(words.split('48')[0]!), `${words}: ${result?.changed}`);
  }
  await nothingOpen();
});

test('an echo cannot smuggle anything in: addresses are addresses, fields are text', async () => {
  const bodies = [
    '{"refbot":1,"nonce":"NONCE","address":"fe80::1%' + 'x'.repeat(5_000) + '","headers":[]}',
    '{"refbot":1,"nonce":"NONCE","address":{"toString":1},"headers":[]}',
    '{"refbot":1,"nonce":"NONCE","address":"127.0.0.1","headers":[[{"toString":1},1]]}',
    '{"refbot":1,"nonce":["NONCE"],"address":"127.0.0.1","headers":[]}',
  ];
  const tasks = await Promise.all(
    bodies.map(async (body) => task((await up(forger((_path, nonce) => body.replace('NONCE', nonce)))).port, ['http'])),
  );
  const { reports } = await checkAll(checker, tasks, { plan: onlyHttp() });
  for (const { id } of tasks) {
    assert.equal(reports.get(id)?.reason, 'tampered');
    assert.equal(reports.get(id)?.exit, null);
  }
});

test('harmless habits are not held against a proxy', async () => {
  const extra = await up(
    nasty((socket) =>
      socket.once('data', (request: Buffer) => {
        const [, host, path] = /^GET (http:\/\/[^/]+)(\S+)/.exec(request.toString('latin1'))!;
        void fetch(host! + path!, { headers: { 'user-agent': 'RefBot' } }).then(async (reply) => {
          const body = await reply.text();
          // Headers dropped, an interim reply before, and another reply behind what was asked for.
          socket.end(
            `HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n${ok}Content-Length: ${body.length}\r\n\r\n${body}HTTP/1.1 200 OK\r\n\r\n`,
            'latin1',
          );
        });
      }),
    ),
  );
  const chunked = await up(
    forwardProxy({
      reply: (body, _nth, response) => {
        response.write(body.slice(0, 7), 'latin1');
        response.end(body.slice(7), 'latin1');
        response.destroyed = true;
        return body;
      },
    }),
  );
  const tasks = [extra, chunked].map(({ port }) => task(port, ['http']));
  const { reports } = await checkAll(checker, tasks, { plan: onlyHttp() });
  for (const { id } of tasks) assert.equal(outcomes(reports.get(id)), 'http:confirmed');
});

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

test('proxies on IPv6 and proxies with a name', { skip: !hasIpv6 && 'no IPv6 here' }, async () => {
  const six = await up(forwardProxy({ host: '::1' }));
  const four = await up(forwardProxy());
  const tasks = [task(six.port, ['http'], { host: '::1' }), task(four.port, ['http'], { host: 'localhost' })];
  for (const policy of [
    { only: 'loopback', allowPrivate: false },
    { only: 'any', allowPrivate: false },
  ] as const) {
    const { reports } = await checkAll(checker, tasks, { plan: judge.plan, policy });
    const results: (CheckReport | undefined)[] = tasks.map(({ id }) => reports.get(id));
    assert.deepEqual(results.map(outcomes), Array(2).fill('http:confirmed https:confirmed'), policy.only);
  }
});
