/** The charts page as whole frames, drawn by the shell's own painters: sizes, signs, why something is empty, what it costs. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { METRICS, type Metrics } from '../../../src/analytics/metrics-row.ts';
import type { MetricsQuery, PoolStats } from '../../../src/engine/types.ts';
import { FAILURE_REASONS, type FailureReason } from '../../../src/model/report.ts';
import { shellHand } from '../../../src/shell/contrib/shell-hand.ts';
import { makeWorld, WORLD_NOW, worldStats } from '../../help/shell-world.ts';
import { compare, theatre, type Theatre, type TheatreOptions } from '../../help/theatre.ts';

const QUIET = Object.fromEntries(METRICS.map((name) => [name, 0])) as unknown as Metrics;

const NOTHING: Partial<PoolStats> = {
  new: 0,
  answered: 0,
  working: 0,
  failed: 0,
  anonymity: { transparent: 0, anonymous: 0, elite: 0, unknown: 0 },
  protocols: { http: 0, https: 0, socks4: 0, socks5: 0 },
  kinds: { http: 0, https: 0, both: 0 },
  avgLatencyMs: null,
  p50LatencyMs: null,
  p95LatencyMs: null,
  successRate: null,
  countries: [],
  reasons: [],
};

/** The small world with as many countries and reasons as a real pool has. */
async function page(
  columns: number,
  rows: number,
  change: Partial<PoolStats> = {},
  options: TheatreOptions = {},
): Promise<Theatre> {
  const world = options.world ?? makeWorld();
  const countries = ['US', 'DE', 'BR', 'FR', 'ID', 'CN', 'IN', 'RU', '??', 'GB', 'SG', 'JP', 'CA', 'VN'];
  const stats: PoolStats = {
    ...worldStats(1377),
    countries: countries.map((country, i) => ({ country, working: Math.round(300 * 0.75 ** i) })),
    reasons: (Object.keys(FAILURE_REASONS) as FailureReason[])
      .slice(0, 13)
      .map((reason, i) => ({ reason, count: Math.round(4000 * 0.6 ** i) + 1 })),
    ...change,
  };
  world.engine.view.stats = () => stats;
  const made = await theatre(columns, rows, { ...options, world });
  made.show('charts');
  return made;
}

/** Without the header and the prompt, which are held by other frames. */
const bodyOf = (frame: string): string => frame.split('\n').slice(1, -2).join('\n');

for (const [columns, rows] of [
  [120, 36],
  [160, 46],
  [80, 24],
  [70, 46],
  [50, 14],
] as const) {
  test(`the charts page at ${columns}x${rows}`, async () =>
    compare(`${columns}x${rows}-charts`, bodyOf((await page(columns, rows)).frame({ typing: false }))));
}

test('in ASCII', async () => {
  const frame = (await page(120, 36, {}, { utf8: false })).frame();
  assert.match(frame, /^[\x20-\x7e\n]*$/);
  compare('120x36-charts-ascii', bodyOf(frame));
});

test('without colours the page says the same', async () => {
  assert.equal(bodyOf((await page(120, 36, {}, { colors: 0 })).frame()), bodyOf((await page(120, 36)).frame()));
});

test('what is empty says why, and what to type', async () => {
  const quiet = makeWorld();
  quiet.engine.view.throughput = (seconds) =>
    Array.from({ length: seconds }, (_, second) => ({ second, ok: 0, failed: 0 }));
  // In narrow places it takes two rows.
  const count = (frame: string, words: string): number =>
    words.split('; ').reduce((least, part) => Math.min(least, frame.split(part).length - 1), Infinity);
  const frameOf = async (change: Partial<PoolStats>, closed = false): Promise<string> =>
    (await page(120, 36, { ...NOTHING, ...change }, { world: quiet })).frame({ closed });
  assert.equal(count(await frameOf({ total: 0 }), 'no proxies yet; try: scrape'), 7);
  assert.equal(count(await frameOf({ total: 9, new: 9 }), 'no checks yet; try: check'), 7);
  assert.match(
    await frameOf({ total: 9, working: 9, successRate: 1, countries: [{ country: '??', working: 9 }] }),
    /no exit country is known .*nothing failed/,
  );
  const failed = await frameOf({ total: 9, failed: 9, successRate: 0, reasons: [{ reason: 'refused', count: 9 }] });
  assert.equal(count(failed, 'none works so far'), 3);
  assert.equal(count(failed, 'no checks in the last 15 minutes; try: check'), 1);
  assert.equal(count(await frameOf({}, true), 'opening state…'), 8);
  void quiet.engine.jobs.run('check', 'check', () => new Promise(() => {}));
  assert.equal(count(await frameOf({ total: 9, new: 9 }), 'checking …'), 7);
});

test('the throughput looks back as far as it is asked to', async () => {
  const { frame, panel, scene, port, asked } = await page(120, 36);
  const charts = panel('charts');
  assert.match(frame(), /-15m .*-10m .*-5m .*now/);
  const press = (which: 'longer' | 'shorter'): string => {
    assert.equal(charts.act!({ kind: 'span', which }, scene(true), port), true);
    return frame();
  };
  assert.match(press('shorter'), /-5m .*-4m .*-3m .*-2m .*-1m .*now/);
  press('shorter');
  assert.match(press('shorter'), / -2m .*-1m .*now/);
  assert.deepEqual(asked, ['tell looks back 5 minutes', 'tell looks back 2 minutes', 'tell looks back 2 minutes']);
  assert.equal(charts.act!({ kind: 'wrap' }, scene(true), port), false);
});

test('an hour and more come from the history that is kept; where nothing is known nothing is drawn', async () => {
  const world = makeWorld();
  const HOUR = 3_600_000;
  const queries: MetricsQuery[] = [];
  world.engine.view.metrics = (query) => {
    queries.push(query);
    // RefBot ran from five to three days ago, and in the first half of the last hour.
    const length = query.everyMinutes * 60_000;
    const times = Array.from({ length: (7 * 24 * HOUR) / length }, (_, i) => WORLD_NOW - i * length).reverse();
    const ran = times.filter((at) => {
      const ago = WORLD_NOW - at;
      return (ago > 72 * HOUR && ago < 120 * HOUR) || (ago > HOUR / 2 && ago <= HOUR);
    });
    const rows = ran
      .filter((at) => at >= (query.from ?? 0))
      .map((at) => ({
        ...QUIET,
        at: new Date(at).toISOString(),
        seconds: length / 1_000,
        checks: length / 10,
        passed: 0,
      }));
    return Promise.resolve(rows);
  };
  const { frame, panel, scene, port, asked } = await page(120, 36, {}, { world });
  const charts = panel('charts');
  const press = async (): Promise<string> => {
    charts.act!({ kind: 'span', which: 'longer' }, scene(true), port);
    assert.doesNotMatch(frame(), /no checks/, 'not before it is known');
    await Promise.resolve();
    return frame();
  };
  const plotOf = (text: string): string[] =>
    text
      .split('\n')
      .slice(3, 11)
      .map((row) => row.slice(9, 71));
  const hour = await press();
  assert.match(hour, /-60m .*-50m .*-10m .*now/);
  const drawn = plotOf(hour).map((row) => row.trimEnd().length);
  assert.ok(Math.max(...drawn) >= 29 && Math.max(...drawn) <= 33, `drawn up to ${Math.max(...drawn)} of 62`);
  assert.match(await press(), /-6h .*-5h .*-1h .*now/);
  assert.match(await press(), /-24h .*-20h .*-4h .*now/);
  const week = await press();
  assert.match(week, /-7d .*-6d .*-1d .*now/);
  const line = plotOf(week).join('\n');
  assert.equal(line.match(/[⠁-⣿]+/g)?.length, 4, `both lines over two days and over a part of the last one:\n${line}`);
  assert.match(await press(), /-30d .*-5d .*now/);
  assert.match(await press(), /-90d .*-15d .*now/);
  await press();
  assert.equal(asked.at(-1), 'tell looks back 90 days');
  assert.deepEqual([...new Set(queries.map(({ everyMinutes }) => everyMinutes))], [1, 60]);
  const before = queries.length;
  for (let i = 0; i < 5; i++) frame();
  assert.equal(queries.length, before, 'asked once a minute, not for each frame');
});

test('numbers of any size leave everything where it is', async () => {
  const few = (await page(120, 36, { failed: 9, working: 3, answered: 1, successRate: 0.23, avgLatencyMs: 4 })).frame();
  const many = (
    await page(120, 36, { failed: 1_234_567, working: 234_567, answered: 9_999, successRate: 0.15 })
  ).frame();
  const inside = (frame: string, word: string): number =>
    frame
      .split('\n')
      .find((line) => line.includes(word))!
      .indexOf(word);
  for (const word of ['answered', 'elite', 'refused', 'socks4'])
    assert.equal(inside(few, word), inside(many, word), word);
});

/** Paints until a picture of each widget is there. */
async function withWidgets(t: TestContext, theatre: Theatre): Promise<Theatre> {
  const awake = setInterval(() => {}, 1_000);
  t.after(async () => {
    await shellHand.stop();
    clearInterval(awake);
  });
  const missing = new Set(['success', 'pace', 'anonymity']);
  const all = Promise.withResolvers<void>();
  shellHand.start((panel) => {
    missing.delete(panel);
    if (missing.size === 0) all.resolve();
  });
  theatre.frame();
  await all.promise;
  return theatre;
}

test('with the widgets of blessed-contrib', async (t) => {
  const { frame } = await withWidgets(t, await page(120, 36));
  const text = frame();
  compare('120x36-charts-widgets', bodyOf(text));
  // 12.4 % of the gauge, 700, 500 and 100 of 1,377 of the rings.
  assert.match(text, /12%[^]*51%.*36%.*7%[^]*elite +anonymous +transparent/);
});

test('a frame of the page takes the main thread less than 3 ms, the widgets copied', async (t) => {
  const { frame, stage, stance, scene } = await withWidgets(t, await page(160, 46));
  frame();
  const times = Array.from({ length: 60 }, () => {
    const from = process.threadCpuUsage();
    for (let i = 0; i < 5; i++) stage.paint(160, 46, stance, 'all', scene);
    const { user, system } = process.threadCpuUsage(from);
    return (user + system) / 5_000;
  });
  const median = times.sort((a, b) => a - b)[30]!;
  assert.ok(median < 3, `${median} ms`);
});
