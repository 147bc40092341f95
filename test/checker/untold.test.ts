/** A judge that dies before it can be asked about what was noticed: what is known of the proxy stays as it is. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { planJudge } from '../../src/checker/plan-judge.ts';
import type { CheckTask } from '../../src/model/report.ts';
import { LOOPBACK, task, withChecker } from '../help/checking.ts';
import { movingJudge } from '../help/moving-judge.ts';
import { forwardProxy } from '../help/nasty.ts';
import { batchOf, createWorld } from '../help/pool-world.ts';

const GUARD = 'Content-Security-Policy';
const REMOVED = 'header: content-security-policy removed';

test('a finding stays when the direct look is not answered, and goes when the proxy passes without', async () => {
  const judge = await movingJudge({ sees: (caller) => caller, replies: { [GUARD]: "default-src 'none'" } });
  let isHonest = false;
  let isMortal = false;
  let last: Promise<void> | null = null;
  const proxy = await forwardProxy({
    reply: (body, _nth, response) => {
      if (!isHonest && body.startsWith('<!doctype')) withoutGuard(response);
      if (last === null && isMortal && body.startsWith('<!doctype')) last = judge.stop();
      return body;
    },
  });
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([{ host: '127.0.0.1', port: proxy.port, protocols: 1 }]), { source: 's' });
  const plan = await planJudge({
    judge: judge.url,
    allLoopback: true,
    startOwn: () => assert.fail('not asked for'),
    policy: LOOPBACK,
    verifyChain: false,
  });
  const check = (): Promise<unknown> => {
    const one: CheckTask = task(proxy.port, ['http'], { id: 1 });
    clock.at += 1_000;
    return withChecker({}, (checker) =>
      checker.check(
        [one].values(),
        { plan, policy: LOOPBACK, connectTimeoutMs: 500, timeoutMs: 2_000, retries: 0 },
        undefined,
        (reports) => pool.apply(reports.map((report) => ({ ...report, at: clock.at }))),
      ),
    );
  };
  try {
    await check();
    assert.deepEqual([pool.row(1).status, pool.row(1).changed], ['working', REMOVED]);
    isMortal = true;
    await check();
    assert.ok(last !== null, 'the judge died behind the page');
    assert.deepEqual([pool.row(1).status, pool.row(1).changed], ['working', REMOVED]);
    await judge.restart({ sees: (caller) => caller, replies: { [GUARD]: "default-src 'none'" } }, 0);
    isHonest = true;
    await check();
    assert.deepEqual([pool.row(1).status, pool.row(1).changed], ['working', null]);
  } finally {
    await Promise.all([judge.stop(), proxy.stop()]);
  }
});

function withoutGuard(response: ServerResponse): void {
  const write = response.writeHead.bind(response);
  response.writeHead = ((status: number, all: Record<string, string>) => {
    const { [GUARD.toLowerCase()]: _, ...headers } = all;
    return write(status, headers);
  }) as typeof response.writeHead;
}
