/** What the pool says of the chance of one proxy, and what moves it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureReason, ProtocolResult } from '../../src/model/report.ts';
import { FAILURE_REASONS } from '../../src/model/report.ts';
import { Forecast } from '../../src/pool/forecast.ts';
import { Records } from '../../src/pool/records.ts';
import { bad, createWorld, good, loopbackBatch, report } from '../help/pool-world.ts';

const MINUTE = 60_000;

test('the reasons are the strongest three, with the numbers behind them', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(3), { source: 'list' });
  for (let n = 0; n < 5; n += 1) {
    pool.apply([report(1, clock.at, [good()], { country: 'DE' }), report(2, clock.at, [bad('refused')])]);
    clock.at += 8 * MINUTE;
  }
  clock.at += 32 * MINUTE;
  const [one, two, three] = [1, 2, 3].map((id) => pool.detail(id).survival);
  assert.ok(one!.chance > 0.8 && two!.chance < 0.05, `${one!.chance} ${two!.chance}`);
  assert.ok(three!.chance > two!.chance && three!.chance < one!.chance);
  for (const { chance, reasons } of [one!, two!, three!]) {
    assert.ok(chance > 0 && chance < 1);
    assert.ok(reasons.length > 0 && reasons.length <= 3);
    const points = reasons.map((reason) => Math.abs(reason.points));
    assert.deepEqual(
      points,
      points.toSorted((a, b) => b - a),
    );
  }
  const value = (survival: typeof one, name: string) => survival!.reasons.find((reason) => reason.name === name)?.value;
  assert.equal(value(one, 'streak'), 5);
  assert.equal(value(two, 'streak'), -5);
  assert.equal(value(three, 'new'), 1);
  assert.equal(value(one, 'checked') ?? 40 * MINUTE, 40 * MINUTE);
});

test('asking changes nothing; learning follows reports, not those that say nothing of the proxy', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(2), { source: 's' });
  const before = pool.survival.image();
  assert.deepEqual(pool.detail(1).survival, pool.detail(1).survival);
  pool.apply([report(1, clock.at, [bad('judge-down')]), report(9, clock.at, [good()])]);
  assert.deepEqual(pool.survival.image(), before);
  pool.apply([report(1, clock.at, [good()]), report(2, clock.at, [bad('refused')])]);
  const { learned, passed } = pool.survival.image();
  assert.deepEqual({ learned, passed }, { learned: 2, passed: 1 });
});

test('what a check found out is no feature of the chance that it had', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(400), { source: 's' });
  const ids = Array.from({ length: 400 }, (_, i) => i + 1);
  // Half of them pass, by nothing that can be known before.
  for (const id of ids) pool.apply([report(id, clock.at, [id % 2 === 0 ? good() : bad('refused')])]);
  const { weights } = pool.survival.image();
  assert.ok(Math.abs(weights['passStreak']! - 2.5) < 1e-6, 'nobody had a streak before the only check');
  assert.ok(Math.abs(weights['unreached']! + 0.6) < 1e-6);
});

test('newcomers of one list share a forecast, until anything that it depends on is another', () => {
  const records = new Records();
  const forecast = new Forecast(records);
  const c = records.columns;
  for (let n = 0; n < 4; n += 1) c.take();
  const now = 1_000 * MINUTE;
  const chance = (slot = 0, at = now): number => {
    const asked = forecast.chance(slot, at);
    // Asked for its reasons it is worked out anew.
    assert.equal(Math.round(asked * 10_000) / 10_000, forecast.explain(slot, at).chance);
    return asked;
  };
  c.claimed[1] = 2;
  c.sources[1] = records.sources.of(['nothing is known of it']);
  c.firstSeen[2] = (now - 30 * MINUTE) / 1_000;
  c.sources[3] = records.sources.of(['a good list', 'another']);
  const [list] = records.sources.members(c.sources[3]);
  records.counts.checkedListed[list!] = 40;
  records.counts.workingListed[list!] = 30;
  // Until it has learnt something most of them mean nothing to it.
  for (let n = 0; n < 40; n += 1) forecast.learn(n % 4, now + n * 100 * MINUTE, n % 3 === 0);
  const usual = chance();
  const others: number[] = [];
  for (const ask of [1, 2, 3].map((slot) => () => chance(slot)).concat(() => chance(0, now + 600 * MINUTE))) {
    assert.equal(chance(), usual);
    others.push(ask());
  }
  assert.equal(chance(), usual);
  forecast.learn(0, now, true);
  others.push(chance());
  assert.equal(others[0], usual, 'of a newcomer only what its lists yielded counts, and its age');
  assert.equal(new Set(others).size, 5);
});

test('every reason to fail that counts has its class, and each is a chance of its own', async () => {
  const { pool, clock } = createWorld();
  const reasons = (Object.keys(FAILURE_REASONS) as FailureReason[]).filter(
    (reason) => !['judge-down', 'blocked', 'cancelled'].includes(reason),
  );
  await pool.admit(loopbackBatch(reasons.length), { source: 's' });
  pool.apply(reasons.map((reason, i) => report(i + 1, clock.at, [bad(reason)])));
  const chances = new Map(reasons.map((reason, i) => [reason, pool.detail(i + 1).survival.chance]));
  assert.ok(chances.get('tampered')! < chances.get('reset')!);
  assert.ok(chances.get('refused')! < chances.get('connect-timeout')!);
  assert.equal(chances.get('refused'), chances.get('unreachable'));
  assert.equal(new Set(chances.values()).size, 5);
});

test('latencies that grow speak against it, and are told', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(2), { source: 's' });
  const steps: ProtocolResult[][] = [100, 100, 100, 100, 450].map((latencyMs) => [good({ latencyMs })]);
  for (const results of steps) {
    pool.apply([report(1, clock.at, results), report(2, clock.at, [good({ latencyMs: 100 })])]);
    clock.at += MINUTE;
  }
  assert.ok(pool.detail(1).survival.chance < pool.detail(2).survival.chance);
});

test('clocks set back and times beyond all reason give a chance all the same', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(1), { source: 's' });
  pool.apply([report(1, clock.at, [good()])]);
  for (const at of [0, clock.at - 1e9, clock.at + 1e14, 8.64e15]) {
    clock.at = at;
    const { chance, reasons } = pool.detail(1).survival;
    assert.ok(chance > 0 && chance < 1, `${chance}`);
    for (const { value, points } of reasons) assert.ok(Number.isFinite(value) && Number.isFinite(points));
  }
});

test('after a restart the chances are what they were: streaks, drift and all', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(loopbackBatch(30), { source: 'list' });
  for (let n = 0; n < 40; n += 1) {
    const reports = Array.from({ length: 20 }, (_, i) => {
      const isPass = i % 4 !== 3 && (n + i) % (2 + (i % 5)) !== 0;
      return report(i + 1, clock.at, [isPass ? good({ latencyMs: 100 + n * i }) : bad('connect-timeout')]);
    });
    pool.apply(reports);
    clock.at += 11 * MINUTE;
  }
  const next = createWorld();
  next.clock.at = clock.at;
  const image = JSON.parse(JSON.stringify([...pool.images.images()])) as unknown[][];
  next.pool.images.restore(image, pool.images.columns);
  const { weights, ...learned } = pool.survival.image();
  // So that what the latency says is among the strongest.
  const document = JSON.stringify({ ...learned, weights: { ...weights, drift: -15 } });
  for (const { survival } of [pool, next.pool]) assert.equal(survival.restore(JSON.parse(document)), null);
  const told = new Set<string>();
  for (let id = 1; id <= 30; id += 1) {
    const [before, after] = [pool.detail(id).survival, next.pool.detail(id).survival];
    assert.ok(Math.abs(before.chance - after.chance) <= 0.0002, `${id}: ${before.chance} ${after.chance}`);
    assert.deepEqual(
      after.reasons.map(({ name, value }) => [name, value]),
      before.reasons.map(({ name, value }) => [name, value]),
    );
    for (const { name } of after.reasons) told.add(name);
  }
  for (const name of ['streak', 'latency', 'new']) assert.ok(told.has(name), [...told].join(' '));
});
