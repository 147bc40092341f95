/** Checks that are cancelled at any moment: the counts add up, nothing stays open, and the next check works. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckTask } from '../../src/model/report.ts';
import { LOOPBACK, checkAll, deadPort, task, testJudge, withChecker } from '../help/checking.ts';
import { answers, blackHole, forwardProxy, nasty } from '../help/nasty.ts';
import { shortOrLong } from '../help/soak.ts';

const ROUNDS = shortOrLong(6, 50);
const CLAIMS = ['http', 'https', 'socks5', 'socks4'] as const;

test(`${ROUNDS} checks cancelled at random`, async () => {
  const judge = await testJudge();
  const servers = [
    await forwardProxy({ delayMs: 20 }),
    await nasty((socket) => void socket.resume()),
    await answers('SSH\r\n'),
  ];
  const hole = await blackHole();
  const ports = [...servers.map(({ port }) => port), servers[0]!.port, hole.port, await deadPort()];
  try {
    await withChecker({}, async (checker) => {
      for (let round = 0; round < ROUNDS; round++) {
        const open = new Set<number>();
        const tasks = function* (): Generator<CheckTask> {
          for (let nth = 0; nth < 2_000; nth++) {
            const claims = nth % 7 === 0 ? [] : [CLAIMS[nth % 4]!];
            const next = task(ports[nth % ports.length]!, claims, nth % 11 === 0 ? { host: 'localhost' } : {});
            open.add(next.id);
            yield next;
          }
        };
        const afterMs = Math.floor(Math.random() * 400);
        const result = await checker.check(
          tasks(),
          { plan: judge.plan, policy: LOOPBACK, concurrency: [10, 100, 2_000][round % 3]!, connectTimeoutMs: 2_000 },
          AbortSignal.timeout(afterMs),
          (reports) => {
            for (const { id } of reports) assert.ok(open.delete(id), 'reported twice, or never asked for');
          },
        );
        assert.ok(result.partial);
        assert.equal(result.cancelled, open.size, `cancelled after ${afterMs} ms`);
      }
      const last = task(ports[0]!, ['http']);
      const { reports } = await checkAll(checker, [last], { plan: judge.plan });
      assert.equal(reports.get(last.id)?.reason, null);
      const left = (): number => servers.reduce((sum, server) => sum + server.open(), 0);
      for (let wait = 0; left() > 0 && wait < 100; wait++) await sleep(20);
      assert.equal(left(), 0, 'connections left open');
    });
  } finally {
    await Promise.all([judge, hole, ...servers].map((server) => server.stop()));
  }
});
