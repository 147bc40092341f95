/** The dashboard's panels of figures: what stands beside a number never moves, whatever the number becomes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { JobRow } from '../../../src/engine/types.ts';
import type { PanelDefinition, Scene } from '../../../src/shell/define-panel.ts';
import { type Facts, FactsReader } from '../../../src/shell/feed/facts.ts';
import { OutputBuffer } from '../../../src/shell/run/output-buffer.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { lookOf } from '../../../src/shell/paint/style.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { makeWorld, WORLD_NOW } from '../../help/shell-world.ts';

const usual = new FactsReader(makeWorld().engine).read();

/** Insides of the panels at 120x36, 160x45, 200x60 and, one panel with tabs, 80x24. */
const SIZES: Readonly<Record<string, readonly (readonly [columns: number, rows: number])[]>> = {
  header: [
    [120, 1],
    [160, 1],
    [200, 1],
    [80, 1],
  ],
  statistics: [
    [30, 5],
    [41, 5],
    [53, 5],
    [76, 10],
  ],
  protocols: [
    [42, 5],
    [58, 5],
    [73, 5],
    [76, 10],
  ],
  loading: [
    [70, 2],
    [94, 2],
    [119, 2],
    [76, 10],
  ],
  throughput: [
    [36, 5],
    [49, 5],
    [62, 5],
    [76, 10],
  ],
  configuration: [
    [42, 2],
    [58, 2],
    [73, 2],
    [76, 10],
  ],
};

const RICH = { theme: themeFor('dark', 256), utf8: true };
const POOR = { theme: themeFor('dark', 0), utf8: false };

const panels = new Map(
  await Promise.all(
    Object.keys(SIZES).map(async (name) => {
      const module = (await import(`../../../src/shell/panels/${name}.ts`)) as { default: PanelDefinition };
      return [name, module.default.create()] as const;
    }),
  ),
);

function paintCells(name: string, columns: number, rows: number, facts: Facts, looks = RICH): Cells {
  const cells = new Cells(columns, rows);
  const scene: Pick<Scene, 'now' | 'facts' | 'output' | 'running' | 'focused'> = {
    now: WORLD_NOW,
    facts,
    output: new OutputBuffer(
      () => {},
      () => themeFor('dark', 256),
    ),
    running: null,
    focused: false,
  };
  const brush = new Brush(cells, { x: 0, y: 0, width: columns, height: rows }, looks.theme, looks.utf8);
  panels.get(name)!.paint(brush, scene as Scene);
  return cells;
}

function paint(name: string, columns: number, rows: number, facts: Facts, looks = RICH): string[] {
  const cells = paintCells(name, columns, rows, facts, looks);
  return Array.from({ length: rows }, (_, y) => cells.chars.slice(y * columns, (y + 1) * columns).join(''));
}

/** A hundred thousand proxies at most, as far as anybody watches them. */
const count = fc.integer({ min: 0, max: 99_999 });
const anyNumbers = fc.record({
  counts: fc.tuple(count, count, count, count, count, count, count, count),
  latency: fc.option(fc.integer({ min: 1, max: 300_000 })),
  share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  done: fc.integer({ min: 0, max: 18_204 }),
  rate: fc.option(fc.integer({ min: 0, max: 9999 })),
  uptimeMs: fc.integer({ min: 0, max: 80 * 86_400_000 }),
  change: fc.integer({ min: -9999, max: 9999 }),
});

type Numbers = typeof anyNumbers extends fc.Arbitrary<infer T> ? T : never;

const JOB: JobRow = {
  id: 1,
  kind: 'check',
  title: 'check due',
  auto: false,
  state: 'running',
  done: 1204,
  total: 18_204,
  rate: 312,
  etaMs: 54_000,
  note: '',
  pace: '',
  startedAt: new Date(0).toISOString(),
  ms: 3000,
  error: null,
};

function factsWith(numbers: Numbers): Facts {
  const { counts, latency, share, done, rate, uptimeMs, change } = numbers;
  const [a, b, c, d, e, f, g, h] = counts;
  return {
    ...usual,
    status: { ...usual.status, uptimeMs },
    jobs: [{ ...JOB, done, rate, etaMs: rate === null ? null : rate * 100 }],
    workingChange: change,
    stats: {
      ...usual.stats,
      total: a,
      working: b,
      answered: c,
      failed: d,
      testing: e,
      protocols: { http: f, https: g, socks4: h, socks5: a },
      kinds: { http: b, https: c, both: d },
      breaker: { closed: f, halfOpen: g, open: h },
      avgLatencyMs: latency,
      p50LatencyMs: latency,
      p95LatencyMs: latency,
      successRate: share,
      anonymity: { transparent: a, anonymous: b, elite: c, unknown: d },
      avgScore: share,
    },
  };
}

const LABELS: Readonly<Record<string, RegExp>> = {
  header: /RefBot|up |mode|pool|working|loopback|1 job/g,
  statistics: /[a-z][a-z0-9.]+|[●◐○]/g,
  protocols: /https?|socks\d|HTTPS?|BOTH/g,
  loading: /check due|\/18,204|%/g,
};

for (const [name, label] of Object.entries(LABELS)) {
  test(`${name}: labels stand where they stand`, () => {
    for (const [columns, rows] of SIZES[name]!) {
      // Names of countries and failure reasons come and go; they stand below the figures.
      const placesOf = (facts: Facts): string[] =>
        paint(name, columns, Math.min(rows, name === 'statistics' ? 5 : rows), facts).map((row) =>
          Array.from(
            row.replace(/\d+[smhd]\b|\d ms\b|\bs\b|[\d.]+[kM]/g, (text) => ' '.repeat(text.length)).matchAll(label),
          )
            .map((match) => `${match[0]}@${match.index}`)
            .join(' '),
        );
      const expected = placesOf({ ...usual, jobs: [JOB] });
      fc.assert(
        fc.property(anyNumbers, (numbers) => assert.deepEqual(placesOf(factsWith(numbers)), expected)),
        { numRuns: 40 },
      );
    }
  });
}

test('nothing of the figures is cut at the usual sizes', () => {
  for (const [name, sizes] of Object.entries(SIZES)) {
    for (const [columns, rows] of sizes) {
      fc.assert(
        fc.property(anyNumbers, (numbers) => {
          const painted = paint(name, columns, rows, factsWith(numbers)).join('\n');
          assert.doesNotMatch(painted, /…/, `${name} ${columns}x${rows}\n${painted}`);
        }),
        { numRuns: 20 },
      );
    }
  }
});

test('states have words or signs of their own, not only colours', () => {
  assert.match(paint('statistics', 30, 5, usual)[4]!, /breaker ●1,301 ◐ +61 ○ +15/);
  assert.match(paint('statistics', 90, 5, usual)[4]!, /● closed +1,301 +◐ half +61 +○ open +15/);
  const up = paint('header', 120, 1, { ...usual, workingChange: 12 })[0]!;
  assert.match(up, /working +1,377 ▲12 /);
  assert.match(paint('header', 120, 1, { ...usual, workingChange: -3 })[0]!, /working +1,377 ▼3 /);
  const troubled = { ...usual, status: { ...usual.status, storeError: 'disk full', auto: true } };
  assert.match(paint('header', 120, 1, troubled)[0]!, /mode shell .* ⚠ state not saved  auto   loopback  $/);
});

test('the header gives up what is needed least', () => {
  const facts = { ...usual, workingChange: 12 };
  for (const columns of [40, 50, 60, 70, 80, 100]) {
    const row = paint('header', columns, 1, facts)[0]!;
    assert.doesNotMatch(row, /…/);
    assert.match(row, /^ RefBot  12:21:09  /);
    assert.match(row, /working +1,377/);
    for (const [word, from] of [
      ['up', 80],
      ['mode', 100],
      ['▲12', 100],
    ] as const)
      assert.equal(row.includes(word), columns >= from, `${word} ${columns}\n${row}`);
  }
});

test('a protocol has its line of the last minutes', () => {
  const rising = Array.from({ length: 300 }, (_, second) => 100 + second);
  const facts = { ...usual, protocolTrails: { ...usual.protocolTrails, http: rising }, trailEnd: 10_000 };
  const [http, https] = paint('protocols', 42, 5, facts);
  assert.match(http!, /▁▁?▂▃▄▅▆▇?▇$/);
  assert.match(https!, /344 +25\.0 % +▄$/);
});

test('bars of running work are as long as each other, and figures give way to them', () => {
  const scrape = { ...JOB, id: 2, title: 'scrape', done: 36, total: 38, rate: null, etaMs: null, note: '2 failing' };
  const facts = { ...usual, jobs: [JOB, scrape] };
  assert.deepEqual(paint('loading', 94, 2, facts), [
    'check due  ━━╸·································   1,204/18,204   6.6 %     312/s     54 s left',
    'scrape     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━··          36/38  94.7 %                        ',
  ]);
  assert.deepEqual(paint('loading', 40, 2, facts), [
    'check due   1,204/18,204   6.6 %        ',
    'scrape             36/38  94.7 %        ',
  ]);
});

test('the pace of a check stands below it where there is room, and pushes out ended work only', () => {
  const pace = 'up to 855 of 10,000 at once: out of file descriptors';
  const running = { ...JOB, pace };
  const ended = { ...JOB, id: 9, title: 'scrape', state: 'done' as const };
  const facts = { ...usual, jobs: [ended, running] };
  const firsts = (rows: number): string[] => paint('loading', 94, rows, facts).map((row) => row.trim().slice(0, 18));
  assert.deepEqual(
    firsts(3).map((row) => row.split('  ')[0]),
    ['check due', pace.slice(0, 18), 'scrape'],
  );
  assert.deepEqual(firsts(2)[1], pace.slice(0, 18));
  assert.match(firsts(1)[0]!, /^check due/);
  const two = { ...usual, jobs: [running, { ...running, id: 3, title: 'check all' }] };
  assert.deepEqual(
    paint('loading', 94, 2, two).map((row) => row.split('  ')[0]),
    ['check due', 'check all'],
  );
});

test('without colours and without UTF-8 everything is still told', () => {
  const facts = { ...usual, jobs: [JOB], workingChange: 12 };
  for (const [name, sizes] of Object.entries(SIZES)) {
    const cells = paintCells(name, ...sizes[0]!, facts, POOR);
    assert.match(cells.toText(), /^[\x20-\x7e\n]*$/, name);
    for (const look of cells.styles) assert.deepEqual([lookOf(look).fg, lookOf(look).bg], [null, null], name);
  }
  assert.deepEqual(
    paint('protocols', 42, 5, facts, POOR).map((row) => row.trimEnd()),
    [
      'http   ############    612 44.4 %        =',
      'https  ######=.....    344 25.0 %        =',
      'socks4 ####........    201 14.6 %        =',
      'socks5 ####-.......    220 16.0 %        =',
      'HTTP   400    HTTPS   132   BOTH   212',
    ],
  );
  assert.match(paint('header', 120, 1, facts, POOR)[0]!, /working +1,377 \^12 .* 1 job   loopback/);
  assert.match(paint('statistics', 30, 5, facts, POOR)[4]!, /breaker \*1,301 % +61 o +15/);
});
