/** Whose fault it is that a thread was late. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OwnLag } from '../../../src/checker/pace/own-lag.ts';

const cases: readonly (readonly [wallMs: number, cpuMs: number, own: boolean])[] = [
  [150, 140, true],
  [150, 75, true],
  [150, 70, false],
  [400, 20, false],
];
for (const [wallMs, cpuMs, own] of cases)
  test(`late by ${wallMs} ms of which it worked ${cpuMs}: ${own ? 'its own work' : 'others'}`, () => {
    let [wall, cpu] = [1_000, 500];
    const lag = new OwnLag({ now: () => wall, cpuMs: () => cpu });
    lag.start();
    assert.equal(lag.isLate, false);
    wall += wallMs;
    cpu += cpuMs;
    assert.equal(lag.isLate, wallMs > 150);
    assert.equal(lag.wasOwn(), own);
    wall += 100;
    lag.wasOwn();
    wall += 100;
    assert.equal(lag.wasOwn(), false, 'what was long before does not count again');
    lag.stop();
  });

test('knows a thread that works from one that sleeps', async () => {
  const lag = new OwnLag();
  lag.start();
  const before = process.threadCpuUsage();
  // By processor time, not by the clock: this machine may be busy with other things.
  while (process.threadCpuUsage(before).user + process.threadCpuUsage(before).system < 40_000);
  lag.stop();
  lag.start();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(lag.wasOwn(), false);
  lag.stop();
});
