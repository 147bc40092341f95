/** The learnt connect timeout: what a histogram knows, when it is believed, and that nobody slow is lost by it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ConnectTimeout, type ConnectHistory } from '../../../src/checker/pace/connect-timeout.ts';
import { ConnectTimes } from '../../../src/checker/pace/connect-times.ts';

const history = (): ConnectHistory => ({ loopback: new ConnectTimes(), internet: new ConnectTimes() });

/** `count` connections between two times, evenly, in no order. */
function fill(timeout: ConnectTimeout, place: 'loopback' | 'internet', count: number, from: number, to: number): void {
  for (let index = 0; index < count; index++)
    timeout.connected(place, from + ((to - from) * ((index * 37) % count)) / (count - 1), false);
}

test('a quantile is never below the true one, and at most 9 % above it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.11, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 400 }),
      fc.constantFrom(0.5, 0.9, 0.99, 1),
      (times, share) => {
        const histogram = new ConnectTimes();
        for (const ms of times) histogram.add(ms);
        const sorted = times.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(sorted.length * share - 1e-9) - 1]!;
        const told = histogram.quantile(share)!;
        assert.ok(told >= exact * 0.999_999 && told <= exact * 1.0906, `${told} for ${exact}`);
      },
    ),
  );
});

test('knows nothing of nothing, and takes any time', () => {
  const histogram = new ConnectTimes();
  assert.equal(histogram.quantile(0.99), null);
  for (const ms of [0, 1e-9, 1e9]) histogram.add(ms);
  assert.equal(histogram.count, 3);
  assert.ok(histogram.quantile(1)! > 100_000);
});

test('what was long ago counts less and less', () => {
  const histogram = new ConnectTimes();
  for (let index = 0; index < 4_000; index++) histogram.add(2_000);
  for (let index = 0; index < 40_000; index++) histogram.add(50);
  assert.ok(histogram.quantile(0.99)! < 60);
  assert.ok(histogram.count <= 4_096);
});

const cases: readonly {
  readonly name: string;
  readonly place: 'loopback' | 'internet';
  readonly count: number;
  readonly toMs: number;
  readonly configuredMs?: number;
  readonly expected: (ms: number) => boolean;
}[] = [
  { name: 'too few', place: 'internet', count: 99, toMs: 100, expected: (ms) => ms === 3_000 },
  {
    name: 'twice the 99th percentile',
    place: 'internet',
    count: 200,
    toMs: 700,
    expected: (ms) => ms >= 1_386 && ms <= 1_520,
  },
  { name: 'a second at least on the net', place: 'internet', count: 200, toMs: 40, expected: (ms) => ms === 1_000 },
  { name: 'less within the machine', place: 'loopback', count: 200, toMs: 2, expected: (ms) => ms === 250 },
  { name: 'never more than configured', place: 'internet', count: 200, toMs: 2_900, expected: (ms) => ms === 3_000 },
  {
    name: 'an operator who wants less gets less',
    place: 'internet',
    count: 200,
    toMs: 40,
    configuredMs: 600,
    expected: (ms) => ms === 600,
  },
];
for (const { name, place, count, toMs, configuredMs, expected } of cases)
  test(`learns: ${name}`, () => {
    const timeout = new ConnectTimeout(configuredMs ?? 3_000, history(), true);
    fill(timeout, place, count, 1, toMs);
    assert.ok(expected(timeout.first(place)), String(timeout.first(place)));
    const other = place === 'loopback' ? 'internet' : 'loopback';
    assert.equal(timeout.first(other), configuredMs ?? 3_000, 'one place says nothing about the other');
  });

test('what is learnt and not wanted is only told', () => {
  const timeout = new ConnectTimeout(3_000, history(), false);
  fill(timeout, 'internet', 500, 1, 10);
  assert.deepEqual(
    [timeout.first('internet'), timeout.late('internet'), timeout.learntMs('internet')],
    [3_000, 3_000, 1_000],
  );
});

test('the next run begins with what the last one knew, and says once that those in flight may be cut', () => {
  const shared = history();
  const first = new ConnectTimeout(3_000, shared, true);
  const cuts = Array.from({ length: 400 }, () => first.connected('internet', 20, false)).filter(Boolean);
  assert.equal(cuts.length, 1);
  assert.equal(new ConnectTimeout(3_000, shared, true).first('internet'), 1_000);
});

test('late retries get the whole time, until hundreds have found nobody; one who is found brings it back', () => {
  const timeout = new ConnectTimeout(3_000, history(), true);
  fill(timeout, 'internet', 200, 1, 20);
  const given = Array.from({ length: 256 }, () => timeout.late('internet'));
  assert.ok(given.every((ms) => ms === 3_000));
  const then = Array.from({ length: 320 }, () => timeout.late('internet'));
  assert.equal(then.filter((ms) => ms === 3_000).length, 20, 'one in sixteen');
  timeout.connected('internet', 900, true);
  assert.equal(
    Array.from({ length: 320 }, () => timeout.late('internet')).filter((ms) => ms === 3_000).length,
    20,
    'less would have done for this one',
  );
  timeout.connected('internet', 1_800, true);
  assert.ok(Array.from({ length: 1_000 }, () => timeout.late('internet')).every((ms) => ms === 3_000));
});

test('is between its floor and the configured time, and never below what 99 % needed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.2, max: 4_000, noNaN: true }), { minLength: 164, maxLength: 600 }),
      fc.integer({ min: 50, max: 10_000 }),
      (times, configuredMs) => {
        const timeout = new ConnectTimeout(configuredMs, history(), true);
        for (const ms of times) timeout.connected('internet', ms, false);
        const ms = timeout.first('internet');
        assert.ok(ms <= configuredMs && ms >= Math.min(configuredMs, 1_000));
      },
    ),
    { numRuns: 50 },
  );
});
