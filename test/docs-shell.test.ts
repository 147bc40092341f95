/** The table of docs/shell.md: every feature has its row, and every row that says yes names a test that exists. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const ROW = /^\| (\d+) \| (.+?) \| (yes|no) \| (.*?) \| (?:`(test\/[^`]+)`: (.+) )?\|$/;

const rows = readFileSync(join(root, 'docs', 'shell.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => {
    const [, number, feature, answer, how, file, title] = ROW.exec(line) ?? [];
    assert.ok(number !== undefined, `not a row: ${line}`);
    return { number: Number(number), feature, answer, how, file, title };
  });

test('the rows are numbered, none is missing', () => {
  assert.deepEqual(
    rows.map(({ number }) => number),
    Array.from({ length: 75 }, (_, index) => index + 1),
  );
  assert.ok(rows.filter(({ answer }) => answer === 'yes').length >= 65);
});

test('what works says how, and names a test that is there', () => {
  for (const { feature, answer, how, file, title } of rows) {
    if (answer === 'no') continue;
    assert.ok(how !== '' && file !== undefined && title !== undefined, `${feature}: says how and names a test`);
    assert.ok(existsSync(join(root, file)), `${feature}: there is no ${file}`);
    assert.ok(readFileSync(join(root, file), 'utf8').includes(title), `${feature}: ${file} has no test "${title}"`);
  }
});
