/** Texts as lines: what a search sees of the log, and which lines of the output are folded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry, LogLines } from '../../../src/model/events.ts';
import { LogIndex } from '../../../src/shell/text/log-index.ts';
import { type LogLook, LogText } from '../../../src/shell/text/log-text.ts';
import { OutputText } from '../../../src/shell/text/output-text.ts';
import { PLAIN } from '../../../src/shell/paint/style.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const AT = Date.parse('2026-01-02T23:59:50');
const DAY = 86_400_000;

function logText(entries: readonly Partial<LogEntry>[], look: Partial<LogLook>): LogText {
  const all = entries.map((entry): LogEntry => ({ at: AT, level: 'info', area: 'test', message: 'hello', ...entry }));
  const log: LogLines = { first: 0, end: all.length, at: (number) => all[number] };
  const index = new LogIndex(log, 'debug');
  index.keepUp();
  return new LogText(index, log, { theme: themeFor('dark', 256), times: 'clock', isWide: true, now: AT, ...look });
}

test('a search sees the same text of a line as long as its age is all that changes', () => {
  const [now, later] = [AT + 5_000, AT + 3 * DAY].map((now) => logText([{}], { times: 'age', now }));
  assert.match(now!.line(-1).segments[0]![0], /5\.0 s/);
  assert.notEqual(now!.line(-1).segments[0]![0], later!.line(-1).segments[0]![0]);
  assert.equal(now!.text(-1), later!.text(-1));
  // Offsets of hits are those of what is shown.
  const shown = now!
    .line(-1)
    .segments.map(([text]) => text)
    .join('');
  assert.equal(now!.text(-1).indexOf('hello'), shown.indexOf('hello'));
});

test('a new day is said above its first line, where there is room for columns', () => {
  const days = [{ message: 'a' }, { message: 'b' }, { message: 'c', at: AT + 20_000 }];
  const above = (text: LogText): (string | undefined)[] =>
    [text.first, text.first + 1, text.first + 2].map((number) => text.line(number).above?.[0]?.[0]);
  assert.deepEqual(above(logText(days, {})), [
    '── Friday 2 January 2026 ──',
    undefined,
    '── Saturday 3 January 2026 ──',
  ]);
  assert.deepEqual(above(logText(days, { isWide: false })), [undefined, undefined, undefined]);
});

test('words are folded, data only on demand, and what no room would hold like words', () => {
  const text = new OutputText({
    first: 0,
    end: 3,
    revision: 0,
    line: (number) => ({ segments: [['x'.repeat([500, 70, 90][number]!), PLAIN]], formattedFor: [0, 80, 80][number]! }),
  });
  assert.deepEqual(
    [0, 1, 2].map((number) => text.line(number).folded),
    ['always', 'wanted', 'always'],
  );
});
