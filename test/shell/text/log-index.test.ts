/** Which log entries are lines: levels, equal ones in a row as one, entries that come and fall off; a long log is taken in slices. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { LogEntry, LogLines } from '../../../src/model/events.ts';
import { LEVELS, LogIndex } from '../../../src/shell/text/log-index.ts';

/** A log that keeps so many entries. */
class Kept implements LogLines {
  readonly all: LogEntry[] = [];
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }
  get first(): number {
    return Math.max(0, this.all.length - this.#most);
  }
  get end(): number {
    return this.all.length;
  }
  at(number: number): LogEntry | undefined {
    return number < this.first ? undefined : this.all[number];
  }
  add(message: string, level: LogEntry['level']): void {
    this.all.push({ at: this.all.length, level, area: 'test', message });
  }
}

const groupsOf = (index: LogIndex): [last: number, count: number][] =>
  Array.from({ length: index.end - index.first }, (_, place) => {
    const { last, count } = index.at(index.first + place)!;
    return [last, count];
  });

test('lines are those of the level, equal ones in a row told once with how many they are', () => {
  const step = fc.record({
    add: fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom(...LEVELS)), { maxLength: 12 }),
    before: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.constantFrom(...LEVELS), fc.array(step, { maxLength: 8 }), (least, steps) => {
      const log = new Kept(1000);
      for (const [message, level] of steps[0]?.add ?? []) log.add(message, level);
      const index = new LogIndex(log, least);
      for (const { add } of steps.slice(1)) {
        for (const [message, level] of add) log.add(message, level);
        index.keepUp();
      }
      while (!index.keepUp());
      const expected: [number, number, string][] = [];
      for (const [number, { level, message }] of log.all.entries()) {
        if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) continue;
        const key = `${level} ${message}`;
        const before = expected.at(-1);
        if (before?.[2] === key) expected.splice(-1, 1, [number, before[1] + 1, key]);
        else expected.push([number, 1, key]);
      }
      assert.deepEqual(
        groupsOf(index),
        expected.map(([last, count]) => [last, count]),
      );
    }),
    { numRuns: 200 },
  );
});

test('lines keep their numbers while entries fall off, and none is left of what is gone', () => {
  const log = new Kept(50);
  const index = new LogIndex(log, 'debug');
  for (let number = 0; number < 40; number++) log.add(`line ${number}`, 'info');
  index.keepUp();
  const held = index.find(30);
  for (let number = 40; number < 75; number++) log.add(`line ${number}`, 'info');
  index.keepUp();
  assert.equal(index.at(held)?.last, 30);
  assert.equal(index.at(index.first)?.last, 25);
  for (let number = 75; number < 5000; number++) log.add(`line ${number}`, 'info');
  while (!index.keepUp());
  assert.equal(index.end - index.first, 50);
  assert.equal(index.at(held), undefined);
  assert.equal(index.at(index.end - 1)?.last, 4999);
});

test('of a hundred thousand entries the newest are there at once, and no slice takes long', () => {
  const log = new Kept(100_000);
  for (let number = 0; number < 100_000; number++) log.add(`line ${number}`, LEVELS[number % 4]!);
  const index = new LogIndex(log, 'warn');
  let slices = 0;
  let longest = 0;
  let total = 0;
  for (let done = false; !done; slices++) {
    const before = process.cpuUsage();
    done = index.keepUp();
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, slices === 0 ? 0 : user + system);
    total += user + system;
    assert.equal(index.at(index.end - 1)?.last, 99_999);
  }
  assert.equal(index.end - index.first, 50_000);
  assert.equal(index.at(index.first)?.last, 2);
  assert.ok(slices > 1, 'one slice took it all');
  // Beside all of them, since a machine may be slow: each is a few milliseconds of a hundred.
  assert.ok(longest < Math.max(20_000, total / 3), `${longest} µs of ${total}`);
});
