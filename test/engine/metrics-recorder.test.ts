/** What the pool was like goes into the state minute by minute, without making it be written for nothing. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Store } from '../../store/store.ts';
import { Bus } from '../../src/core/bus.ts';
import type { Config } from '../../src/core/config/config.ts';
import { METRICS } from '../../src/analytics/metrics-row.ts';
import { MetricsRecorder } from '../../src/engine/metrics-recorder.ts';
import { emptyDocuments, type Json } from '../../src/model/state.ts';
import { bad, createWorld, good, loopbackBatch, report } from '../help/pool-world.ts';

const MINUTE = 60_000;
const FIRST = {
  ...Object.fromEntries(METRICS.map((name) => [name, 0])),
  seconds: 60,
  checks: 2,
  passed: 1,
  fetched: 1,
  fetchErrors: 1,
  found: 50,
  added: 20,
  total: 3,
  working: 1,
  failed: 1,
  new: 1,
  http: 1,
};
const SECOND = { seconds: 20, checks: 1, passed: 1, fetched: 0, fetchErrors: 0, found: 0, added: 0 };
const BEGIN = Date.UTC(2026, 10, 20, 22, 15);

async function recorderOver(t: TestContext, kept: { metrics?: Json; recentMetrics?: Json } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { pool, clock } = createWorld();
  clock.at = BEGIN;
  await pool.admit(loopbackBatch(3), { source: 's' });
  const documents = { ...emptyDocuments(BEGIN), ...kept };
  const told = { saves: 0, commits: 0, notes: [] as string[] };
  const store = {
    documents,
    touch: () => (told.saves += 1),
    markDirty: () => (told.saves += 1),
    markJournal: () => (told.commits += 1),
  } as unknown as Store;
  const retention: Record<string, number> = { 'metrics.minutes_kept_hours': 24, 'metrics.hours_kept_days': 90 };
  const config = { get: (key: string) => retention[key] } as unknown as Config;
  const bus = new Bus(() => assert.fail());
  const note = (message: string): void => void told.notes.push(message);
  const recorder = new MetricsRecorder({ pool, store, bus, clock, config, note });
  t.after(() => recorder.stop());
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 50) {
      clock.at += Math.min(50, left);
      t.mock.timers.tick(Math.min(50, left));
    }
  };
  return { pool, clock, bus, documents, told, recorder, pass };
}

test('a minute has what was done in it and how things stood at its end', async (t) => {
  const { pool, clock, bus, documents, recorder, pass } = await recorderOver(t);
  pass(10_000);
  pool.apply([report(1, clock.at, [good({ latencyMs: 200 })]), report(2, clock.at, [bad('refused')])]);
  bus.emit('source.fetched', { source: 'a', found: 50, added: 20, error: null, ms: 1 });
  bus.emit('source.fetched', { source: 'b', found: 0, added: 0, error: 'gone', ms: 1 });
  pass(50_050);
  pool.apply([report(1, clock.at, [good({ latencyMs: 200 })])]);
  pass(20_000);
  const rows = await recorder.rows({ everyMinutes: 1 });
  assert.deepEqual(rows, [
    {
      at: new Date(BEGIN).toISOString(),
      ...FIRST,
      p50LatencyMs: rows[0]!.p50LatencyMs,
      p95LatencyMs: rows[0]!.p95LatencyMs,
    },
    {
      ...rows[0]!,
      at: new Date(BEGIN + MINUTE).toISOString(),
      ...SECOND,
    },
  ]);
  assert.ok(Math.abs(rows[0]!.p50LatencyMs - 200) < 2);
  const image = documents.metrics as unknown as { minutes: string[] };
  assert.equal(image.minutes.length, 1, 'the minute that is over was kept');
  for (let i = 0; i < 40; i += 1) {
    pass(500);
    await recorder.rows({ everyMinutes: 1 });
  }
  assert.equal((await recorder.rows({ everyMinutes: 60 }))[0]!.seconds, 100, 'looking at it often makes no time');
});

test('a pool at rest makes the state be written once an hour, one that is checked each minute', async (t) => {
  const { pool, clock, told, recorder, pass } = await recorderOver(t);
  for (let i = 0; i < 59; i += 1) pass(MINUTE);
  recorder.keep();
  assert.equal(told.saves, 0);
  for (let i = 0; i < 3; i += 1) pass(MINUTE);
  assert.equal(told.saves, 1);
  pool.apply([report(1, clock.at, [good()])]);
  pass(MINUTE);
  assert.equal(told.saves, 2);
  recorder.stop();
  assert.equal(told.saves, 2);
  pool.apply([report(1, clock.at, [good()])]);
  recorder.stop();
  assert.equal(told.saves, 3, 'the last check of a run that lasted less than a second');
});

test('minutes that only the journal has are in the state file at the end', async (t) => {
  const { told, recorder, pass } = await recorderOver(t);
  pass(30_000);
  recorder.stop();
  assert.deepEqual([told.saves, told.commits], [0, 0], 'a command that only looks writes nothing');
  t.mock.timers.reset();
  const longer = await recorderOver(t);
  longer.pass(3 * MINUTE + 100);
  assert.deepEqual([longer.told.saves, longer.told.commits], [0, 3]);
  longer.recorder.stop();
  assert.equal(longer.told.saves, 1);
});

test('of a killed process the minute is lost that was not over, whatever the state file had', async (t) => {
  const first = await recorderOver(t);
  const pass = (minutes: number): void => {
    for (let i = 0; i < minutes; i += 1) {
      for (let checks = i % 7; checks > 0; checks -= 1) first.pool.apply([report(1, first.clock.at, [good()])]);
      first.pass(MINUTE);
    }
  };
  const told = async ({ recorder }: typeof first, everyMinutes: number): Promise<readonly string[]> =>
    (await recorder.rows({ everyMinutes })).map(({ at, checks, working }) => `${at} ${checks} ${working}`);
  pass(50);
  first.pass(100);
  const { metrics } = first.documents;
  pass(60);
  const { metrics: later, recentMetrics } = first.documents;
  const [minutes, hours] = [await told(first, 1), await told(first, 60)];
  assert.equal(minutes.length, 110);
  first.recorder.stop();
  const lastTwoHours = minutes.filter((row) => row >= '2026-11-20T23');
  for (const [state, known] of [
    [{ metrics, recentMetrics }, minutes],
    [{ metrics: later, recentMetrics }, minutes],
    [{ recentMetrics }, lastTwoHours],
  ] as const) {
    t.mock.timers.reset();
    const next = await recorderOver(t, JSON.parse(JSON.stringify(state)) as typeof state);
    assert.deepEqual(await told(next, 1), known);
    if (known === minutes) assert.deepEqual(await told(next, 60), hours);
    assert.deepEqual(next.told.notes, []);
    next.recorder.stop();
  }
  const small = JSON.stringify(recentMetrics).length;
  assert.ok(small < 1_500, `${small} characters, each minute`);
});

test('what is no good is told and never hinders; what is good goes on', async (t) => {
  const nonsense = ['x', 7, { version: 9 }, { version: 1, columns: [], minutes: [3], hours: [] }];
  for (const state of nonsense.flatMap((value) => [{ metrics: value }, { recentMetrics: value }])) {
    const { told, recorder, pass } = await recorderOver(t, state);
    assert.equal(told.saves, 1, 'the next file is without it');
    assert.match(
      told.notes.join('\n'),
      /^not all of the history of the pool can be used \(metrics: it is .+\); it goes on$/,
    );
    pass(MINUTE + 100);
    assert.equal((await recorder.rows({ everyMinutes: 1 })).length, 1);
    recorder.stop();
    t.mock.timers.reset();
  }
  const first = await recorderOver(t);
  first.pass(MINUTE * 3 + 100);
  first.recorder.stop();
  t.mock.timers.reset();
  const next = await recorderOver(t, { metrics: JSON.parse(JSON.stringify(first.documents.metrics)) as Json });
  assert.deepEqual(next.told.notes, []);
  assert.deepEqual(
    (await next.recorder.rows({ everyMinutes: 1 })).slice(0, 2),
    (await first.recorder.rows({ everyMinutes: 1 })).slice(0, 2),
  );
});

test('a machine that slept has no minute of an hour', async (t) => {
  const { clock, recorder, pass } = await recorderOver(t);
  pass(30_000);
  clock.at += 90 * MINUTE;
  pass(30_000);
  const rows = await recorder.rows({ everyMinutes: 1 });
  assert.ok(rows.every(({ seconds }) => seconds <= 60));
});
