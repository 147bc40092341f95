/** A judge that dies in the middle of a check and comes back, as itself or as a liar: nobody is blamed for it, and the rest of the run is right. */
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startJudge } from '../../src/checker/judge/start.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import { digestReport } from '../../src/model/digest.ts';
import type { JudgeTrouble } from '../../src/model/judge.ts';
import type { CheckReport, CheckTask } from '../../src/model/report.ts';
import { LOOPBACK, outcomes, task, temporaryFolder, withChecker } from '../help/checking.ts';
import { endings } from '../help/endings.ts';
import { LIES, lyingJudge, type Lie, type LyingJudge } from '../help/lying-judge.ts';
import { answers, forwardProxy } from '../help/nasty.ts';
import { shortOrLong } from '../help/soak.ts';

/** Where judges come back to: no connection goes out from there, so none takes their ports while they are down. */
const [HOST, OTHER_HOST] = ['127.0.0.5', '127.0.0.2'] as const;
/** A run whose end does not come is ended: what it lacks is told then. */
const LONGEST_MS = 60_000;

const port = (url: string): number => Number(new URL(url).port);

test('proxies are not blamed for a dead judge, and the run goes on when it is back', async (t) => {
  const ends = endings(t);
  const { path: keyFolder, drop } = temporaryFolder();
  ends(drop);
  const proxy = await forwardProxy({ delayMs: 40 });
  ends(() => proxy.stop());
  const broken = await answers('SSH-2.0-OpenSSH\r\n');
  ends(() => broken.stop());
  let judge = await startJudge({ keyFolder, host: HOST });
  ends(() => judge.stop());
  const ports = { host: HOST, port: port(judge.http), httpsPort: port(judge.https) };
  const plan = await planJudge({
    judge: judge.http,
    allLoopback: true,
    startOwn: async () => judge,
    policy: LOOPBACK,
    verifyChain: false,
  });
  const over = new AbortController();
  await withChecker({}, async (checker) => {
    // Every tenth is no proxy: with the judge down nobody can say so.
    const tasks = Array.from({ length: 600 }, (_, nth) =>
      nth % 10 === 9 ? task(broken.port, ['http']) : task(proxy.port, [nth % 2 === 0 ? 'http' : 'https']),
    );
    const bad = new Set(tasks.filter(({ port }) => port === broken.port).map(({ id }) => id));
    const reports: CheckReport[] = [];
    let outage: Promise<void> | null = null;
    const result = await checker.check(
      tasks[Symbol.iterator](),
      { plan, policy: LOOPBACK, concurrency: 40, timeoutMs: 2_000, connectTimeoutMs: 1_000, retries: 0 },
      AbortSignal.any([over.signal, AbortSignal.timeout(LONGEST_MS)]),
      (batch) => {
        reports.push(...batch);
        if (reports.length < 100 || outage) return;
        outage = (async () => {
          await judge.stop();
          await sleep(300);
          judge = await startJudge({ keyFolder, ...ports });
        })();
        // Without a judge it would wait for one.
        outage.catch(() => over.abort());
      },
    );
    await outage;
    assert.equal(result.reported, 600);
    let interrupted = 0;
    for (const report of reports) {
      const spared = report.results.some((one) => one.reason === 'judge-down');
      if (spared) interrupted++;
      else if (bad.has(report.id)) assert.equal(report.reason, 'bad-reply');
      else
        assert.ok(
          report.results.every((one) => one.outcome === 'confirmed'),
          outcomes(report),
        );
    }
    assert.ok(interrupted > 0, 'the outage was felt');
    assert.ok(interrupted < 400, `${interrupted} of 600 fell into it`);
    assert.ok(reports.slice(-20).every((report) => report.results.every((one) => one.reason !== 'judge-down')));
    assert.ok(result.judgeProbes < 200, `${result.judgeProbes} direct requests`);
  });
});

describe(
  'the second judge dies, comes back lying and then well: who answered the first one goes on to answer',
  { concurrency: true },
  () => {
    for (const lie of (Object.keys(LIES) as Lie[]).filter((_, nth) => (nth + 1) % shortOrLong(2, 1) === 0)) {
      test(LIES[lie], async (t) => {
        const { reports, told, bad, second } = await throughOutage(t, lie, 'second');
        let spared = 0;
        for (const report of reports) {
          if (bad.has(report.id)) {
            assert.equal(report.reason, 'bad-reply', 'the first one is there to tell');
            continue;
          }
          for (const { outcome, reason, latencyMs, changed } of report.results) {
            assert.equal(outcome, reason === null ? 'confirmed' : 'answered', `${reason} ${changed}`);
            assert.ok(reason === null || reason === 'judge-down', String(reason));
            assert.ok(latencyMs !== null && changed === null, String(changed));
            if (reason !== null) spared++;
          }
          assert.equal(report.reason, null);
          assert.equal(
            digestReport(report) === null,
            report.results.every(({ reason }) => reason !== null),
            'no counter moves',
          );
        }
        assert.ok(spared > 0, 'it was felt');
        assert.ok(
          told.every((trouble) => trouble === null || trouble.at.includes(`//${second}:`)),
          JSON.stringify(told),
        );
      });
    }
  },
);

interface Outage {
  readonly reports: readonly CheckReport[];
  readonly told: readonly (JudgeTrouble | null)[];
  /** Those that are no proxies. */
  readonly bad: ReadonlySet<number>;
  /** The host of the second judge. */
  readonly second: string;
}

/** A run during which one of two judges, or the only one, dies, comes back lying, dies and comes back well. */
async function throughOutage(t: TestContext, lie: Lie, which: 'only' | 'second'): Promise<Outage> {
  const ends = endings(t);
  const folders = [temporaryFolder(), temporaryFolder()] as const;
  for (const { drop } of folders) ends(drop);
  const proxy = await forwardProxy({ delayMs: 5 });
  ends(() => proxy.stop());
  const broken = await answers('SSH-2.0-OpenSSH\r\n');
  ends(() => broken.stop());
  const host = which === 'only' ? HOST : OTHER_HOST;
  let judge = await startJudge({ keyFolder: folders[0].path, host });
  ends(() => judge.stop());
  const other = which === 'only' ? null : await startJudge({ keyFolder: folders[1].path });
  ends(() => other?.stop());
  const liars: LyingJudge[] = [];
  ends(() => Promise.all(liars.map((liar) => liar.stop())));
  const ports = { host, port: port(judge.http), httpsPort: port(judge.https) };
  const plan = await planJudge({
    judge: (other ?? judge).http,
    second: other && judge.http,
    allLoopback: true,
    startOwn: async () => judge,
    policy: LOOPBACK,
    verifyChain: false,
  });
  const told: (JudgeTrouble | null)[] = [];
  const reports: CheckReport[] = [];
  const bad = new Set<number>();
  const noticed = async (): Promise<void> => {
    for (const until = performance.now() + 5_000; performance.now() < until; await sleep(10))
      if (told.at(-1)?.how === 'other') return;
  };
  // What happens when so many have been reported; the checking goes on until all of it has.
  const acts: [after: number, act: () => Promise<unknown>][] = [
    [50, () => judge.stop()],
    [80, async () => liars.push(await lyingJudge(lie, ports))],
    [150, () => noticed().then(() => liars[0]!.stop())],
    [170, async () => (judge = await startJudge({ keyFolder: folders[0].path, ...ports }))],
  ];
  let acting: Promise<unknown> = Promise.resolve();
  ends(() => acting.catch(() => {}));
  const over = new AbortController();
  /** So many reports are wanted: the last of them with the judge well. */
  let wanted = Infinity;
  await withChecker({}, async (checker) => {
    const tasks = function* (): Generator<CheckTask> {
      for (let nth = 0; ; nth++) {
        const one = nth % 10 === 9 ? task(broken.port, ['http']) : task(proxy.port, [nth % 2 === 0 ? 'http' : 'https']);
        if (one.port === broken.port) bad.add(one.id);
        yield one;
      }
    };
    await checker.check(
      tasks(),
      {
        plan,
        policy: LOOPBACK,
        concurrency: 8,
        timeoutMs: 4_000,
        connectTimeoutMs: 2_000,
        retries: 0,
        onJudge: (trouble) => told.push(trouble),
      },
      AbortSignal.any([over.signal, AbortSignal.timeout(LONGEST_MS)]),
      (batch) => {
        reports.push(...batch);
        if (reports.length >= wanted && told.at(-1) === null) over.abort();
        while (acts[0] && reports.length >= acts[0][0]) {
          const [, act] = acts.shift()!;
          acting = acting.then(act);
          // Nothing that is to come would come.
          acting.catch(() => over.abort());
          if (acts.length === 0) acting.then(() => (wanted = reports.length + 60)).catch(() => {});
        }
      },
    );
    await acting;
  });
  assert.equal(told[0]?.how, 'silent', 'first it was dead');
  assert.ok(
    told.some((one) => one?.how === 'other'),
    `then it lied: ${JSON.stringify(told)}`,
  );
  assert.equal(told.at(-1), null, 'in the end it is well');
  return { reports, told, bad, second: host };
}

describe('a judge that dies, comes back lying and then well: no proxy is blamed', { concurrency: true }, () => {
  for (const lie of Object.keys(LIES) as Lie[]) {
    test(LIES[lie], async (t) => {
      const { reports, bad } = await throughOutage(t, lie, 'only');
      const spared = reports.filter(({ results }) => results.some(({ reason }) => reason === 'judge-down'));
      for (const report of reports) {
        if (spared.includes(report)) continue;
        if (bad.has(report.id)) assert.equal(report.reason, 'bad-reply');
        else
          assert.ok(
            report.results.every(({ outcome }) => outcome === 'confirmed'),
            JSON.stringify(report),
          );
      }
      for (const { id, results } of spared)
        for (const { outcome, reason, changed } of results)
          assert.ok(
            outcome !== 'failed' || reason === 'judge-down' || (bad.has(id) && reason === 'bad-reply'),
            `${id}: ${outcome} ${reason} ${changed}`,
          );
      assert.ok(spared.length > 0, 'it was felt');
    });
  }
});
