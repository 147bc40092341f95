/** Where results begin and end in what commands printed, also when their beginning is gone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSgr } from '../../../src/shell/paint/sgr.ts';
import { OutputBuffer } from '../../../src/shell/run/output-buffer.ts';
import { plainText } from '../../../src/shell/text/lines.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const DARK = themeFor('dark', 256);
const LIGHT = themeFor('light', 256);

test('each line belongs to the result of the command above it', () => {
  const output = new OutputBuffer(
    () => {},
    () => DARK,
  );
  output.add('before any command', 'text');
  output.begin([['❯ one', 'text']]);
  output.write('a\nb', 80);
  output.begin([['❯ two', 'text']]);
  output.write('c\n', 80);
  assert.equal(output.resultAt(0), null);
  assert.deepEqual(output.resultAt(1), { from: 1, end: 4, title: [['❯ one', DARK.text]] });
  assert.deepEqual(output.resultAt(3)?.from, 1);
  assert.deepEqual([output.resultAt(4)?.from, output.resultAt(5)?.end], [4, 6]);
  output.write('d', 80);
  assert.equal(output.resultAt(6)?.end, 7);
  output.clear();
  assert.equal(output.resultAt(6), null);
  output.begin([['❯ three', 'text']]);
  assert.equal(output.resultAt(7)?.from, 7);
});

test('a result that is longer than the buffer keeps its command, and older ones are forgotten', () => {
  const output = new OutputBuffer(
    () => {},
    () => DARK,
  );
  output.begin([['❯ old', 'text']]);
  output.write('x\n', 80);
  output.begin([['❯ long', 'text']]);
  for (let line = 0; line < 20_000; line += 500) output.write('row\n'.repeat(500), 80);
  assert.ok(output.first > 2);
  assert.equal(plainText(output.resultAt(output.first)?.title ?? []), '❯ long');
  assert.equal(output.resultAt(0), null);
});

test('what is held stays as it was', () => {
  const output = new OutputBuffer(
    () => {},
    () => DARK,
  );
  output.write('a\nb', 80);
  const held = output.hold(() => {});
  output.write('c\nd\n', 80);
  assert.deepEqual([held.first, held.end], [0, 2]);
  assert.equal(plainText(held.line(1).segments), 'b');
  assert.equal(plainText(output.line(1).segments), 'bc');
  assert.deepEqual(held.line(2).segments, []);
});

test('who holds lines is told when all are cleared, once, and not when they were let go', () => {
  const output = new OutputBuffer(
    () => {},
    () => DARK,
  );
  const told: string[] = [];
  output.add('a', 'text');
  const held = output.hold(() => told.push('kept'));
  output.hold(() => told.push('let go')).letGo();
  output.clear();
  output.clear();
  assert.deepEqual(told, ['kept']);
  assert.equal(plainText(held.line(0).segments), 'a');
});

test('lines are dressed anew with the theme, those that were read before as well; colours of their own stay', () => {
  let theme = DARK;
  const output = new OutputBuffer(
    () => {},
    () => theme,
  );
  output.begin([
    ['❯ ', 'focus'],
    ['one', 'strong'],
  ]);
  output.add('why \x1b[31mnot\x1b[0m', 'bad');
  const looks = (): number[] => [0, 1].flatMap((line) => output.line(line).segments.map(([, look]) => look));
  const red = parseSgr('\x1b[31mnot')[0]![1];
  assert.deepEqual(looks(), [DARK.focus, DARK.strong, DARK.bad, red]);
  theme = LIGHT;
  assert.notEqual(LIGHT.bad, DARK.bad);
  assert.deepEqual(looks(), [LIGHT.focus, LIGHT.strong, LIGHT.bad, red]);
  assert.deepEqual(output.resultAt(0)?.title, [
    ['❯ ', LIGHT.focus],
    ['one', LIGHT.strong],
  ]);
  theme = DARK;
  assert.deepEqual(looks(), [DARK.focus, DARK.strong, DARK.bad, red]);
});
