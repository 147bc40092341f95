/** Where results begin and end in what commands printed, also when their beginning is gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutputBuffer } from '../../../src/shell/run/output-buffer.ts';
import { plainText } from '../../../src/shell/text/lines.ts';

test('each line belongs to the result of the command above it', () => {
  const output = new OutputBuffer(() => {});
  output.add('before any command', 0);
  output.begin([['❯ one', 0]]);
  output.write('a\nb', 80);
  output.begin([['❯ two', 0]]);
  output.write('c\n', 80);
  assert.equal(output.resultAt(0), null);
  assert.deepEqual(output.resultAt(1), { from: 1, end: 4, title: [['❯ one', 0]] });
  assert.deepEqual(output.resultAt(3)?.from, 1);
  assert.deepEqual([output.resultAt(4)?.from, output.resultAt(5)?.end], [4, 6]);
  output.write('d', 80);
  assert.equal(output.resultAt(6)?.end, 7);
  output.clear();
  assert.equal(output.resultAt(6), null);
  output.begin([['❯ three', 0]]);
  assert.equal(output.resultAt(7)?.from, 7);
});

test('a result that is longer than the buffer keeps its command, and older ones are forgotten', () => {
  const output = new OutputBuffer(() => {});
  output.begin([['❯ old', 0]]);
  output.write('x\n', 80);
  output.begin([['❯ long', 0]]);
  for (let line = 0; line < 20_000; line += 500) output.write('row\n'.repeat(500), 80);
  assert.ok(output.first > 2);
  assert.equal(plainText(output.resultAt(output.first)?.title ?? []), '❯ long');
  assert.equal(output.resultAt(0), null);
});

test('what is held stays as it was', () => {
  const output = new OutputBuffer(() => {});
  output.write('a\nb', 80);
  const held = output.held();
  output.write('c\nd\n', 80);
  assert.deepEqual([held.first, held.end], [0, 2]);
  assert.equal(plainText(held.line(1).segments), 'b');
  assert.equal(plainText(output.line(1).segments), 'bc');
  assert.deepEqual(held.line(2).segments, []);
});
