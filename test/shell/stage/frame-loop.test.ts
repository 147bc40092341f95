/** When frames are painted: collected, limited in rate, at once for keys, skipped while the terminal is busy. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { FrameLoop } from '../../../src/shell/stage/frame-loop.ts';

let frames: string[];
let isBusy: boolean;
let now: number;
let loop: FrameLoop;

/** Lets time pass for timers and for the clock that the loop reads. */
function pass(ms: number): void {
  now += ms;
  mock.timers.tick(ms);
}

beforeEach(() => {
  frames = [];
  isBusy = false;
  now = 1000;
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
  loop = new FrameLoop({
    isBusy: () => isBusy,
    paint: (dirty) => void frames.push(dirty === 'all' ? 'all' : [...dirty].join(' ')),
  });
});
afterEach(() => {
  loop.stop();
  mock.timers.reset();
  mock.restoreAll();
});

test('what is touched within a frame is painted together, ten times a second at most', () => {
  loop.touch('log');
  loop.touch('header');
  loop.touch('log');
  pass(1);
  assert.deepEqual(frames, ['log header']);
  for (let step = 0; step < 100; step++) {
    loop.touch('log');
    pass(10);
  }
  assert.ok(frames.length >= 10 && frames.length <= 11, `${frames.length} frames in a second`);
});

test('nothing is painted when nothing changed', () => {
  loop.flush();
  pass(1000);
  assert.deepEqual(frames, []);
  assert.equal(loop.isClean, true);
});

test('a key paints at once, and what was due is in it', () => {
  loop.touch('log');
  pass(1);
  loop.touch('header');
  loop.touch('all');
  loop.flush();
  assert.deepEqual(frames, ['log', 'all']);
  pass(1000);
  assert.equal(frames.length, 2);
});

test('while the terminal is busy frames wait, and come when there is room: a key at once, the rest in its turn', () => {
  loop.touch('log');
  pass(1);
  isBusy = true;
  loop.touch('all');
  loop.flush();
  pass(1000);
  assert.equal(frames.length, 1);
  isBusy = false;
  loop.resume();
  assert.deepEqual(frames, ['log', 'all']);
  loop.resume();
  pass(1000);
  assert.equal(frames.length, 2);
});

test('what somebody waits for is painted in the next turn, once', () => {
  loop.touch('log');
  pass(1);
  loop.hurry();
  pass(1);
  assert.deepEqual(frames, ['log']);
  loop.touch('output');
  pass(10);
  assert.deepEqual(frames, ['log']);
  loop.hurry();
  pass(1);
  assert.deepEqual(frames, ['log', 'output']);
  pass(1000);
  assert.equal(frames.length, 2);
});

test('a frame that may wait for more waits as long as one for data does, and no longer', () => {
  loop.touch('all');
  loop.rest();
  pass(90);
  assert.deepEqual(frames, []);
  loop.touch('log');
  pass(10);
  assert.deepEqual(frames, ['all']);
  pass(1000);
  loop.rest();
  loop.touch('log');
  pass(99);
  assert.equal(frames.length, 1);
  pass(1);
  assert.deepEqual(frames, ['all', 'log']);
});

test('nothing is painted after the end', () => {
  loop.touch('all');
  loop.stop();
  loop.flush();
  loop.hurry();
  pass(1000);
  loop.touch('all');
  pass(1000);
  assert.deepEqual(frames, []);
});
