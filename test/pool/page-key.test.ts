/** Pages whose URLs hold keys: told apart, and written down without them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskSecrets } from '../../src/lib/safe-text.ts';
import { pageKey } from '../../src/pool/page-key.ts';
import { TargetResults } from '../../src/pool/target-results.ts';

const PLAIN = 'http://127.0.0.1:8000/page?lang=de';
const ONE = 'http://127.0.0.1:8000/page?token=geheim-1';
const TWO = 'http://127.0.0.1:8000/page?token=geheim-2';
const VERDICT = {
  id: 7,
  at: 1_700_000_000_000,
  passed: true,
  reason: null,
  status: 200,
  latencyMs: 20,
  protocols: 1,
  tlsIntact: null,
  reached: true,
} as const;

test('a page without a key in its URL is known by it, and a key is its own', () => {
  assert.equal(pageKey(PLAIN), PLAIN);
  assert.equal(pageKey(pageKey(ONE)), pageKey(ONE));
});

test('two pages that differ in a key are two, here and after a restart, and the state holds no key', () => {
  const before = new TargetResults();
  const [one, two] = [before.use(ONE, 1), before.use(TWO, 2)];
  assert.notEqual(one, two);
  before.write(two, 5, VERDICT);
  const shown = 'http://127.0.0.1:8000/page?token=***';
  assert.deepEqual(
    before.list().map((target) => target.shown),
    [shown, shown],
  );
  const image = JSON.parse(JSON.stringify([before.image(), before.rowImage(5)])) as [unknown, unknown];
  const written = JSON.stringify(image);
  assert.doesNotMatch(written, /geheim/);
  assert.equal(
    maskSecrets(written),
    written,
    'an export masks all of the state: it must not take away what tells them apart',
  );

  const after = new TargetResults();
  after.restoreRow(5, image[1]);
  after.restore(image[0]);
  assert.deepEqual(
    after.list().map((target) => target.shown),
    [shown, shown],
  );
  assert.deepEqual([after.use(ONE, 3), after.use(TWO, 4)], [one, two]);
  assert.deepEqual([after.passedAt(one, 5), after.passedAt(two, 5)], [false, true]);
  assert.deepEqual(after.image(), {
    next: 3,
    list: [
      { ...imageOf(after, 0), usedAt: 3 },
      { ...imageOf(after, 1), usedAt: 4 },
    ],
  });
});

test('a state that still has a key in a URL loses it when it is read', () => {
  const results = new TargetResults();
  results.restore({ next: 4, list: [{ id: 3, url: ONE, usedAt: 1 }] });
  assert.doesNotMatch(JSON.stringify(results.image()), /geheim/);
  assert.equal(results.use(ONE, 2), 3);
});

test('rows that name pages nobody knows fill nothing', () => {
  const row = (id: number): unknown => [[id, 'passed', 200, 20, 1_700_000_000, 1, 1, 'http', 0]];
  const results = new TargetResults();
  for (let id = 1; id <= 1_000; id++) results.restoreRow(5, row(id));
  assert.notEqual(results.of(1, 5), null, 'the document may still name it');
  assert.equal(results.of(1_000, 5), null, 'more than any sound file names');
  results.restore({ next: 9, list: [] });
  assert.equal(results.of(1, 5), null);
  results.restoreRow(5, row(1));
  assert.equal(results.of(1, 5), null);
});

function imageOf(results: TargetResults, at: number): { readonly id: number; readonly url: string } {
  const { id, key } = results.list()[at]!;
  return { id, url: key };
}
