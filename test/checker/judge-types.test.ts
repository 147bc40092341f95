/** A judge whose servers do not agree on the content type of a page: nobody is held responsible for it, and who really changes one is found out. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { Checker } from '../../src/checker/checker.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import { LOOPBACK, checkAll, task } from '../help/checking.ts';
import { movingJudge } from '../help/moving-judge.ts';
import { forwardProxy } from '../help/nasty.ts';

/** Where the proxies ask from; everybody else is us. */
const EXIT = '127.0.0.5';

let checker: Checker;
before(() => (checker = new Checker()));
after(() => checker.stop());

/** `text/plain` for every nth request of a kind, counted for us and for the proxies apart. */
function everyNth(nthOfOurs: number): (usual: string, caller: string) => string {
  const asked = new Map<string, number>();
  return (usual, caller) => {
    const who = `${usual} ${caller === EXIT}`;
    const count = (asked.get(who) ?? 0) + 1;
    asked.set(who, count);
    return count % (caller === EXIT ? 2 : nthOfOurs) === 0 ? 'text/plain' : usual;
  };
}

function withHeader(name: string, value: string): (body: string, nth: number, response: ServerResponse) => string {
  return (body, _nth, response) => {
    const write = response.writeHead.bind(response);
    response.writeHead = ((status: number, headers: Record<string, string>) =>
      write(status, { ...headers, [name]: value })) as typeof response.writeHead;
    return body;
  };
}

describe('a judge that gives its pages one content type now and another one then', { concurrency: true }, () => {
  const cases = [
    { name: 'by turns: both are known before the run', nthOfOurs: 2, spared: 0 },
    { name: 'to us seldom: whoever meets what is new is spared until it is known', nthOfOurs: 4, spared: 30 },
  ];
  for (const { name, nthOfOurs, spared } of cases)
    test(name, async () => {
      const judge = await movingJudge({ sees: (caller) => caller, type: everyNth(nthOfOurs) });
      const [honest, retyping, baking] = await Promise.all([
        forwardProxy({ from: EXIT, delayMs: 2 }),
        forwardProxy({ from: EXIT, reply: withHeader('content-type', 'application/octet-stream') }),
        forwardProxy({ from: EXIT, reply: withHeader('set-cookie', 'id=7') }),
      ]);
      try {
        const plan = await planJudge({
          judge: judge.url,
          allLoopback: true,
          startOwn: () => assert.fail('not asked for'),
          policy: LOOPBACK,
          verifyChain: false,
        });
        const good = Array.from({ length: 200 }, () => task(honest.port, ['http']));
        const wrong = [retyping, baking].map(({ port }) => task(port, ['http']));
        const { reports } = await checkAll(checker, [...good, ...wrong], { plan, concurrency: 10, timeoutMs: 4_000 });
        const [found, lies] = [good, wrong].map((tasks) =>
          tasks.map(({ id }) => reports.get(id)!.results.find(({ protocol }) => protocol === 'http')!),
        );
        const down = found!.filter(({ reason }) => reason === 'judge-down');
        for (const one of found!)
          if (!down.includes(one)) assert.deepEqual([one.outcome, one.changed], ['confirmed', null]);
        assert.ok(down.length <= spared, `${down.length} came to nothing`);
        assert.ok(!found!.slice(-100).some((one) => down.includes(one)));
        assert.deepEqual(
          lies!.map(({ reason, changed }) => [reason, changed]),
          [
            ['tampered', 'header: content-type changed to application/octet-stream'],
            ['tampered', 'header: set-cookie added: id=7'],
          ],
        );
      } finally {
        await Promise.all([judge, honest, retyping, baking].map((one) => one.stop()));
      }
    });
});
