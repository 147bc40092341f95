/** A judge that dies in the middle of a check and comes back: nobody is blamed for it, and the rest of the run is right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startJudge } from '../../src/checker/judge/start.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import type { CheckReport } from '../../src/model/report.ts';
import { LOOPBACK, outcomes, task, temporaryFolder, withChecker } from '../help/checking.ts';
import { answers, forwardProxy } from '../help/nasty.ts';

const port = (url: string): number => Number(new URL(url).port);

test('proxies are not blamed for a dead judge, and the run goes on when it is back', async () => {
  const { path: keyFolder, drop } = temporaryFolder();
  const proxy = await forwardProxy({ delayMs: 40 });
  const broken = await answers('SSH-2.0-OpenSSH\r\n');
  let judge = await startJudge({ keyFolder });
  const ports = { port: port(judge.http), httpsPort: port(judge.https) };
  const plan = await planJudge({
    judge: judge.http,
    allLoopback: true,
    startOwn: async () => judge,
    policy: LOOPBACK,
    verifyChain: false,
  });
  try {
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
        undefined,
        (batch) => {
          reports.push(...batch);
          if (reports.length >= 100)
            outage ??= (async () => {
              await judge.stop();
              await sleep(300);
              judge = await startJudge({ keyFolder, ...ports });
            })();
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
  } finally {
    await Promise.all([judge.stop(), proxy.stop(), broken.stop()]);
    drop();
  }
});
