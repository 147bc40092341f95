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
  it.set(null, 'judge');
  it.add([spared], 'judge');
  assert.deepEqual([it.now, it.note('judge'), told.length], [null, '', 0]);
  const since = clock.now();
  it.set(SILENT, 'judge');
  it.add([spared, spared, report(2, clock.at, [good()])], 'judge');
  clock.at += 5_000;
  it.set(OTHER, 'judge');
  it.add([spared], 'judge');
  assert.deepEqual([it.now?.how, it.now?.since, it.now?.spared, it.now?.who], ['other', since, 3, 'judge']);
  assert.match(it.note('judge'), /^, the judge /);
  it.set(null, 'judge');
  assert.deepEqual([it.now, it.note('judge')], [null, '']);
  assert.deepEqual(told, [
    ['silent', undefined],
    ['other', 'silent'],
    [undefined, 'other'],
  ]);
});

test('judge and page are told apart: neither answers for the other, and nobody is said to be back who was not asked', () => {
  const { clock } = createWorld();
  const bus = new Bus((_event, error) => assert.fail(String(error)));
  const told: string[] = [];
  bus.on('judge.changed', ({ outage, was }) =>
    told.push(outage ? `${outage.who} ${outage.how}` : was ? `${was.who} is back` : 'forgotten'),
  );
  const it = new JudgeOutage(bus, clock);
  const [page, judge] = ['http://192.0.2.8', SILENT.at];
  it.set({ ...SILENT, at: page }, 'page');
  const spared = report(1, clock.at, [bad('judge-down')]);
  it.add([spared], 'judge');
  assert.equal(it.now?.spared, 0, 'of another check');
  it.begin('judge', [judge], true);
  assert.deepEqual([it.now?.who, it.note('judge')], ['page', ''], 'a judge that answers says nothing of a page');
  it.set(SILENT, 'judge');
  assert.deepEqual([it.now?.who, it.now?.spared], ['judge', 0], 'the judge goes first');
  it.begin('page', [page], false);
  it.begin('page', [page], true);
  it.begin('judge', ['http://192.0.2.9'], true);
  assert.equal(it.now, null);
  assert.deepEqual(told, ['page silent', 'judge silent', 'page is back', 'forgotten']);
  it.set(OTHER, 'judge');
  it.begin('judge', ['http://192.0.2.9', judge], true);
  assert.equal(told.at(-1), 'judge is back');
});
