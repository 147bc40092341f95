/** How long work that has ended reads to a person. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, detail, headline, histogram, refusalLines } from '../../commands/_summary.ts';

const SCREEN = { tty: true, columns: 30, color: false, utf8: true };

test('one line says what came out, what is zero is left out', () => {
  const row = { working: 1198, failed: 0, cancelled: 2 };
  assert.equal(counted(row, ['working', 'failed', 'cancelled']), '1,198 working, 2 cancelled');
  assert.equal(counted(row, ['failed', 'working'], ['failed']), '0 failed, 1,198 working');
  assert.equal(headline('checked 3', 1500, '1 working'), 'checked 3 in 1.5 s: 1 working\n');
  assert.equal(headline('scraped 0 sources', 3, ''), 'scraped 0 sources in 3 ms\n');
});

test('details stand under a word of their own; long ones fold on a screen and nowhere else', () => {
  const text = histogram({ refused: 2, 'no-answer': 30, closed: 1 });
  assert.equal(text, 'no-answer 30, refused 2, closed 1');
  assert.equal(detail('failed', text, SCREEN), '  failed  no-answer 30,\n          refused 2, closed 1\n');
  assert.equal(detail('failed', text, { ...SCREEN, tty: false }), `  failed  ${text}\n`);
  assert.equal(detail('failed', '', SCREEN), '');
});

test('a few refusals are shown, the rest is counted, also what the result does not hold', () => {
  const refusals = [1, 2, 3, 4].map((line) => ({ line, text: `x${line}`, reason: 'no port' }));
  const wide = { ...SCREEN, columns: 80 };
  assert.equal(
    refusalLines({ refused: 250, refusals }, wide),
    `${[1, 2, 3].map((line) => `  refused  line ${line}: x${line}: no port\n`).join('')}  refused  247 more; --json names the first 100\n`,
  );
  assert.equal(refusalLines({ refused: 0, refusals: [] }, wide), '');
});
