import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bus } from '../../src/core/bus.ts';
import { systemClock } from '../../src/core/clock.ts';
import { JobList } from '../../src/engine/jobs.ts';
import { RefbotError } from '../../src/model/errors.ts';

const jobList = (): JobList =>
  new JobList(new Bus((event, error) => assert.fail(`${event}: ${String(error)}`)), systemClock);

test('a job is listed while it runs and shows its progress', async () => {
  const jobs = jobList();
  const gate = Promise.withResolvers<void>();
  const running = jobs.run('check', 'check due', async (_signal, progress) => {
    progress({ done: 3, total: 10, rate: 2, etaMs: 3500 });
    await gate.promise;
    return 7;
  });
  assert.deepEqual(
    jobs.list().map(({ id, kind, state, done, total }) => ({ id, kind, state, done, total })),
    [{ id: 1, kind: 'check', state: 'running', done: 3, total: 10 }],
  );
  gate.resolve();
  assert.equal(await running, 7);
  assert.equal(jobs.get(1)?.state, 'done');
  assert.equal(jobs.get(1)?.etaMs, null);
});

test('cancel aborts the signal of the work, and waiting sees the end', async () => {
  const jobs = jobList();
  const running = jobs.run(
    'scrape',
    'scrape',
    (signal) => new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('partial'))),
  );
  const waiting = jobs.wait(1);
  jobs.cancel(1);
  assert.equal(await running, 'partial');
  assert.equal((await waiting).state, 'cancelled');
});

test('the signal of the caller cancels too; a failure keeps its message', async () => {
  const jobs = jobList();
  const abort = new AbortController();
  const running = jobs.run(
    'check',
    'a',
    (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    abort.signal,
  );
  abort.abort();
  await running;
  assert.equal(jobs.get(1)?.state, 'cancelled');
  await assert.rejects(
    jobs.run('check', 'b', () => Promise.reject(new Error('no judge'))),
    /no judge/,
  );
  assert.deepEqual([jobs.get(2)?.state, jobs.get(2)?.error], ['failed', 'no judge']);
});

test('waiting for an unknown job says so; waiting can be given up', async () => {
  const jobs = jobList();
  assert.throws(
    () => jobs.cancel(9),
    (error: unknown) => error instanceof RefbotError && error.errorName === 'unknown-job',
  );
  const gate = Promise.withResolvers<void>();
  const running = jobs.run('check', 'a', () => gate.promise);
  await assert.rejects(jobs.wait(1, AbortSignal.abort()), /stopped waiting/);
  gate.resolve();
  await running;
});

test('only the last fifty ended jobs are kept, running ones always', async () => {
  const jobs = jobList();
  const gate = Promise.withResolvers<void>();
  const running = jobs.run('serve', 'first', () => gate.promise);
  for (let n = 0; n < 60; n++) await jobs.run('check', 'x', () => Promise.resolve());
  assert.equal(jobs.list().length, 51);
  assert.equal(jobs.get(1)?.state, 'running');
  gate.resolve();
  await running;
});

test('work of nobody is marked as such, however deep the job begins', async () => {
  const jobs = jobList();
  await jobs.unattended(async () => {
    await Promise.resolve();
    await jobs.run('check', 'check due', async () => 0);
  });
  await jobs.run('check', 'check all', async () => 0);
  assert.deepEqual(
    jobs.list().map(({ title, auto }) => [title, auto]),
    [
      ['check due', true],
      ['check all', false],
    ],
  );
});
