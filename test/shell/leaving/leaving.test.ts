/** When `quit` asks, what it asks, and what the answer does. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JobRow } from '../../../src/engine/types.ts';
import { Leaving } from '../../../src/shell/leaving/leaving.ts';
import { unfinishedWork } from '../../../src/shell/leaving/unfinished-work.ts';

const JOB: JobRow = {
  id: 1,
  kind: 'check',
  title: 'check all',
  state: 'running',
  auto: false,
  done: 1204,
  total: 18_204,
  rate: null,
  etaMs: null,
  note: '',
  pace: '',
  startedAt: '2026-01-02T12:21:09.000Z',
  ms: 0,
  error: null,
};

describe('unfinished work', () => {
  const rows: readonly (readonly [name: string, jobs: readonly Partial<JobRow>[], question: string | null])[] = [
    ['nothing', [], null],
    ['one job', [{}], 'check all is running (1,204/18,204); quit and cancel it?'],
    ['one that has not begun to count', [{ done: 0, total: null }], 'check all is running; quit and cancel it?'],
    ['one whose end is not known', [{ total: null }], 'check all is running (1,204); quit and cancel it?'],
    ['several', [{}, { id: 2 }], '2 jobs are running; quit and cancel them?'],
    ['background work alone', [{ auto: true }], null],
    ['what has ended', [{ state: 'done' }, { state: 'failed' }, { state: 'cancelled' }], null],
  ];
  for (const [name, jobs, question] of rows)
    test(name, () => assert.equal(unfinishedWork(jobs.map((job) => ({ ...JOB, ...job }))), question));
});

describe('leaving', () => {
  function leaving(jobs: readonly JobRow[], isIdle = false) {
    const asked: string[] = [];
    const answers: ((yes: boolean) => void)[] = [];
    let ends = 0;
    const own = new Leaving({
      jobs: () => jobs,
      confirm: (question) => {
        asked.push(question);
        return new Promise((resolve) => answers.push(resolve));
      },
      isIdle: () => isIdle,
      end: () => ends++,
    });
    return { own, asked, answers, ends: () => ends };
  }

  test('with nothing to lose it ends at once, or with the command that asked', async () => {
    const idle = leaving([], true);
    await idle.own.request();
    assert.equal(idle.ends(), 1);
    const busy = leaving([]);
    await busy.own.request();
    assert.deepEqual([busy.ends(), busy.own.isDue, busy.asked], [0, true, []]);
  });

  test('asks once, stays at no, asks again, ends at yes', async () => {
    const { own, asked, answers, ends } = leaving([JOB]);
    const first = own.request();
    await own.request();
    assert.equal(asked.length, 1);
    answers[0]!(false);
    await first;
    assert.deepEqual([ends(), own.isDue], [0, false]);
    const second = own.request();
    answers[1]!(true);
    await second;
    assert.equal(ends(), 1);
  });
});
