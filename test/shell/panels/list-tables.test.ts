/** The tables of sources, jobs, alerts and options: what they show of the engine, say of the row under the cursor and do on Enter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONFIG_PATHS } from '../../../src/core/config/keys.ts';
import type { JobRow, SourceRow } from '../../../src/engine/types.ts';
import type { LogEntry } from '../../../src/model/events.ts';
import { makeWorld, WORLD_NOW, type World } from '../../help/shell-world.ts';
import { compare, theatre } from '../../help/theatre.ts';

const iso = (agoMs: number): string => new Date(WORLD_NOW - agoMs).toISOString();

function source(part: Partial<SourceRow>): SourceRow {
  return {
    name: 'list',
    location: 'https://lists.example/http.txt',
    kind: 'own',
    enabled: true,
    protocols: ['http'],
    lastFetchedAt: iso(60_000),
    nextDueAt: iso(-600_000),
    state: 'ok',
    failures: 0,
    format: 'text',
    found: 1200,
    new: 88,
    listed: 1000,
    working: 40,
    workingRate: 0.04,
    ms: 312,
    error: null,
    ...part,
  };
}

const SOURCES: readonly SourceRow[] = [
  source({ name: 'good', working: 140 }),
  source({ name: 'broken', state: 'failing', failures: 4, error: 'HTTP 404: the list is gone', working: 3 }),
  source({ name: 'off-list', enabled: false, working: 0, nextDueAt: null }),
  source({ name: 'fresh list', state: 'never', lastFetchedAt: null, found: 0, new: 0, working: 0, listed: 0 }),
];

function job(part: Partial<JobRow>): JobRow {
  return {
    id: 1,
    kind: 'check',
    title: 'check due',
    state: 'done',
    done: 300,
    total: 300,
    rate: null,
    etaMs: null,
    note: '198 working',
    pace: '',
    startedAt: iso(120_000),
    ms: 9000,
    error: null,
    auto: false,
    ...part,
  };
}

const JOBS: readonly JobRow[] = [
  job({ id: 1 }),
  job({
    id: 2,
    kind: 'scrape',
    title: 'scrape',
    state: 'running',
    done: 9,
    total: 36,
    rate: 12,
    etaMs: 4000,
    note: '',
  }),
  job({ id: 3, title: 'check @all', state: 'failed', note: '', error: 'the judge does not answer' }),
];

const LOG: readonly LogEntry[] = [
  { at: WORLD_NOW - 9000, level: 'warn', area: 'judge', message: 'no answer' },
  { at: WORLD_NOW - 8000, level: 'info', area: 'check', message: 'done' },
  { at: WORLD_NOW - 5000, level: 'warn', area: 'judge', message: 'no answer' },
  { at: WORLD_NOW - 4000, level: 'error', area: 'store', message: 'disk full' },
];

async function view(name: string, change: (world: World) => void = () => {}) {
  const world = makeWorld(40);
  Object.assign(world.engine.view, { sources: () => [...SOURCES], log: () => [...LOG] });
  Object.assign(world.engine.jobs, { list: () => JOBS });
  change(world);
  const stage = await theatre(120, 26, { world });
  stage.show(name);
  const panel = stage.panel(name);
  const frame = (): string => stage.frame({ typing: false }).split('\n').slice(2, -2).join('\n');
  frame();
  const act = (...actions: Parameters<NonNullable<typeof panel.act>>[0][]): string => {
    for (const action of actions) panel.act!(action, stage.scene(true), stage.port);
    return frame();
  };
  return { ...stage, panel, frame, act };
}

const down = { kind: 'move', by: 1, unit: 'row' } as const;
const open = { kind: 'open' } as const;

test('sources: what each yields, how it went, when it is due, and why one fails', async () => {
  const { act } = await view('sources');
  compare('120x26-sources', act(down));
});

test('a running round shows which sources are still being fetched', async () => {
  const { frame } = await view('sources');
  // The scrape began two minutes ago, the lists came a minute ago, but for the one that never did.
  assert.match(frame(), /fresh list +fetching/);
  assert.match(frame(), /good +ok/);
});

test('Enter on a source leads to its proxies; $row has its name', async () => {
  const { act, asked, panel } = await view('sources');
  act(open, { kind: 'sort', by: 'source' }, { kind: 'filter', text: 'fresh' }, open);
  assert.deepEqual(asked, [
    'show proxies',
    "press screen filter 'sources = good'",
    'show proxies',
    `press screen filter "sources = 'fresh list'"`,
  ]);
  assert.equal(panel.row!()?.['name'], 'fresh list');
  assert.equal(panel.selected, undefined, 'sources are no proxies');
});

test('jobs: what runs first, with bar, count, rate and time left; then the newest', async () => {
  const { frame, act, asked } = await view('jobs');
  compare('120x26-jobs', frame());
  act(open, down, open);
  assert.deepEqual(asked, ['press jobs | where id = 2', 'press jobs | where id = 3']);
  assert.match(act({ kind: 'sort', by: 'job' }), /2 +scrape[^]*3 +check @all[^]*1 +check due/);
});

test('alerts: what is wrong now, and the warnings of the log, equal ones as one', async () => {
  const { frame, act, asked, panel } = await view('alerts', ({ engine }) => {
    const { status } = engine.view;
    engine.view.status = () => ({ ...status(), storeError: 'ENOSPC' });
  });
  compare('120x26-alerts', frame());
  act({ kind: 'filter', text: 'area = judge' }, open);
  assert.deepEqual(asked, ['show log', "press screen search 'no answer'"]);
  assert.deepEqual(
    { count: panel.row!()?.['count'], first: panel.row!()?.['firstAt'], last: panel.row!()?.['lastAt'] },
    { count: 2, first: iso(9000), last: iso(5000) },
  );
});

test('alerts: nothing wrong is said in words', async () => {
  const { frame } = await view('alerts', ({ engine }) =>
    Object.assign(engine.view, { sources: () => SOURCES.slice(0, 1), log: () => LOG.slice(1, 2) }),
  );
  assert.match(frame(), /nothing needs attention/);
});

test('options: every key with its value, what it does below; Enter types the command that changes it', async () => {
  const { act, asked, panel } = await view('options');
  compare('120x26-options', act({ kind: 'filter', text: '/^judge/' }));
  assert.match(act({ kind: 'filter', text: '/^timeout$/' }), /1-1 of 1 [^]*timeout +8s +8s +default/);
  act(open, { kind: 'copy', what: 'row' });
  assert.deepEqual(asked.slice(0, 2), ['type config set timeout 8s', 'copy config set timeout 8s']);
  assert.equal(panel.row!()?.['key'], 'timeout');
  act({ kind: 'filter', text: 'origin != default' });
  assert.equal(panel.row!(), null);
  assert.match(act({ kind: 'filter', text: '' }), new RegExp(`of ${CONFIG_PATHS.length}`));
});

test('options: a changed value stands out and can be found', async () => {
  const { act } = await view('options', ({ engine }) => {
    const { config } = engine;
    const shown = config.shown.bind(config);
    const origin = config.origin.bind(config);
    config.shown = (key) => (key === 'timeout' ? '5s' : shown(key));
    config.origin = (key) => (key === 'timeout' ? 'file' : origin(key));
  });
  assert.match(act({ kind: 'filter', text: 'isChanged' }), /1-1 of 1 [^]*timeout +● +5s +8s +file/);
});
