/** The log by number: numbers only grow, what fell off or was replaced by an earlier run's lines is gone. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Bus } from '../../src/core/bus.ts';
import { systemClock } from '../../src/core/clock.ts';
import { Log } from '../../src/core/log.ts';

function createLog(lines: number): Log {
  const bus = new Bus((_event, error) => {
    throw error;
  });
  return new Log({ clock: systemClock, bus, lines });
}

const messages = (log: Log): (string | undefined)[] =>
  Array.from({ length: log.end - log.first }, (_, index) => log.at(log.first + index)?.message);

test('a number stays that of its line until the line falls off', () => {
  const log = createLog(3);
  assert.deepEqual([log.first, log.end], [0, 0]);
  for (let line = 0; line < 5; line++) log.add('info', 'test', `line ${line}`);
  assert.deepEqual([log.first, log.end], [2, 5]);
  assert.deepEqual(messages(log), ['line 2', 'line 3', 'line 4']);
  assert.deepEqual([log.at(1), log.at(5), log.at(-1)], [undefined, undefined, undefined]);
});

test('lines of earlier runs come with numbers of their own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'refbot-log-lines-'));
  try {
    const file = join(folder, 'refbot.log');
    const earlier = createLog(10);
    await earlier.openFile(file);
    earlier.add('info', 'test', 'from before');
    await earlier.close();
    const log = createLog(10);
    log.add('info', 'test', 'first of this run');
    await log.openFile(file);
    log.add('info', 'test', 'second');
    assert.deepEqual([log.first, log.end], [1, 4]);
    assert.deepEqual(messages(log), ['from before', 'first of this run', 'second']);
    await log.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
