/** What is kept of a judge in trouble: since when, how many were spared, and what is said when that changes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bus } from '../../src/core/bus.ts';
import { JudgeOutage } from '../../src/engine/judge-outage.ts';
import type { JudgeTrouble } from '../../src/model/judge.ts';
import { bad, createWorld, good, report } from '../help/pool-world.ts';

const SILENT: JudgeTrouble = { at: 'http://192.0.2.1', how: 'silent', detail: 'no reply' };
const OTHER: JudgeTrouble = { at: 'http://192.0.2.1', how: 'other', detail: 'another page' };

test('one trouble that becomes another is one outage; who was not blamed is counted until it ends', () => {
  const { clock } = createWorld();
  const bus = new Bus((_event, error) => assert.fail(String(error)));
  const told: (readonly [now: string | undefined, was: string | undefined])[] = [];
  bus.on('judge.changed', ({ outage, was }) => told.push([outage?.how, was?.how]));
  const it = new JudgeOutage(bus, clock);
  const spared = report(1, clock.at, [bad('judge-down')]);
  it.set(null);
  it.add([spared]);
  assert.deepEqual([it.now, it.note, told.length], [null, '', 0]);
  const since = clock.now();
  it.set(SILENT);
  it.add([spared, spared, report(2, clock.at, [good()])]);
  clock.at += 5_000;
  it.set(OTHER);
  it.add([spared]);
  assert.deepEqual([it.now?.how, it.now?.since, it.now?.spared, it.now?.who], ['other', since, 3, 'judge']);
  assert.match(it.note, /^, the judge /);
  it.set(null);
  assert.deepEqual([it.now, it.note], [null, '']);
  assert.deepEqual(told, [
    ['silent', undefined],
    ['other', 'silent'],
    [undefined, 'other'],
  ]);
});
