/** What a run remembers of its pace. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PaceLog } from '../../../src/checker/pace/pace-log.ts';
import { PACE_REASONS, paceText, type PaceReason } from '../../../src/model/pace.ts';

test('the same trouble in a row is one step; a long sorrow keeps its beginning and its end', () => {
  const log = new PaceLog(1_000);
  log.step(1_000, 200, 'starting');
  log.step(1_500, 90, 'behind');
  log.step(1_700, 80, 'behind');
  assert.deepEqual(log.steps, [
    { atMs: 0, limit: 200, why: 'starting', times: 1 },
    { atMs: 500, limit: 80, why: 'behind', times: 2 },
  ]);
  for (let index = 0; index < 500; index++) log.step(2_000 + index, index, index % 2 === 0 ? 'growing' : 'behind');
  assert.ok(log.steps.length <= 40);
  assert.equal(log.steps.length + log.lost, 502);
  assert.equal(log.steps[0]?.why, 'starting');
  assert.equal(log.steps.at(-1)?.limit, 499);
});

test('what kept the run is counted as long as it did', () => {
  const log = new PaceLog(0);
  log.keep(0, null);
  log.keep(100, 'starts');
  log.keep(350, 'starts');
  log.keep(400, 'concurrency');
  log.keep(1_000, 'answers');
  log.keep(1_200, null);
  log.keep(9_000, null);
  assert.deepEqual(log.bound, { concurrency: 600, limit: 0, starts: 300, networks: 0, tasks: 0, answers: 200 });
});

test('a line of it says what is so and why, and nothing where all is well', () => {
  const line = (why: PaceReason, learntMs: number | null = null): string =>
    paceText({ limit: why === 'full' ? 10_000 : 855, wanted: 10_000, why, learntMs });
  assert.equal(line('full'), 'up to 10,000 at once');
  assert.equal(line('full', 1_040), 'up to 10,000 at once; connect timeout 1.0 s, learnt');
  for (const why of Object.keys(PACE_REASONS) as PaceReason[])
    if (why !== 'full') assert.equal(line(why), `up to 855 of 10,000 at once: ${PACE_REASONS[why]}`);
});
