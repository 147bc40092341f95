import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressMeter } from '../../src/lib/progress-meter.ts';

test('no rate before something was measured', () => {
  const meter = new ProgressMeter(10, () => 0);
  assert.deepEqual(meter.read(), { done: 0, total: 10, rate: null, etaMs: null });
});

test('a steady rate gives a steady estimate', () => {
  let now = 0;
  const meter = new ProgressMeter(100, () => now);
  for (; now < 4000; now += 100) meter.add(1);
  const { done, rate, etaMs } = meter.read();
  assert.equal(done, 40);
  assert.equal(Math.round(rate!), 10);
  assert.equal(Math.round(etaMs! / 100), 60);
});

test('the rate forgets what is older than its window', () => {
  let now = 0;
  const meter = new ProgressMeter(null, () => now);
  for (; now < 2000; now += 100) meter.add(100);
  for (; now < 20_000; now += 100) meter.add(1);
  assert.ok(Math.abs(meter.read().rate! - 10) < 1, String(meter.read().rate));
  assert.equal(meter.read().etaMs, null);
});

test('a stall shows as a falling rate', () => {
  let now = 0;
  const meter = new ProgressMeter(100, () => now);
  for (; now < 2000; now += 100) meter.add(1);
  const before = meter.read().rate!;
  now = 10_000;
  assert.ok(meter.read().rate! < before / 3);
});
