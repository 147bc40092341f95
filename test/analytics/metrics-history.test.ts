import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MetricsHistory, type MetricsRow } from '../../src/analytics/metrics-history.ts';
import { COUNTERS, LEVELS, METRICS, type Metrics, packed } from '../../src/analytics/metrics-row.ts';

const START = Date.UTC(2026, 10, 20, 22, 17);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KEPT = { hoursOfMinutes: 24, daysOfHours: 90 };

const rowOf = (values: Partial<Metrics>): Metrics => ({
  ...(Object.fromEntries(METRICS.map((name) => [name, 0])) as unknown as Metrics),
  seconds: 60,
  ...values,
});
const metrics = fc
  .array(fc.oneof(fc.nat(9), fc.nat(1_000_000)), { minLength: METRICS.length, maxLength: METRICS.length })
  .map((values) =>
    rowOf({ ...Object.fromEntries(METRICS.map((name, i) => [name, values[i]!])), seconds: 1 + (values[0]! % 60) }),
  );
/** Minutes with pauses between them, some of days. */
const session = fc.array(
  fc.record({ after: fc.oneof(fc.constant(1), fc.nat(3), fc.nat(300), fc.nat(4_000)), values: metrics }),
  { minLength: 1, maxLength: 60 },
);
const everyMinutes = fc.constantFrom(1, 2, 5, 7, 15, 60, 90, 360, 1_440);

const sum = (rows: readonly Metrics[], name: keyof Metrics): number => rows.reduce((all, row) => all + row[name], 0);
const bare = ({ at: _at, ...rest }: MetricsRow): Metrics => rest;

test('whatever it is reduced to, counters keep their totals and levels are the last ones', async () => {
  await fc.assert(
    fc.asyncProperty(session, everyMinutes, async (steps, every) => {
      const history = new MetricsHistory({ hoursOfMinutes: 24, daysOfHours: 366 });
      let at = START;
      for (const { after, values } of steps) history.add((at += after * MINUTE), values);
      const rows = await history.rows({ everyMinutes: every });
      for (const name of COUNTERS)
        assert.equal(
          sum(rows, name),
          sum(
            steps.map(({ values }) => values),
            name,
          ),
          name,
        );
      for (const name of LEVELS) assert.equal(rows.at(-1)![name], steps.at(-1)!.values[name], name);
      const times = rows.map((row) => Date.parse(row.at));
      assert.deepEqual(
        times,
        [...new Set(times)].sort((a, b) => a - b),
        'each span once, in order',
      );
      for (const time of times) assert.equal(time % (every * MINUTE), 0);
      assert.deepEqual(await history.rows({ everyMinutes: every, from: times.at(-1)! }), rows.slice(-1));
    }),
  );
});

test('what is read is what was written, and is added to as if nothing had been between', async () => {
  await fc.assert(
    fc.asyncProperty(session, session, everyMinutes, async (before, after, every) => {
      const one = new MetricsHistory(KEPT);
      const other = new MetricsHistory(KEPT);
      let at = START;
      for (const step of before) one.add((at += step.after * MINUTE), step.values);
      assert.equal(other.restore(JSON.parse(JSON.stringify(one.image()))), null);
      assert.deepEqual(other.image(), one.image());
      for (const step of after) {
        at += step.after * MINUTE;
        one.add(at, step.values);
        other.add(at, step.values);
      }
      assert.deepEqual(await other.rows({ everyMinutes: every }), await one.rows({ everyMinutes: every }));
      const third = new MetricsHistory(KEPT);
      third.restore(other.image());
      assert.deepEqual(await third.rows({ everyMinutes: every }), await one.rows({ everyMinutes: every }));
    }),
  );
});

test('a minute is found for a day, an hour for three months, and no more is kept', async () => {
  const history = new MetricsHistory(KEPT);
  const minutes = 100 * 24 * 60;
  for (let i = 0; i < minutes; i += 1)
    history.add(START + i * MINUTE, rowOf({ checks: (i * 7919) % 60_000, passed: i % 977, working: i % 4_001 }));
  const end = START + (minutes - 1) * MINUTE;
  const rows = await history.rows({ everyMinutes: 1 });
  const spans = rows.map((row) => Date.parse(row.at));
  const fine = spans.filter((at, i) => i > 0 && at === spans[i - 1]! + MINUTE);
  assert.ok(fine.length >= 24 * 60 - 1 && fine.length < 25 * 60, `${fine.length} minutes`);
  assert.ok(end - spans[0]! >= 90 * 24 * HOUR && end - spans[0]! < 91 * 24 * HOUR + HOUR);
  assert.ok(rows.length < 25 * 60 + 91 * 24);
  assert.equal(sum(await history.rows({ everyMinutes: 60 }), 'checks'), sum(rows, 'checks'));
  const image = history.image();
  assert.equal(image.minutes.length, 25);
  assert.equal(image.hours.length, 91);
  assert.ok(JSON.stringify(image).length < 60_000, `${JSON.stringify(image).length} characters`);
  history.retain({ hoursOfMinutes: 2, daysOfHours: 3 });
  assert.equal(history.image().minutes.length, 3);
  assert.equal(history.image().hours.length, 4);
});

test('a clock that is set back or far ahead neither fills the memory nor loses what comes after', async () => {
  const history = new MetricsHistory(KEPT);
  history.add(START, rowOf({ checks: 1 }));
  history.add(START - 30 * MINUTE, rowOf({ checks: 2 }));
  assert.deepEqual(
    (await history.rows({ everyMinutes: 1 })).map(({ checks }) => checks),
    [2, 1],
  );
  history.add(START + 40 * 365 * 24 * HOUR, rowOf({ checks: 4 }));
  history.add(START + MINUTE, rowOf({ checks: 8 }));
  assert.deepEqual(
    (await history.rows({ everyMinutes: 1 })).map(({ at, checks }) => [at, checks]),
    [[new Date(START + MINUTE).toISOString(), 8]],
  );
});

test('what is no good is told and left out; the rest is there', async () => {
  const history = new MetricsHistory(KEPT);
  for (let i = 0; i < 300; i += 1) history.add(START + i * MINUTE, rowOf({ checks: i, total: 1_000 + (i % 3) }));
  const image = history.image();
  const rows = await history.rows({ everyMinutes: 1 });
  for (const nonsense of [
    'x',
    7,
    [],
    {},
    { ...image, version: 2 },
    { ...image, minutes: [1] },
    { ...image, hours: 'x' },
  ])
    assert.match(new MetricsHistory(KEPT).restore(nonsense)!, /another version|not what was written/);

  await fc.assert(
    fc.asyncProperty(
      fc.nat(image.minutes.length - 1),
      fc.nat(2_000),
      fc.string({ maxLength: 3 }),
      async (part, place, put) => {
        const text = image.minutes[part]!;
        const spoilt = text.slice(0, place % text.length) + put;
        let broken = 0;
        const other = new MetricsHistory(KEPT, () => void (broken += 1));
        assert.equal(other.restore({ ...image, minutes: image.minutes.with(part, spoilt) }), null);
        for (const row of await other.rows({ everyMinutes: 1 })) for (const name of METRICS) assert.ok(row[name] >= 0);
        if (place % text.length < text.length - 4 && put.length === 0) assert.equal(broken, 1, 'a cut text');
        if (broken > 0) {
          assert.equal(broken, 1);
          assert.equal(other.image().minutes.length, image.minutes.length - 1);
          assert.equal(sum(await other.rows({ everyMinutes: 60 }), 'checks'), sum(rows, 'checks'), 'the hour is there');
        }
      },
    ),
  );
  let broken = 0;
  const other = new MetricsHistory(KEPT, () => void (broken += 1));
  assert.equal(other.restore({ ...image, hours: image.hours.with(1, '!') }), null);
  assert.equal(broken, 1);
  assert.deepEqual(await other.rows({ everyMinutes: 1 }), rows, 'hours are made of the minutes that there are');
});

test('no letter of a text can change unnoticed', async () => {
  const history = new MetricsHistory(KEPT);
  for (let i = 0; i < 9; i += 1) history.add(START + i * MINUTE, rowOf({ checks: i * i }));
  const image = history.image();
  const [text] = image.hours as [string];
  for (let place = 0; place < text.length - 4; place += 1) {
    let broken = 0;
    const other = new MetricsHistory(KEPT, () => void (broken += 1));
    other.restore({
      ...image,
      hours: [text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1)],
    });
    assert.equal(broken, 1, `letter ${place}`);
  }
});

test('columns of other versions are left out, those that a file lacks are 0', async () => {
  const history = new MetricsHistory(KEPT);
  history.add(START, rowOf({ checks: 5, working: 7, added: 3 }));
  const image = history.image();
  const other = new MetricsHistory(KEPT);
  const columns = image.columns.map((name) => (name === 'working' ? 'moonphase' : name));
  assert.equal(other.restore({ ...image, columns }), null);
  assert.deepEqual((await other.rows({ everyMinutes: 1 })).map(bare), [rowOf({ checks: 5, added: 3 })]);
});

test('numbers beyond all measure stay numbers', async () => {
  const history = new MetricsHistory(KEPT);
  for (const value of [-3, 1e300, Number.MAX_SAFE_INTEGER]) history.add(START, rowOf({ found: value, total: value }));
  const other = new MetricsHistory(KEPT);
  assert.equal(other.restore(history.image()), null);
  assert.deepEqual(await other.rows({ everyMinutes: 1 }), await history.rows({ everyMinutes: 1 }));
  assert.deepEqual(packed(rowOf({ found: 1e300 })), packed(rowOf({ found: 2 ** 40 })));
});

test('an hour whose minutes were lost stays an hour, also when minutes come to it', async () => {
  const history = new MetricsHistory(KEPT);
  for (let i = 0; i < 5; i += 1) history.add(START + i * MINUTE, rowOf({ checks: 2 }));
  const other = new MetricsHistory(KEPT);
  other.restore({ ...history.image(), minutes: ['!'] });
  other.add(START + 7 * MINUTE, rowOf({ checks: 3 }));
  assert.deepEqual(
    (await other.rows({ everyMinutes: 1 })).map(({ at, checks }) => [at, checks]),
    [[new Date(START - 17 * MINUTE).toISOString(), 13]],
  );
});

test('what was kept of the last hours never takes the place of what knows more', async () => {
  const history = new MetricsHistory(KEPT);
  const add = (minute: number): void => history.add(START + minute * MINUTE, rowOf({ checks: 1 + minute }));
  for (let minute = 0; minute < 3; minute += 1) add(minute);
  const older = history.recent();
  for (let minute = 3; minute < 9; minute += 1) add(minute);
  const next = new MetricsHistory(KEPT);
  next.restore(history.image());
  assert.equal(next.restoreRecent(older), null);
  assert.deepEqual(await next.rows({ everyMinutes: 1 }), await history.rows({ everyMinutes: 1 }));
});

test('minutes that only the last hours knew are in their hour when no minutes of it are kept any more', async () => {
  const [history, next] = [new MetricsHistory(KEPT), new MetricsHistory(KEPT)];
  const add = (minute: number): void => history.add(START + minute * MINUTE, rowOf({ checks: 1 + minute }));
  add(0);
  next.restore(history.image());
  for (let minute = 1; minute < 60; minute += 1) add(minute);
  next.restoreRecent(history.recent());
  for (const one of [history, next]) one.add(START + 40 * HOUR, rowOf({ checks: 1 }));
  const rows = await history.rows({ everyMinutes: 60 });
  assert.equal(rows.length, 3);
  assert.deepEqual(await next.rows({ everyMinutes: 60 }), rows);
});
