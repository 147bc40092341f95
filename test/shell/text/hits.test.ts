/** Which lines hold what is searched for: the newest first, all in the end, and none of what is gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hits } from '../../../src/shell/text/hits.ts';
import { NO_LINES, type TextLines } from '../../../src/shell/text/lines.ts';
import { Pattern } from '../../../src/shell/text/pattern.ts';

/** Lines that say their numbers. */
const lines = (first: number, end: number): TextLines => ({
  ...NO_LINES,
  first,
  end,
  text: (number) => `line ${number}.`,
});

test('in a long text the newest hits are known first', () => {
  const hits = new Hits(new Pattern('7.'));
  const text = lines(0, 10_000);
  assert.equal(hits.look(text, 0), false);
  assert.equal(hits.before(10_000), 9997);
  assert.equal(hits.after(0)! > 9000, true);
  while (!hits.look(text, 1));
  assert.equal(hits.count, 1000);
  assert.deepEqual([hits.after(-1), hits.placeOf(7), hits.placeOf(17), hits.placeOf(8)], [7, 1, 2, 0]);
});

test('lines that say something else by now are looked at anew', () => {
  const hits = new Hits(new Pattern('7.'));
  hits.look({ ...lines(0, 40), revision: 0 }, 1);
  assert.equal(hits.count, 4);
  hits.look({ ...lines(0, 40), text: (number) => (number < 20 ? `line ${number}.` : 'another'), revision: 1 }, 1);
  assert.deepEqual([hits.count, hits.before(100)], [2, 17]);
});

test('lines that come are looked at once, those that are gone are no hits any more', () => {
  const hits = new Hits(new Pattern('7.'));
  hits.look(lines(0, 20), 1);
  assert.equal(hits.count, 2);
  hits.look(lines(10, 40), 1);
  assert.deepEqual([hits.count, hits.after(-1), hits.before(100)], [3, 17, 37]);
  hits.look(lines(500, 520), 1);
  assert.deepEqual([hits.count, hits.after(-1)], [2, 507]);
});
