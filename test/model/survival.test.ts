import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { seededRandom } from '../../src/demo/random.ts';
import { FEATURE_COUNT, SURVIVAL_FEATURES, Survival } from '../../src/model/survival.ts';

const hostile = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e308, -1e308, -0, Number.MIN_VALUE),
);
const lessons = fc.array(
  fc.record({
    features: fc.array(hostile, { minLength: FEATURE_COUNT, maxLength: FEATURE_COUNT }),
    passed: fc.boolean(),
  }),
  { maxLength: 30 },
);

function features(part: Partial<Record<(typeof SURVIVAL_FEATURES)[number], number>>): Float64Array {
  return Float64Array.from(SURVIVAL_FEATURES, (name) => part[name] ?? (name === 'bias' ? 1 : 0));
}

test('whatever the features are, a chance is from 0 to 1, and learning keeps it so', () => {
  fc.assert(
    fc.property(lessons, (list) => {
      const survival = new Survival();
      for (const { features, passed } of list) {
        survival.learn(Float64Array.from(features), passed);
        const chance = survival.predict(Float64Array.from(features));
        assert.ok(chance >= 0 && chance <= 1, `${chance}`);
      }
      for (const weight of Object.values(survival.image().weights)) assert.ok(Math.abs(weight) <= 20);
    }),
  );
});

test('the same lessons give the same weights, and what was kept goes on as what was not', () => {
  fc.assert(
    fc.property(lessons, lessons, (first, second) => {
      const one = new Survival();
      const other = new Survival();
      for (const { features, passed } of first) {
        one.learn(Float64Array.from(features), passed);
        other.learn(Float64Array.from(features), passed);
      }
      assert.deepEqual(one.image(), other.image());
      const kept = new Survival();
      assert.equal(kept.restore(JSON.parse(JSON.stringify(one.image()))), null);
      assert.deepEqual(kept.image(), one.image());
      for (const { features } of second) {
        const row = Float64Array.from(features);
        assert.equal(one.predict(row), other.predict(row));
        assert.ok(Math.abs(one.predict(row) - kept.predict(row)) < 1e-4);
      }
    }),
  );
});

test('before anything was learned, the chances are in a sensible order', () => {
  const survival = new Survival();
  const chances = [
    { passStreak: 1, success: 0.9, everPassed: 1, sincePass: 0.2 },
    { passStreak: 0.25, success: 0.3, everPassed: 1, sincePass: 0.2 },
    { new: 1, sourceYield: 0.8 },
    { new: 1 },
    { failStreak: 0.25, success: -0.3, timedOut: 1 },
    { failStreak: 1, success: -0.9, unreached: 1 },
  ].map((part) => survival.predict(features(part)));
  assert.deepEqual(
    chances,
    chances.toSorted((a, b) => b - a),
  );
  assert.ok(chances[0]! > 0.9 && chances.at(-1)! < 0.01, chances.join(' '));
});

test('learns a rule that goes against what was believed, and how sure it may be', () => {
  const random = seededRandom(7);
  const survival = new Survival();
  // Only socks5 passes, and of those three in four; the streaks are noise.
  const draw = () => {
    const socks5 = random() < 0.5;
    const row = features({ socks5: socks5 ? 1 : 0, passStreak: random(), hourSin: 2 * random() - 1 });
    return { row, socks5, passed: socks5 && random() < 0.75 };
  };
  for (let i = 0; i < 20_000; i += 1) {
    const { row, passed } = draw();
    survival.learn(row, passed);
  }
  for (let i = 0; i < 500; i += 1) {
    const { row, socks5 } = draw();
    const chance = survival.predict(row);
    if (socks5) assert.ok(Math.abs(chance - 0.75) < 0.1, `${chance}`);
    else assert.ok(chance < 0.05, `${chance}`);
  }
  assert.ok(Math.abs(survival.image().weights['hourSin']!) < 0.15);
});

test('goes on learning when the world changes after a million checks', () => {
  const survival = new Survival();
  const row = features({ http: 1 });
  for (let i = 0; i < 300_000; i += 1) survival.learn(row, i % 2 === 0);
  for (let i = 0; i < 5_000; i += 1) survival.learn(row, false);
  assert.ok(survival.predict(row) < 0.1, `${survival.predict(row)}`);
});

test('what a file may hold: nothing, older and newer features, nonsense', () => {
  const learned = new Survival();
  for (let i = 0; i < 50; i += 1) learned.learn(features({ http: 1, new: 1 }), true);
  const image = learned.image();
  const start = new Survival().image();
  const restored = (found: unknown): { problem: string | null; image: unknown } => {
    const survival = new Survival();
    survival.learn(features({ socks4: 1 }), true);
    return { problem: survival.restore(found), image: survival.image() };
  };
  assert.deepEqual(restored(null), { problem: null, image: start });
  assert.deepEqual(restored(undefined), { problem: null, image: start });
  const { http: _, ...fewer } = image.weights;
  const other = restored({ ...image, weights: { ...fewer, later: 2 } });
  assert.equal(other.problem, null);
  assert.deepEqual(other.image, { ...image, weights: { ...image.weights, http: start.weights['http'] } });
  const nonsense: [unknown, RegExp][] = [
    ['x', /object/],
    [[], /object/],
    [{ ...image, version: 2 }, /version 2/],
    [{ weights: {} }, /version undefined/],
    [{ ...image, learned: -1 }, /counts/],
    [{ ...image, passed: 51 }, /counts/],
    [{ ...image, weights: { http: 'much' } }, /weights/],
    [{ ...image, weights: { http: 1e9 } }, /weights/],
    [{ ...image, weights: null }, /weights/],
    [{ ...image, squares: { http: 0 } }, /squares/],
    [{ ...image, squares: { http: Number.NaN } }, /squares/],
  ];
  for (const [found, problem] of nonsense) {
    const { problem: told, image } = restored(found);
    assert.match(told ?? '', problem);
    assert.deepEqual(image, start, 'set back');
  }
});

test('the points of the features add up to the chance, whatever the features are', () => {
  fc.assert(
    fc.property(lessons, (list) => {
      const survival = new Survival();
      for (const { features, passed } of list) {
        const row = Float64Array.from(features);
        survival.learn(row, passed);
        const sum = SURVIVAL_FEATURES.reduce((sum, _, at) => sum + survival.points(row, at), 0);
        assert.ok(Math.abs(survival.predict(row) - 1 / (1 + Math.exp(-sum))) < 1e-9);
      }
    }),
  );
});
