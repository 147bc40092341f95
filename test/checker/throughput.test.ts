/** Downloads through proxies: what is measured is what a proxy lets through, over each protocol, and what does not count. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { measureThroughput } from '../../src/checker/throughput.ts';
import http from '../../src/checker/checks/http.ts';
import { download, rateOf, type Time } from '../../src/checker/throughput-client.ts';
import type { ThroughputData, ThroughputResult, ThroughputTask } from '../../src/checker/throughput-messages.ts';
import { LoadBytes, loadOf, LOAD_MAX } from '../../src/checker/judge/load.ts';
import type { Protocol } from '../../src/model/proxy.ts';
import { deadPort, LOOPBACK, temporaryFolder } from '../help/checking.ts';
import { startJudge, type RunningJudge } from '../../src/checker/judge/start.ts';
import { answers, forwardProxy, nasty, type Nasty } from '../help/nasty.ts';
import { startTarget, type Target } from '../help/target.ts';

const BYTES = 100_000;
const folder = temporaryFolder();
let judge: RunningJudge;
let target: Target;
const started: Nasty[] = [];

before(async () => {
  [judge, target] = await Promise.all([startJudge({ keyFolder: folder.path }), startTarget()]);
});
after(async () => {
  await Promise.all([judge.stop(), target.stop(), ...started.map((one) => one.stop())]);
  folder.drop();
});

async function proxy(made: Promise<Nasty>): Promise<number> {
  const one = await made;
  started.push(one);
  return one.port;
}

const ofJudge = (): ThroughputData['page'] => ({
  http: `${judge.http}/load/${BYTES}/`,
  https: `${judge.https}/load/${BYTES}/`,
  nonced: true,
});

async function measure(
  ways: readonly (readonly [port: number, protocols: readonly Protocol[]])[],
  options: Partial<ThroughputData> = {},
  signal = new AbortController().signal,
): Promise<ThroughputResult[]> {
  const tasks = ways.map(([port, protocols], at): ThroughputTask => ({
    id: at,
    host: '127.0.0.1',
    port,
    user: null,
    password: null,
    protocols,
  }));
  const found: ThroughputResult[] = [];
  const data = {
    page: ofJudge(),
    bytes: BYTES,
    policy: LOOPBACK,
    concurrency: 20,
    connectTimeoutMs: 500,
    timeoutMs: 5_000,
    ...options,
  };
  await measureThroughput(tasks.values(), data, signal, (results) => void found.push(...results));
  return found.toSorted((a, b) => a.id - b.id);
}

/** Lets the tunnel through at so many bytes every 20 ms. */
function throttled(bytes: number): (client: Socket, to: { readonly host: string; readonly port: number }) => void {
  return (client, { host, port }) => {
    const upstream = connect(port, host).on('error', () => client.destroy());
    client.pipe(upstream);
    let queue = Buffer.alloc(0);
    upstream.on('data', (chunk: Buffer) => (queue = Buffer.concat([queue, chunk])));
    const timer = setInterval(() => {
      client.write(queue.subarray(0, bytes));
      queue = queue.subarray(bytes);
    }, 20);
    client.on('close', () => {
      clearInterval(timer);
      upstream.destroy();
    });
  };
}

test('the rate is that of the bytes behind the first ones; where all came at once, at least that since the question', () => {
  const marks = { askedAt: 0, firstAt: 500, lastAt: 1_500, first: 10_240, bytes: 112_640 };
  assert.equal(rateOf(marks), 100);
  assert.equal(rateOf({ ...marks, firstAt: 1_000, lastAt: 1_000, first: 102_400, bytes: 102_400 }), 100);
  assert.ok(Number.isFinite(rateOf({ askedAt: 0, firstAt: 0, lastAt: 0, first: 1, bytes: 1 })));
});

test('the judge serves pages of asked size and nothing near them', () => {
  assert.deepEqual(loadOf('/load/100000/abc-1'), { bytes: 100_000, nonce: 'abc-1' });
  assert.equal(loadOf(`/load/${LOAD_MAX}/x`)?.bytes, LOAD_MAX);
  for (const path of [
    `/load/${LOAD_MAX + 1}/x`,
    '/load/0/x',
    '/load/-1/x',
    '/load/1e3/x',
    '/load/9',
    '/load/9/',
    '/load/9/x/y',
  ])
    assert.equal(loadOf(path), null, path);
});

test('each protocol lets the page through; who lets little through is seen to', async () => {
  const quick = await proxy(forwardProxy());
  // 4,000 bytes every 20 ms: 195 KiB/s.
  const slow = await proxy(forwardProxy({ tunnel: throttled(4_000) }));
  const [http, https, trickle] = await measure([
    [quick, ['http', 'https']],
    [quick, ['https']],
    [slow, ['https']],
  ]);
  assert.ok(http!.kibPerSecond! > 300, JSON.stringify(http));
  assert.ok(https!.kibPerSecond! > 300, JSON.stringify(https));
  assert.ok(trickle!.kibPerSecond! > 60 && trickle!.kibPerSecond! < 260, JSON.stringify(trickle));
});

test('what came when the time was over is measured; who sent nothing failed', async () => {
  const slow = await proxy(forwardProxy({ tunnel: throttled(2_000) }));
  const silent = await proxy(nasty(() => {}));
  const [slowly, nothing] = await measure(
    [
      [slow, ['https']],
      [silent, ['http']],
    ],
    { timeoutMs: 600 },
  );
  assert.ok(slowly!.kibPerSecond! > 10 && slowly!.kibPerSecond! < 130, JSON.stringify(slowly));
  assert.deepEqual([nothing!.kibPerSecond, nothing!.reason], [null, 'no-answer']);
});

test('a whole page whose end is never told is as fast as it came', async () => {
  const open = (...before: string[]): Promise<number> =>
    proxy(
      nasty((socket) =>
        socket.once('data', (request: Buffer) => {
          for (const part of before) socket.write(part);
          socket.write(pageFor(request));
        }),
      ),
    );
  const ways = await Promise.all([open(head()), open(head('Transfer-Encoding: chunked'), `${BYTES.toString(16)}\r\n`)]);
  for (const { kibPerSecond } of await measure(
    ways.map((port) => [port, ['http']]),
    { timeoutMs: 500 },
  ))
    assert.ok(kibPerSecond! > 400, `${kibPerSecond}`);
});

test('another page, a refusal, a banner and a closed port are no measurements', async () => {
  const ways = await Promise.all([
    proxy(answers('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')),
    proxy(answers('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')),
    proxy(answers('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n')),
    proxy(answers('SSH-2.0-x\r\n')),
    proxy(answers(`HTTP/1.1 200 OK\r\nContent-Length: ${BYTES}\r\n\r\nshort`)),
    deadPort(),
    proxy(answers('HTTP/1.1 200 OK\r\n\r\nhello')),
    proxy(answers('HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello')),
    proxy(answers('HTTP/1.1 100 Continue\r\n\r\n'.repeat(6))),
  ]);
  const found = await measure(ways.map((port) => [port, ['http']]));
  assert.deepEqual(
    found.map(({ kibPerSecond, reason }) => [kibPerSecond, reason]),
    [
      'tampered',
      'unexpected-page',
      'auth-required',
      'bad-reply',
      'tampered',
      'refused',
      'tampered',
      'bad-reply',
      'bad-reply',
    ].map((reason) => [null, reason]),
  );
  assert.equal(found[0]!.changed, 'page: replaced by hello');
  const lying = await proxy(answers('HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\nhello'));
  const page = { http: `${target.http}/page`, https: null, nonced: false };
  assert.deepEqual(
    (await measure([[lying, ['http']]], { page })).map(({ reason }) => reason),
    ['bad-reply'],
  );
});

/** The page as the judge sends it to whoever asks so. */
function pageFor(request: Buffer): Buffer {
  const { bytes, nonce } = loadOf(new URL(request.toString('latin1').split(' ')[1]!).pathname)!;
  const content = new LoadBytes(nonce);
  return Buffer.concat(
    Array.from({ length: Math.ceil(bytes / 1_000) }, (_, nth) => content.next(Math.min(1_000, bytes - nth * 1_000))),
  );
}

/** What a proxy makes of it. */
function bent(bend: (page: Buffer) => string | readonly (string | Buffer)[]): Promise<number> {
  return proxy(
    nasty((socket) =>
      socket.once('data', (request: Buffer) => {
        for (const part of [bend(pageFor(request))].flat()) socket.write(part);
        socket.end();
      }),
    ),
  );
}
const head = (...lines: string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');
const length = `Content-Length: ${BYTES}`;
const LAST = '0\r\n\r\n';

test('a page of the right length with other bytes in it is no measurement, and what differs is told', async () => {
  const flipped = (page: Buffer, at: number): Buffer => {
    page[at]! ^= 1;
    return page;
  };
  const chunk = (part: Buffer): readonly (string | Buffer)[] => [`${part.length.toString(16)}\r\n`, part, '\r\n'];
  const cases: readonly (readonly [bend: Parameters<typeof bent>[0], reason: string | null, changed: RegExp | null])[] =
    [
      [(page) => [head(length), page], null, null],
      [
        (page) => [head('Transfer-Encoding: chunked'), ...chunk(page.subarray(0, 7)), ...chunk(page.subarray(7)), LAST],
        null,
        null,
      ],
      [(page) => [head(), page], null, null],
      [() => [head(length), Buffer.alloc(BYTES)], 'tampered', /^page: replaced by /],
      // One page in a few hundred begins with that letter itself.
      [
        () => [head(length), '<script>'.padEnd(BYTES)],
        'tampered',
        /^page: (?:replaced by <script>|other from byte [23] on)/,
      ],
      [(page) => [head(length), flipped(page, 70_000)], 'tampered', /^page: other from byte 70001 on$/],
      [(page) => [head(length), flipped(page, BYTES - 1)], 'tampered', /^page: other from byte 100000 on$/],
      [
        (page) => [head(`Content-Length: ${BYTES + 9}`), page, '<script/>'],
        'tampered',
        /^page: 100009 bytes instead of 100000$/,
      ],
      [
        (page) => [head('Content-Length: 70000'), page.subarray(0, 70_000)],
        'tampered',
        /^page: cut after 70000 of 100000 bytes$/,
      ],
      [(page) => [head(), page.subarray(0, 70_000)], 'tampered', /^page: cut after 70000/],
      // More than the page, however its end is told.
      ...[
        (page: Buffer) => [
          head('Transfer-Encoding: chunked'),
          ...chunk(page),
          ...chunk(Buffer.from('<script/>')),
          LAST,
        ],
        (page: Buffer) => [head('Transfer-Encoding: chunked'), ...chunk(Buffer.concat([page, Buffer.from('x')])), LAST],
        (page: Buffer) => [head('Transfer-Encoding: chunked'), ...chunk(page), `${LAST}<script/>`],
        (page: Buffer) => [head(), page, '<script/>'],
        (page: Buffer) => [head(length), Buffer.concat([page, Buffer.from('<script/>')])],
      ].map((bend) => [bend, 'tampered', /^page: more than 100000 bytes$/] as const),
      [(page) => [head('Transfer-Encoding: chunked'), ...chunk(page)], 'closed', null],
      [(page) => [head(length), page.subarray(0, 70_000)], 'closed', null],
      // What a refusal says of itself is no page that was changed.
      [() => ['HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno'], 'unexpected-page', null],
    ];
  const ways = await Promise.all(cases.map(([bend]) => bent(bend)));
  const found = await measure(ways.map((port) => [port, ['http']]));
  for (const [nth, { kibPerSecond, reason, changed }] of found.entries()) {
    const [, expected, told] = cases[nth]!;
    assert.deepEqual([kibPerSecond === null, reason], [expected !== null, expected], `case ${nth}: ${changed}`);
    if (told === null) assert.equal(changed, null);
    else assert.match(changed ?? '', told);
  }
});

for (const isFirst of [false, true])
  test(`the time is over in the moment in which other bytes come; before they are looked at: ${isFirst}`, async () => {
    let next = (): void => {};
    const port = await proxy(
      nasty((socket) =>
        socket.once('data', (request: Buffer) => {
          const page = pageFor(request);
          const good = [
            Buffer.concat([Buffer.from(head(length)), page.subarray(0, 1_000)]),
            page.subarray(1_000, 2_000),
          ];
          const parts = [...good, Buffer.alloc(1_000)];
          next = () => void socket.write(parts.shift()!);
          next();
        }),
      ),
    );
    let end: (() => void) | null = null;
    let looks = 0;
    const time: Time = {
      after: (_ms, then) => {
        end = then;
        return () => {};
      },
      // Looked at when the page is asked for, and then for each part before that is compared.
      now: () => {
        if (end !== null) looks += 1;
        if (looks === 2 || looks === 3) setImmediate(next);
        else if (looks === 4 && isFirst) end!();
        else if (looks === 4) queueMicrotask(end!);
        return performance.now();
      },
    };
    const place = { host: '127.0.0.1', port, user: null, password: null, policy: LOOPBACK };
    const page = { url: ofJudge().http!, nonced: true, bytes: BYTES };
    const limits = { connectTimeoutMs: 500, timeoutMs: 5_000 };
    const found = await download({ ...place, ...page, ...limits }, http, new AbortController().signal, time);
    if (isFirst) assert.ok(found.ok, 'what came before is measured');
    else assert.deepEqual(found, { ok: false, reason: 'tampered', changed: 'page: other from byte 2001 on' });
  });

test('the bytes of a page follow from its nonce, however they are asked for', () => {
  const [whole, parts] = [new LoadBytes('a'), new LoadBytes('a')];
  const page = whole.next(10_000);
  assert.deepEqual(Buffer.concat([parts.next(1), parts.next(4_999), parts.next(5_000)]), page);
  assert.notDeepEqual(new LoadBytes('b').next(10_000), page);
  assert.equal(new LoadBytes('a').differsAt(page), -1);
  const long = new LoadBytes('a');
  const many = Buffer.concat(Array.from({ length: 5 }, () => long.next(40_000)));
  many[150_000]! ^= 1;
  assert.equal(new LoadBytes('a').differsAt(many), 150_000);
});

test('a page of somebody else is read as far as wanted, or to its end; TLS needs a tunnel', async () => {
  const quick = await proxy(forwardProxy());
  const page = (url: string): Partial<ThroughputData> => ({
    page: { http: url.startsWith('https') ? null : url, https: url.startsWith('https') ? url : null, nonced: false },
  });
  for (const url of [`${target.http}/size/5000000`, `${target.http}/page`, `${target.https}/size/20000`]) {
    const [found] = await measure([[quick, ['https', 'http']]], page(url));
    assert.ok(found!.kibPerSecond! > 0, `${url} ${JSON.stringify(found)}`);
  }
  const [missing] = await measure([[quick, ['http']]], page(`${target.http}/nothing`));
  assert.equal(missing!.reason, 'unexpected-page');
  const [plain] = await measure([[quick, ['http']]], page(`${target.https}/page`));
  assert.equal(plain!.reason, 'denied');
});

test('who only tunnels is measured over TLS, and no more are taken from the pool than can be asked', async () => {
  const ports: number[] = [];
  const tunnels = await proxy(
    forwardProxy({
      tunnel: (client, to) => {
        ports.push(to.port);
        client.destroy();
      },
    }),
  );
  await measure([[tunnels, ['https']]]);
  await measure([[tunnels, ['https']]], { page: { ...ofJudge(), https: null } });
  assert.deepEqual(
    ports,
    [judge.https, judge.http].map((url) => Number(new URL(url).port)),
  );

  const silent = await proxy(nasty(() => {}));
  const abort = new AbortController();
  let taken = 0;
  const tasks = (function* (): Generator<ThroughputTask> {
    for (; taken < 5_000; taken++)
      yield { id: taken, host: '127.0.0.1', port: silent, user: null, password: null, protocols: ['http'] };
  })();
  setTimeout(() => abort.abort(), 150);
  const data = {
    page: ofJudge(),
    bytes: BYTES,
    policy: LOOPBACK,
    concurrency: 5,
    connectTimeoutMs: 500,
    timeoutMs: 5_000,
  };
  await measureThroughput(tasks, data, abort.signal, () => {});
  assert.ok(taken > 0 && taken <= 256, `${taken}`);
});

test('no more at once than allowed; more proxies than are handed over at a time; a cancelled one ends at once', async () => {
  const made = await forwardProxy({ delayMs: 5 });
  started.push(made);
  const many = Array.from({ length: 300 }, () => [made.port, ['http']] as const);
  const all = await measure(many, { concurrency: 7 });
  assert.equal(new Set(all.map(({ id }) => id)).size, 300);
  assert.ok(all.every(({ kibPerSecond }) => kibPerSecond !== null));
  assert.ok(made.seen.peak <= 8, `${made.seen.peak}`);
  const silent = await proxy(nasty(() => {}));
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 300);
  const startedAt = performance.now();
  assert.deepEqual(await measure([[silent, ['http']]], {}, abort.signal), []);
  assert.ok(performance.now() - startedAt < 3_000);
});
