/** A judge that tells the truth from another place than before, or to us at another address: learnt anew, and no proxy is called what it is not. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import type { JudgeTrouble, JudgeViewChange } from '../../src/model/judge.ts';
import type { Anonymity } from '../../src/model/proxy.ts';
import type { CheckReport, CheckTask } from '../../src/model/report.ts';
import { LOOPBACK, task } from '../help/checking.ts';
import { movingJudge, type MovingJudge, type Place } from '../help/moving-judge.ts';
import { forwardProxy, type Nasty } from '../help/nasty.ts';

/** Where the proxies ask from; everybody else is us. */
const EXIT = '127.0.0.5';
const EXIT_SEEN = '198.51.100.5';
const [OURS, OURS_LATER, FRONT] = ['203.0.113.1', '203.0.113.2', '192.0.2.80'];

const at = (ours: string) => (caller: string) => (caller === EXIT ? EXIT_SEEN : ours);
const plain = (ours: string): Place => ({ sees: at(ours) });
/** Behind a server that tells whom it asks for, and keeps a cookie with them. */
const balanced = (ours: string): Place => ({
  sees: at(ours),
  requests: (caller) => [
    ['x-forwarded-for', at(ours)(caller)],
    ['via', '1.1 front'],
    ['x-request-id', String(Math.random())],
  ],
  replies: { 'Set-Cookie': 'backend=2' },
});
/** Behind one that is seen in everybody's place. */
const hidden = (ours: string): Place => ({ ...balanced(ours), sees: () => FRONT });

/** Sends replies on without their cookies: what comes through it is good by what was known before. */
function uncookied(body: string, _nth: number, response: ServerResponse): string {
  const write = response.writeHead.bind(response);
  response.writeHead = ((status: number, all: Record<string, string>) => {
    const { 'set-cookie': _, ...headers } = all;
    return write(status, headers);
  }) as typeof response.writeHead;
  return body;
}

let checker: Checker;
before(() => (checker = new Checker()));
after(() => checker.stop());

interface Case {
  readonly name: string;
  readonly from: Place;
  readonly move: (judge: MovingJudge) => Promise<void> | void;
  /** Ours when all is over. */
  readonly ours: string;
  readonly told: Partial<JudgeViewChange>;
  readonly dies?: true;
  /** Nearly all are elite, and every second one takes cookies out, so that the judge answers as before through it. */
  readonly strips?: true;
  /** In the end nobody's level is known; default: all of them. */
  readonly blind?: true;
}

const cases: readonly Case[] = [
  {
    name: 'our address changes, and nothing else',
    from: plain(OURS),
    move: (judge) => judge.move(plain(OURS_LATER)),
    ours: OURS_LATER,
    told: { address: true, request: null, response: false },
  },
  {
    name: 'it comes back behind another server, with headers of that on requests and replies',
    from: plain(OURS),
    move: (judge) => judge.restart(balanced(OURS), 150),
    ours: OURS,
    told: { address: false, request: ['x-forwarded-for', 'via', 'x-request-id'], response: true },
    dies: true,
  },
  {
    name: 'it comes back there, and sees us at another address',
    from: plain(OURS),
    move: (judge) => judge.restart(balanced(OURS_LATER), 50),
    ours: OURS_LATER,
    told: { address: true, request: ['x-forwarded-for', 'via', 'x-request-id'] },
  },
  {
    name: 'it comes out from behind a server',
    from: balanced(OURS),
    move: (judge) => judge.move(plain(OURS)),
    ours: OURS,
    told: { address: false, request: [], response: false },
  },
  {
    name: 'it comes back behind a server that it takes everybody for',
    from: plain(OURS),
    move: (judge) => judge.restart(hidden(OURS), 50),
    ours: OURS,
    told: { hidden: true },
    blind: true,
  },
  {
    name: 'its replies come with a cookie, and through some proxies they do not',
    from: plain(OURS),
    move: (judge) => judge.move({ ...plain(OURS), replies: { 'Set-Cookie': 'backend=2' } }),
    ours: OURS,
    told: { address: false, request: null, response: true },
    strips: true,
  },
];

describe('a judge that moves', { concurrency: true }, () => {
  for (const { name, from, move, ours, told: expected, dies, strips, blind } of cases) {
    test(name, async () => {
      let now = OURS!;
      const judge = await movingJudge(from);
      const proxies: Readonly<Record<Anonymity, Nasty>> = {
        elite: await forwardProxy({ from: EXIT, delayMs: 5 }),
        anonymous: await forwardProxy({ from: EXIT, delayMs: 5, headers: { 'x-proxy-id': 'seven' } }),
        transparent: await forwardProxy({ from: EXIT, delayMs: 5, headers: () => ({ 'x-forwarded-for': now }) }),
      };
      const stripping = strips ? await forwardProxy({ from: EXIT, reply: uncookied }) : null;
      const levels = Object.keys(proxies) as Anonymity[];
      const is = new Map<number, Anonymity>();
      const reports: CheckReport[] = [];
      const told: JudgeViewChange[] = [];
      const troubles: (JudgeTrouble | null)[] = [];
      const over = new AbortController();
      const run = { moved: null as Promise<unknown> | null, settledAt: Infinity };
      const plan = await planJudge({
        judge: judge.url,
        allLoopback: true,
        startOwn: () => assert.fail('not asked for'),
        policy: LOOPBACK,
        verifyChain: false,
      });
      assert.equal(plan.https, null);
      try {
        const tasks = function* (): Generator<CheckTask> {
          for (let nth = 0; ; nth++) {
            const level = stripping ? (nth % 20 === 0 ? 'anonymous' : 'elite') : levels[nth % levels.length]!;
            const one = task(stripping && nth % 2 === 1 ? stripping.port : proxies[level].port, ['http']);
            is.set(one.id, level);
            yield one;
          }
        };
        const options = { policy: LOOPBACK, concurrency: 6, timeoutMs: 4_000, connectTimeoutMs: 2_000, retries: 0 };
        await checker.check(
          tasks(),
          {
            ...options,
            // Whoever is a guest asks once a second: time enough for others to vouch for the judge.
            plan: {
              ...plan,
              ...(strips ? { kind: 'public' as const } : {}),
              ownAddresses: plan.ownAddresses.filter((ip) => !ip.includes('127.') && ip !== '::1'),
            },
            onView: (change) => told.push(change),
            onJudge: (trouble) => troubles.push(trouble),
          },
          over.signal,
          (batch) => {
            reports.push(
              ...batch.map((report) => ({
                ...report,
                results: report.results.filter(({ protocol }) => protocol === 'http'),
              })),
            );
            if (reports.length >= 60)
              run.moved ??= (async () => {
                now = ours;
                await move(judge);
              })();
            if (told.length > 0) run.settledAt = Math.min(run.settledAt, reports.length);
            if (reports.length > run.settledAt + 150 || reports.length > 2_000) over.abort();
          },
        );
        assert.ok(told.length > 0, 'it was noticed');
        for (const [key, value] of Object.entries(expected))
          assert.ok(
            told.some((change) => JSON.stringify(change[key as keyof JudgeViewChange]) === JSON.stringify(value)),
            `${key} ${JSON.stringify(told)}`,
          );
        assert.ok(told.length <= 4, `told over and over: ${JSON.stringify(told)}`);
        // What a slow machine sees of a restart may be either: one that does not answer, or not as before.
        if (dies === true) assert.ok(troubles.some((trouble) => trouble?.how === 'silent'));
        assert.equal(troubles.at(-1) ?? null, null);
        let unknown = 0;
        for (const { id, results } of reports) {
          const [{ outcome, reason, anonymity, changed }] = results as [CheckReport['results'][number]];
          if (reason === 'judge-down') continue;
          assert.deepEqual([outcome, reason, changed], ['confirmed', null, null]);
          if (anonymity === null) unknown++;
          else assert.equal(anonymity, is.get(id));
        }
        if (!blind) assert.ok(unknown < 40, `${unknown} unknown`);
        const last = reports.slice(-60);
        assert.ok(
          last.every(({ results }) => results[0]!.outcome === 'confirmed'),
          'in the end all work',
        );
        assert.ok(
          last.every(
            ({ results, exit }) =>
              (results[0]!.anonymity === null) === (blind === true) && (exit === null) === (blind === true),
          ),
          'in the end all is known, or nothing',
        );
      } finally {
        await run.moved;
        await Promise.all([judge.stop(), stripping?.stop(), ...Object.values(proxies).map((proxy) => proxy.stop())]);
      }
    });
  }
});
