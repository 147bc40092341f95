/** A proxy that is honest to judges alone: no judge can find it out, a check against one's own page does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planTarget } from '../../src/checker/plan-judge.ts';
import { loadBehaviours } from '../../src/demo/catalogue.ts';
import { LOOPBACK, checkAll, outcomes, task, testJudge, withChecker } from '../help/checking.ts';
import { playedProxies } from '../help/played-proxies.ts';
import { startTarget } from '../help/target.ts';

test('what judges must call working, an own page finds out', async () => {
  const [judge, target] = await Promise.all([testJudge(), startTarget()]);
  const played = playedProxies(await loadBehaviours());
  try {
    const [liar, honest] = await Promise.all([played.play('judge-friendly'), played.play('fast-http')]);
    await withChecker({}, async (checker) => {
      const asked = [
        task(liar.port, ['http'], { host: liar.host }),
        task(honest.port, ['http'], { host: honest.host }),
      ];
      const byJudge = await checkAll(checker, asked, { plan: judge.plan });
      for (const { id } of asked) assert.match(outcomes(byJudge.reports.get(id)), /^http:confirmed/);

      const plan = await planTarget({ target: `${target.http}/size/500`, policy: LOOPBACK });
      const expect = ({ body }: { readonly body: string }): boolean => body === 'x'.repeat(500);
      const byPage = await checkAll(checker, asked, { plan, expect });
      assert.equal(byPage.reports.get(asked[0]!.id)?.reason, 'unexpected-page');
      assert.match(outcomes(byPage.reports.get(asked[1]!.id)), /^http:confirmed/);
    });
  } finally {
    await Promise.all([played.stop(), judge.stop(), target.stop()]);
  }
});
