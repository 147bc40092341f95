/** The recorder: the lines of its file, its limits, and that a file of somebody else stays as it is. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Recorder } from '../../../src/shell/terminal/recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-recorder-'));
after(() => rmSync(folder, { recursive: true }));

function lines(file: string): unknown[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

test('a header, output with its time, a new size where it changed; readable by its owner only', () => {
  const file = join(folder, 'a.cast');
  let at = 500;
  const recorder = new Recorder(file, { now: () => at, startedAt: 1_767_356_469_123, onEnd: assert.fail });
  recorder.show('\x1b[2Jone', 80, 24);
  at = 1750.4;
  recorder.show('zwei “ü”', 80, 24);
  at = 3000;
  recorder.show('three', 120, 36);
  recorder.stop();
  recorder.show('nobody sees this', 120, 36);
  assert.deepEqual(lines(file), [
    { version: 2, width: 80, height: 24, timestamp: 1_767_356_469, title: 'RefBot' },
    [0, 'o', '\x1b[2Jone'],
    [1.25, 'o', 'zwei “ü”'],
    [2.5, 'r', '120x36'],
    [2.5, 'o', 'three'],
  ]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('a full file ends the recording, once, and stays a film', () => {
  const file = join(folder, 'b.cast');
  const ends: string[] = [];
  const recorder = new Recorder(file, {
    now: () => 0,
    startedAt: 0,
    onEnd: (why) => ends.push(why),
    maxBytes: 200,
  });
  for (let frame = 0; frame < 50; frame++) recorder.show('x'.repeat(20), 80, 24);
  assert.deepEqual(ends, ['the recording is full']);
  assert.ok(statSync(file).size <= 200);
  assert.ok(lines(file).length > 2);
});

test('a file that is there, or cannot be, is said in words', () => {
  const file = join(folder, 'c.cast');
  writeFileSync(file, 'dear diary');
  const options = { now: () => 0, startedAt: 0, onEnd: assert.fail };
  assert.throws(() => new Recorder(file, options), /c\.cast is there already/);
  assert.equal(readFileSync(file, 'utf8'), 'dear diary');
  assert.throws(() => new Recorder(join(folder, 'no', 'd.cast'), options), /d\.cast: ENOENT/);
});
