/** What the engine's log says of a judge that sees us otherwise than when the check began. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewText } from '../../src/model/judge.ts';
import { withEngine } from '../help/engine-world.ts';
import { movingJudge } from '../help/moving-judge.ts';
import { forwardProxy } from '../help/nasty.ts';

test('the log names the judge and what is new, and the proxy is seen for what it is', async () => {
  let ours = '203.0.113.1';
  const judge = await movingJudge({ sees: (caller) => (caller === '127.0.0.5' ? '198.51.100.5' : ours) });
  const proxy = await forwardProxy({ from: '127.0.0.5', delayMs: 200, headers: () => ({ forwarded: `for=${ours}` }) });
  const input = async function* () {
    yield Buffer.from(`http://127.0.0.1:${proxy.port}\n`);
  };
  const moved = setInterval(() => {
    if (proxy.seen.total > 0) ours = '203.0.113.2';
  }, 5);
  try {
    await withEngine(async ({ engine: { act, view } }) => {
      await act.import(input(), { source: 'one', allowPrivate: true });
      await act.check({ select: [1], judge: judge.url });
      const { status, anonymity } = view.row(1);
      assert.deepEqual([status, anonymity], ['working', 'transparent']);
      const told = view.log(50).filter(({ area }) => area === 'judge');
      assert.deepEqual(
        told.map(({ level, message }) => [level, message]),
        [
          [
            'warn',
            `the judge at ${judge.url} sees us at another address than when the check began: learnt anew, and nobody is judged by what was`,
          ],
        ],
      );
      assert.equal(view.status().judge.outage, null, 'it is in no trouble');
    });
  } finally {
    clearInterval(moved);
    await Promise.all([judge.stop(), proxy.stop()]);
  }
});

test('headers are named, and what they hold is not', () => {
  const change = {
    at: 'http://192.0.2.1',
    address: false,
    request: ['via', 'x-\u001b[2J'],
    response: true,
    hidden: null,
  };
  assert.equal(
    viewText(change),
    'the judge at http://192.0.2.1 sees other headers in our requests (via, x-) and answers with other headers than when the check began: learnt anew, and nobody is judged by what was',
  );
  assert.doesNotMatch(viewText({ ...change, request: [], response: false }), /\(/);
  assert.match(viewText({ ...change, hidden: true }), /does not see who asks any more/);
  assert.match(viewText({ ...change, hidden: false }), /sees who asks: /);
});
