/** The check against squid in the guises people give it: transparent, anonymous, elite, with a password, closed to all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAll, outcomes, resultOf, task, testJudge, withChecker } from '../help/checking.ts';
import { endings } from '../help/endings.ts';
import { LOGIN } from '../help/real-proxies.ts';
import { squidMissing, startSquids } from '../help/squid.ts';

/** Another user: squid asks once for several requests of one user, whatever passwords they came with. */
const WRONG = { user: 'other', password: 'wrong' };

test('squid is what it is set up to be', { skip: squidMissing }, async (t) => {
  const end = endings(t);
  const squids = await startSquids();
  end(squids.stop);
  const judge = await testJudge();
  end(() => judge.stop());
  await withChecker({}, async (checker) => {
    const { ports } = squids;
    const tasks = {
      transparent: task(ports.transparent, ['http']),
      anonymous: task(ports.anonymous, ['http']),
      elite: task(ports.elite, ['http']),
      unknown: task(ports.elite),
      locked: task(ports.locked, ['http'], LOGIN),
      wrong: task(ports.locked, ['http'], WRONG),
      tunnelWrong: task(ports.locked, ['https'], WRONG),
      none: task(ports.locked, ['http']),
      denies: task(ports.denies, ['http', 'https']),
    };
    const { reports } = await checkAll(checker, Object.values(tasks), { plan: judge.plan, timeoutMs: 5_000 });
    const seen = Object.fromEntries(
      Object.entries(tasks).map(([name, { id }]) => {
        const http = resultOf(reports.get(id), 'http');
        return [name, [outcomes(reports.get(id)), reports.get(id)?.reason, http?.anonymity].join(' / ')];
      }),
    );
    const both = 'http:confirmed https:confirmed';
    assert.deepEqual(seen, {
      transparent: `${both} /  / transparent`,
      anonymous: `${both} /  / anonymous`,
      elite: `${both} /  / elite`,
      unknown: seen['unknown'],
      locked: `${both} /  / elite`,
      wrong: 'http:failed(auth-required) / auth-required / ',
      tunnelWrong: 'https:failed(auth-required) / auth-required / ',
      none: 'http:failed(auth-required) / auth-required / ',
      denies: 'http:failed(denied) https:failed(denied) / denied / ',
    });
    for (const protocol of ['http', 'https'] as const)
      assert.equal(resultOf(reports.get(tasks.unknown.id), protocol)?.outcome, 'confirmed', seen['unknown']);
    assert.notEqual(resultOf(reports.get(tasks.unknown.id), 'socks5')?.outcome, 'confirmed');
    // Inside the tunnel it can neither say who it is nor for whom.
    assert.equal(resultOf(reports.get(tasks.transparent.id), 'https')?.anonymity, 'elite');
    assert.equal(resultOf(reports.get(tasks.transparent.id), 'https')?.tlsIntact, true);
  });
});
