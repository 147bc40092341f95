/** The yield of a source orders the next round. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  afterFetch,
  compareByWorth,
  newRecord,
  type FetchOutcome,
  type SourceRecord,
} from '../../src/sources/record.ts';

const record = (name: string): SourceRecord =>
  newRecord({ name, location: `http://example.com/${name}`, kind: 'own', protocols: [] });
const outcome = (more: Partial<FetchOutcome>): FetchOutcome => ({
  state: 'ok',
  found: 100,
  added: 50,
  ms: 12,
  error: null,
  validator: { etag: '"1"', lastModified: null, allowPrivate: false },
  format: 'text',
  at: '2026-11-20T12:00:00.000Z',
  ...more,
});

test('a fetch is noted; a failure keeps the figures of the last complete one', () => {
  const ok = afterFetch(record('a'), outcome({}));
  assert.deepEqual([ok.state, ok.found, ok.new, ok.ms, ok.validator?.etag], ['ok', 100, 50, 12, '"1"']);
  const failed = afterFetch(ok, outcome({ state: 'failing', found: 0, added: 0, error: 'HTTP 500', validator: null }));
  assert.deepEqual(
    [failed.state, failed.found, failed.new, failed.error, failed.validator?.etag],
    ['failing', 100, 50, 'HTTP 500', '"1"'],
  );
  assert.deepEqual([ok.failures, failed.failures, failed.format], [0, 1, 'text']);
  assert.equal(afterFetch(failed, outcome({ state: 'failing' })).failures, 2);
  assert.equal(afterFetch(failed, outcome({ state: 'unchanged' })).failures, 0);
  const same = afterFetch(failed, outcome({ state: 'unchanged', found: 0, added: 0, validator: null }));
  assert.deepEqual([same.state, same.found, same.error, same.validator?.etag], ['unchanged', 100, null, '"1"']);
});

test('order: best yield, then what was never tried, then what brought nothing', () => {
  const rich = afterFetch(record('rich'), outcome({ added: 900 }));
  const alive = afterFetch({ ...record('alive'), working: 30 }, outcome({ added: 10 }));
  const poor = afterFetch(record('poor'), outcome({ added: 3 }));
  const empty = afterFetch(record('empty'), outcome({ found: 0, added: 0 }));
  const broken = afterFetch(record('broken'), outcome({ state: 'failing', error: 'x' }));
  const names = [empty, poor, broken, record('fresh'), rich, alive].sort(compareByWorth).map(({ name }) => name);
  assert.deepEqual(names, ['alive', 'rich', 'poor', 'fresh', 'broken', 'empty']);
  const failing = Array.from({ length: 12 }).reduce<SourceRecord>(
    (last) => afterFetch(last, outcome({ state: 'failing' })),
    rich,
  );
  assert.ok(compareByWorth(failing, poor) > 0, 'a source that keeps failing sinks');
});

test('bringing more never sinks a source', () => {
  const past = fc.array(fc.nat(10_000), { maxLength: 5 });
  fc.assert(
    fc.property(past, fc.nat(10_000), fc.nat(10_000), (history, less, more) => {
      const before = history.reduce((last, added) => afterFetch(last, outcome({ added })), record('x'));
      const [small, large] = [Math.min(less, more), Math.max(less, more)];
      assert.ok(
        afterFetch(before, outcome({ added: large })).worth >= afterFetch(before, outcome({ added: small })).worth,
      );
    }),
  );
});
