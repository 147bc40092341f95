/** The two requests of one protocol: what either of them is given and asked, whose slots are given back, and who is asked whether the judge was up. */
import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt, AttemptEnd } from '../../src/checker/attempt.ts';
import http from '../../src/checker/checks/http.ts';
import https from '../../src/checker/checks/https.ts';
import { DirectViews } from '../../src/checker/direct-views.ts';
import { LIVENESS_PLAN, type Ask, type CheckPlan, type JudgeSite } from '../../src/checker/judge-plan.ts';
import { echoBody } from '../../src/checker/judge/page.ts';
import { requestTemplate } from '../../src/checker/requests.ts';
import type { RunContext } from '../../src/checker/run-context.ts';
import { Track } from '../../src/checker/track.ts';
import { SUSPICIOUS } from '../../src/checker/verdict.ts';
import { nowMs } from '../../src/lib/now-ms.ts';
import { TimerWheel } from '../../src/lib/timer-wheel.ts';
import { FAILURE_REASONS, type FailureReason } from '../../src/model/report.ts';
import { LOOPBACK, task } from '../help/checking.ts';
import { blackHole, nasty, type Nasty } from '../help/nasty.ts';

const wheel = new TimerWheel();
const servers: Nasty[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
after(() => wheel.stop());

const ask = (path: string): Ask =>
  ({
    secure: false,
    host: 'judge.test',
    port: 80,
    authority: 'judge.test',
    path,
    responseHeaders: [],
  }) as unknown as Ask;
const site = {
  echo: ask('/echo/'),
  page: ask('/page/'),
  pageParts: ['<p>', '</p>'],
  format: 'refbot',
  pageFormat: null,
  baseline: [],
  hidesCallers: false,
} as unknown as JudgeSite;
const JUDGED = { kind: 'refbot', http: site, https: site, ownAddresses: [], trusted: true } as unknown as CheckPlan;
const TARGET = { kind: 'target', label: '', ask: ask('/mine?a=b'), trusted: true } as CheckPlan;

interface World {
  readonly run: RunContext;
  /** In the order in which they came. */
  readonly told: string[];
  readonly track: Track;
  /** Slots that are taken. */
  open: number;
  /** Those that wait for one; without `holds` nobody does. */
  readonly waiting: (() => void)[];
  holds: boolean;
}

function world(plan: CheckPlan, check = http, port = 80, user: string | null = null, isUp = true): World {
  const told: string[] = [];
  const views = new DirectViews(plan.kind === 'target' ? LIVENESS_PLAN : plan, () => {}, []);
  const run = {
    options: { plan, policy: LOOPBACK, connectTimeoutMs: 800, timeoutMs: 1_500 },
    wheel,
    views,
    watch: {
      answered: ({ path }: Ask) => told.push(`${path} answered`),
      wasUp: ({ path }: Ask, askedAt: number) => {
        told.push(`${path} was up${askedAt > 0 && askedAt <= nowMs() ? '' : ` at ${askedAt}`}?`);
        return Promise.resolve(isUp);
      },
      look: () => Promise.resolve(isUp),
    },
    template: requestTemplate,
    withSlot: (_: string, start: (now: number) => void) => {
      const begin = (): void => (it.open++, start(nowMs()));
      if (it.holds) it.waiting.push(begin);
      else begin();
    },
    freeSlot: () => it.open--,
  };
  const owner = {
    onTrackConnected: () => told.push('connected'),
    onTrackDecided: () => told.push('decided'),
    onTrackDone: () => told.push('done'),
  };
  const who = task(port, [], { user, password: user });
  const track = new Track(owner, run as unknown as RunContext, check, who, '127.0.0.1');
  const it: World = { run: run as unknown as RunContext, told, track, open: 0, waiting: [], holds: false };
  return it;
}

/** Tells a track by hand how its connection ended. */
function tell(it: World, end: AttemptEnd): void {
  it.holds = true;
  it.track.onEnd(null as unknown as Attempt, end);
}
const reply = (status: number, latin1 = ''): AttemptEnd => ({
  kind: 'reply',
  reply: { status, headers: [], latin1, truncated: false },
  latencyMs: 5,
  tlsIntact: null,
});
const failed = (reason: FailureReason, beforeConnect = false, spoke = false): AttemptEnd => ({
  kind: 'failed',
  reason,
  beforeConnect,
  spoke,
  changed: null,
  elapsedMs: 5,
});
const ended = ({ track }: World): string => {
  const { outcome, reason } = track.finding.result();
  return `${outcome} ${reason}`;
};

/** Answers as a proxy before a judge, the page so much later. */
async function proxy(pageAfterMs: number): Promise<Nasty> {
  const server = await nasty((socket) =>
    socket.once('data', (request: Buffer) => {
      const [, path, nonce] = /^GET \S+\/(\w+)\/(\w+) /.exec(request.toString('latin1'))!;
      const body = path === 'echo' ? echoBody(nonce!, '192.0.2.1', []) : `<p>${nonce}</p>`;
      const say = (): unknown => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      setTimeout(say, path === 'echo' ? 0 : pageAfterMs);
    }),
  );
  servers.push(server);
  return server;
}
async function over(it: World): Promise<void> {
  for (let wait = 0; !it.told.includes('done') && wait < 600; wait++) await sleep(5);
}

describe('over sockets', () => {
  test('the second request has the whole time, whatever was left for the first, and is not hurried', async () => {
    const it = world(JUDGED, http, (await proxy(700)).port);
    it.track.start(500, 500);
    for (let wait = 0; !it.told.includes('decided') && wait < 100; wait++) await sleep(5);
    await sleep(50);
    it.track.hurry(10);
    it.track.limitConnect(10);
    await over(it);
    assert.equal(ended(it), 'confirmed null', it.told.join());
    assert.deepEqual(it.told, ['connected', '/echo/ answered', 'decided', '/page/ answered', 'done']);
    assert.equal(it.open, 0);
  });

  test('the second connection has the whole time to come about, however little the first was given', async () => {
    const hole = await blackHole();
    try {
      const it = world(JUDGED, http, hole.port);
      const nonce = /\/echo\/(\w+)/.exec(it.track.requestOf()!)![1]!;
      const startedAt = nowMs();
      it.track.onEnd(null as unknown as Attempt, reply(200, echoBody(nonce, '192.0.2.1', [])));
      it.track.limitConnect(50);
      await over(it);
      assert.equal(ended(it), 'answered connect-timeout');
      assert.ok(nowMs() - startedAt >= 800, `${nowMs() - startedAt} ms`);
    } finally {
      await hole.stop();
    }
  });

  test('the first one is hurried, and its time to connect is cut', async () => {
    const silent = await nasty((socket) => void socket.resume());
    const hole = await blackHole();
    servers.push(silent);
    try {
      for (const [port, reason] of [
        [silent.port, 'no-answer'],
        [hole.port, 'connect-timeout'],
      ] as const) {
        const it = world(JUDGED, http, port);
        const startedAt = nowMs();
        it.track.start(20_000, 20_000);
        it.track.limitConnect(100);
        if (port === silent.port) while (!it.told.includes('connected')) await sleep(5);
        it.track.hurry(100);
        await over(it);
        assert.equal(ended(it), `failed ${reason}`);
        // From when it was asked on.
        assert.equal(it.told.includes('/echo/ was up?'), reason === 'no-answer', it.told.join());
        assert.ok(nowMs() - startedAt < 2_000);
      }
    } finally {
      await hole.stop();
    }
  });

  test('who is given up gives its slot back, also one that it waits for', async () => {
    const silent = await nasty((socket) => void socket.resume());
    servers.push(silent);
    const flying = world(JUDGED, http, silent.port);
    flying.track.start(1_000, 1_000);
    assert.equal(flying.open, 1);
    flying.track.cancel();
    const waiting = world(JUDGED, http, silent.port);
    waiting.holds = true;
    waiting.track.start(1_000, 1_000);
    waiting.track.cancel();
    for (const begin of waiting.waiting) begin();
    assert.deepEqual([flying.open, waiting.open, flying.told, waiting.told], [0, 0, [], []]);
  });
});

describe('told by hand', () => {
  test('this machine may be out of something a hundred times; then nobody is blamed', async () => {
    const it = world(JUDGED);
    const lacking = { kind: 'own-limit', lacking: 'descriptors' } as const;
    for (let time = 0; time < 100; time++) tell(it, lacking);
    assert.deepEqual([it.waiting.length, it.told], [100, []]);
    tell(it, lacking);
    assert.deepEqual([it.waiting.length, it.told, ended(it)], [100, ['decided', 'done'], 'failed cancelled']);
  });

  for (const reason of Object.keys(FAILURE_REASONS) as FailureReason[])
    test(`${reason}: whether the judge was up is asked where it could have been the judge`, async () => {
      for (const [isUp, beforeConnect] of [
        [true, false],
        [false, false],
        [false, true],
      ] as const) {
        const it = world(JUDGED, http, 80, null, isUp);
        tell(it, failed(reason, beforeConnect));
        const isAsked = it.told.some((one) => one.includes('was up'));
        assert.equal(isAsked, SUSPICIOUS.has(reason) && !beforeConnect);
        await it.track.finding.settle();
        const whose = isAsked ? (isUp ? (reason === 'judge-down' ? 'bad-reply' : reason) : 'judge-down') : reason;
        assert.equal(ended(it), `failed ${whose}`);
      }
    });

  test('what nobody but the proxy, or this machine, can have caused is no suspicion', () => {
    const own: readonly FailureReason[] = ['blocked', 'unresolved', 'refused', 'connect-timeout', 'unreachable'];
    const others: readonly FailureReason[] = ['auth-required', 'unexpected-page', 'cancelled'];
    const rest = (Object.keys(FAILURE_REASONS) as FailureReason[]).filter((reason) => !SUSPICIOUS.has(reason));
    assert.deepEqual(rest.toSorted(), [...own, ...others].toSorted());
  });

  test('without a judge a refusal in its protocol is a sign of life, any other failure is none', () => {
    const cases: readonly (readonly [end: AttemptEnd, user: string | null, ended: string])[] = [
      [failed('denied', false, true), null, 'answered null'],
      [failed('denied'), null, 'failed denied'],
      [failed('auth-required', false, true), null, 'failed auth-required'],
      [{ kind: 'open', latencyMs: 3 }, null, 'answered null'],
      [reply(200), null, 'answered null'],
      [reply(502), null, 'answered null'],
      [reply(302), null, 'failed not-a-proxy'],
      [reply(407), null, 'failed auth-required'],
      [reply(401), null, 'failed not-a-proxy'],
      [reply(401), 'ann', 'failed auth-required'],
    ];
    for (const [end, user, expected] of cases) {
      const it = world(LIVENESS_PLAN, http, 80, user);
      tell(it, end);
      assert.deepEqual([ended(it), it.told], [expected, ['decided', 'done']]);
    }
  });

  test('the operator’s own page is asked for as it is; through a tunnel whatever comes is its own word', async () => {
    for (const [check, line] of [
      [http, 'GET http://judge.test/mine?a=b HTTP/1.1'],
      [https, 'GET /mine?a=b HTTP/1.1'],
    ] as const)
      for (const status of [200, 407, 500, 503]) {
        const it = world(TARGET, check);
        assert.equal(it.track.requestOf()!.split('\r\n')[0], line);
        tell(it, reply(status));
        const isAsked = it.told.some((one) => one.includes('was up'));
        assert.equal(isAsked, check === http && status >= 500, 'a gateway error may be of the page');
        await sleep(0);
        const isRefusal = check === http && status === 407;
        assert.equal(ended(it), isRefusal ? 'failed auth-required' : 'answered null', `${check.protocol} ${status}`);
        assert.deepEqual(
          it.track.finding.replies.map((one) => one.status),
          isRefusal ? [] : [status],
        );
      }
  });
});
