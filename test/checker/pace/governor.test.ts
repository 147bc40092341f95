/** The limit in force as a function of what happened: begins gently, gives way to trouble, grows back, and says why. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { EXHAUSTED_PAUSE_MS, Governor } from '../../../src/checker/pace/governor.ts';
import type { PaceReason } from '../../../src/model/pace.ts';

/** Looks at the limit every 5 ms, as a busy run does, up to a time. */
function live(governor: Governor, from: number, to: number): number {
  let limit = 0;
  for (let now = from; now <= to; now += 5) limit = governor.limit(now);
  return limit;
}

test('begins gently: within the machine everything in a fifth of a second, on the net in seconds', () => {
  const here = new Governor(10_000);
  assert.equal(here.limit(0), 200);
  assert.ok(live(here, 0, 50) < 1_000);
  assert.equal(live(here, 50, 200), 10_000);
  const there = new Governor(10_000);
  there.leavesMachine();
  assert.ok(live(there, 0, 1_000) <= 801);
  assert.equal(live(there, 1_000, 3_000), 10_000);
  assert.equal(there.why, 'full');
});

test('loses little by it: a tenth of a second of the whole at any limit', () => {
  for (const wanted of [200, 400, 1_000, 5_000, 10_000]) {
    const governor = new Governor(wanted);
    let lost = 0;
    for (let now = 0; now < 1_000; now += 5) lost += (wanted - governor.limit(now)) * 5;
    assert.ok(lost / wanted <= 115, `${wanted}: as if it had begun ${Math.round(lost / wanted)} ms later`);
  }
});

test('a turn that took long has not shown that many more would do', () => {
  const governor = new Governor(10_000);
  governor.limit(0);
  assert.equal(governor.limit(1_000), 400);
});

test('whoever wants few has them at once, and nothing to tell but that', () => {
  const told: PaceReason[] = [];
  const governor = new Governor(64, (_now, _limit, why) => told.push(why));
  assert.equal(governor.limit(0), 64);
  assert.deepEqual(told, ['full']);
});

test('out of descriptors: nothing for a while, then a little less than there was room for, then cautiously more', () => {
  const governor = new Governor(5_000);
  live(governor, 0, 1_000);
  // 900 are open and 100 more fail in the same moment: their slots come back one by one.
  for (let open = 999; open >= 900; open--) governor.ranOut(1_000, 'descriptors', open);
  assert.equal(governor.why, 'descriptors');
  assert.equal(governor.limit(1_000), 0);
  assert.equal(governor.pausedMs(1_000), EXHAUSTED_PAUSE_MS);
  const after = governor.limit(1_000 + EXHAUSTED_PAUSE_MS);
  assert.ok(after >= 810 && after <= 900, String(after));
  // Not ten per cent of what is wanted a second, which would meet the same wall at once.
  const later = live(governor, 1_100, 2_000);
  assert.ok(later > after && later < 1_100, String(later));
  assert.equal(governor.why, 'growing');
  assert.equal(live(governor, 2_000, 120_000), 5_000);
  assert.equal(governor.why, 'full');
});

test('a thread that falls behind gets fewer, step by step, and all again soon; a few are never too many', () => {
  const governor = new Governor(1_000);
  live(governor, 0, 1_000);
  governor.fellBehind(1_000, 200);
  assert.equal(governor.limit(1_000), 1_000);
  governor.fellBehind(1_000, 900);
  assert.equal(governor.limit(1_000), 810);
  governor.fellBehind(1_000, 900);
  assert.equal(governor.limit(1_000), 729);
  assert.equal(governor.why, 'behind');
  for (let index = 0; index < 50; index++) governor.fellBehind(1_000, 900);
  assert.equal(governor.limit(1_000), 200);
  assert.equal(live(governor, 1_000, 10_000), 1_000);
});

test('a saturated network: half of what is open, then slowly more from where it broke', () => {
  const governor = new Governor(4_000);
  live(governor, 0, 1_000);
  governor.saturated(1_000, 2_000);
  assert.equal(governor.limit(1_000), 1_000);
  assert.equal(governor.why, 'network');
  const back = live(governor, 1_000, 4_000);
  assert.ok(back >= 1_790 && back < 2_000, String(back));
  assert.ok(live(governor, 4_000, 10_000) < 2_100);
});

type Event = { readonly afterMs: number; readonly kind: number; readonly open: number };
const events = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 3_000 }),
    kind: fc.integer({ min: 0, max: 5 }),
    open: fc.integer({ min: 0, max: 12_000 }),
  }),
  { maxLength: 60 },
);

test('whatever happens: never above what is wanted nor stuck at nothing, grows only while all is well, and ends where it should', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 10_000 }), (all: readonly Event[], wanted) => {
      const said: PaceReason[] = [];
      const governor = new Governor(wanted, (_now, limit, why) => {
        said.push(why);
        assert.ok(limit <= wanted);
      });
      let now = 0;
      for (const { afterMs, kind, open } of all) {
        const before = governor.limit(now);
        const until = now + afterMs;
        let limit = before;
        for (; now < until; now += 37) {
          const next = governor.limit(now);
          assert.ok(next >= limit || governor.pausedMs(now) > 0, 'nothing happened, and the limit fell');
          limit = next;
        }
        now = until;
        const reached = governor.limit(now);
        if (kind === 0) governor.ranOut(now, 'descriptors', Math.min(open, wanted));
        else if (kind === 1) governor.ranOut(now, 'ports', Math.min(open, wanted));
        else if (kind === 2) governor.fellBehind(now, Math.min(open, wanted));
        else if (kind === 3) governor.saturated(now, Math.min(open, wanted));
        if (kind < 4) assert.ok(governor.limit(now) <= Math.max(reached, 200), 'trouble never raises the limit');
        assert.ok(governor.level >= 1 && governor.level <= wanted);
      }
      assert.equal(live(governor, now, now + 1_000), governor.limit(now + 1_000));
      for (let later = now; later < now + 300_000; later += 50) governor.limit(later);
      assert.equal(governor.limit(now + 300_000), wanted);
      assert.equal(governor.why, 'full');
      assert.equal(said.at(-1), 'full');
    }),
    { numRuns: 100 },
  );
});
