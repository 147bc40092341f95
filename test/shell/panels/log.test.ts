/** The log in its view and on the dashboard: levels, times, dates, folding, freezing, searching, copying, hostile lines, a long log. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelAction } from '../../../src/command/screen.ts';
import type { LogEntry, LogLines } from '../../../src/model/events.ts';
import { makeWorld, WORLD_NOW, type World } from '../../help/shell-world.ts';
import { compare, theatre, type Theatre } from '../../help/theatre.ts';

const entry = (message: string, change: Partial<LogEntry> = {}): LogEntry => ({
  at: WORLD_NOW,
  level: 'info',
  area: 'test',
  message,
  ...change,
});

function worldWith(...entries: readonly LogEntry[]): World {
  const world = makeWorld();
  world.log.length = 0;
  for (const each of entries) world.log.push(each);
  return world;
}

interface LogStage extends Theatre {
  act(action: PanelAction): boolean;
  rows(): string[];
}

async function logStage(columns: number, rows: number, world: World, view = 'log'): Promise<LogStage> {
  const stage = await theatre(columns, rows, { world });
  stage.show(view, 'log');
  stage.frame({ typing: false });
  return {
    ...stage,
    act: (action) => stage.panel('log').act!(action, stage.scene(true), stage.port),
    rows: () => stage.frame({ typing: false }).split('\n'),
  };
}

test('the log view at 120x24: dates, levels as words, lines folded below their message, equal ones told once', async () => {
  const day = 24 * 3_600_000;
  const world = worldWith(
    entry('from yesterday', { at: WORLD_NOW - day, level: 'warn', area: 'store' }),
    entry('today', { at: WORLD_NOW - 60_000 }),
    entry(`a long one ${'with many words '.repeat(12)}end`, { area: 'source', level: 'error' }),
    ...Array.from({ length: 12 }, () => entry('judge-down', { area: 'check', level: 'warn' })),
    entry('an area that is longer than its column', { area: 'somethinglong' }),
    entry('not shown', { level: 'debug' }),
  );
  const { frame } = await logStage(120, 24, world);
  const text = frame({ typing: false });
  assert.match(text, /×12 judge-down/);
  assert.doesNotMatch(text, /not shown/);
  compare('120x24-log', text);
});

test('twenty lines of the log stand on the dashboard at 120x36, one a line', async () => {
  const { rows } = await logStage(120, 36, makeWorld(), 'dashboard');
  const lines = rows().filter((row) => /1\d:\d\d:\d\d [iW] (breaker|source) line \d+/.test(row));
  assert.equal(lines.length, 20);
});

test('levels go round, a level by name is taken, and what is at the top stays', async () => {
  const world = worldWith(
    ...Array.from({ length: 100 }, (_, index) =>
      entry(`line ${index}`, { level: (['debug', 'info', 'warn', 'error'] as const)[index % 4]! }),
    ),
  );
  const { act, rows } = await logStage(100, 20, world);
  const heading = (): string => rows()[2]!;
  assert.match(heading(), /level:info +follow/);
  act({ kind: 'level', least: 'next' });
  assert.match(heading(), /level:warn/);
  assert.match(rows().join('\n'), /line 98[^]*line 99/);
  act({ kind: 'level', least: 'error' });
  assert.doesNotMatch(rows().join('\n'), /line 98/);
  act({ kind: 'move', to: 'first' });
  assert.match(rows()[4]!, /line 3/);
  act({ kind: 'move', by: 5, unit: 'row' });
  assert.match(rows()[3]!, /line 19/);
  act({ kind: 'level', least: 'debug' });
  assert.match(rows()[3]!, /line 19/);
  assert.match(heading(), /level:debug +\d+ lines below/);
});

test('times are the time of day, an age, or nothing', async () => {
  const { act, rows } = await logStage(100, 20, worldWith(entry('it', { at: WORLD_NOW - 65_000 })));
  assert.match(rows()[4]!, /^│ 12:20:04 {2}info {3}test {5}it/);
  act({ kind: 'times' });
  assert.match(rows()[4]!, /^│ {2}1m 05s {2}info {3}test {5}it/);
  act({ kind: 'times' });
  assert.match(rows()[4]!, /^│ {2}info {3}test {5}it/);
});

test('frozen, nothing moves whatever comes and goes; thawed, it follows again', async () => {
  const world = makeWorld();
  const { act, rows } = await logStage(100, 20, world);
  act({ kind: 'freeze' });
  const before = rows();
  for (let line = 0; line < 30; line++) world.engine.note('warn', 'test', `new ${line}`);
  const after = rows();
  assert.match(after[2]!, /frozen, 30 new/);
  assert.deepEqual(after.slice(3), before.slice(3));
  act({ kind: 'freeze' });
  assert.match(rows().join('\n'), /follow[^]*new 29/);
});

test('a search marks, counts and picks; the picked line is copied, without anything a terminal would act on', async () => {
  const world = worldWith(
    ...Array.from({ length: 60 }, (_, index) => entry(index % 20 === 5 ? `refused ${index}` : 'ok')),
  );
  const { act, rows, asked, panel } = await logStage(100, 20, world);
  act({ kind: 'search', text: 'refused' });
  assert.match(rows()[2]!, /\/refused 3\/3/);
  act({ kind: 'find', which: 'previous' });
  rows();
  act({ kind: 'copy', what: 'row' });
  assert.deepEqual(asked.slice(-2), [
    'copy 12:21:09  info   test     refused 25',
    'tell copied 12:21:09  info   test     refused 25',
  ]);
  assert.equal(panel('log').row!()?.['message'], 'refused 25');
  act({ kind: 'search', text: null });
  assert.equal(asked.at(-1), 'edit search');
  // A click picks, another one lets go.
  assert.equal(panel('log').press!(4, 2, false, {} as never, {} as never), true);
  rows();
});

test('lines from outside move no cell and bring no escape sequence', async () => {
  const hostile = [
    '\x1b[2J\x1b[31mred',
    '\u202eevil\u202c',
    '日本語'.repeat(30),
    'a\tb\r\nc',
    '👩‍🚀'.repeat(40),
    '{bold}x{/}',
  ];
  const world = worldWith(...hostile.map((message) => entry(message, { area: `\x1b]0;t\x07${message.slice(0, 4)}` })));
  const { act, rows, asked } = await logStage(100, 40, world);
  for (const [index, row] of rows().entries()) {
    assert.doesNotMatch(row, /[\x00-\x1f\u202e\u200d]/);
    if (index > 2 && index < 37) assert.match(row, /^│.*│$/);
  }
  act({ kind: 'copy', what: 'all' });
  assert.doesNotMatch(asked.find((line) => line.startsWith('copy'))!.replaceAll('\n', ''), /[\x00-\x1f\u202e]/);
});

test('the log of the start gives way to that of the engine', async () => {
  const world = makeWorld();
  const stage = await logStage(100, 12, world);
  const early: LogLines = { first: 0, end: 1, at: () => entry('early') };
  const { panel, scene } = stage;
  const log = panel('log');
  let heading = '';
  stage.frame({ typing: false });
  heading = log.heading!({ ...scene(false), log: early });
  assert.match(heading, /level:info/);
  assert.match(stage.rows().join('\n'), /line 59/);
});

test('of a log of 100,000 lines a frame reads what is visible and what is new', async () => {
  const world = worldWith();
  for (let line = 0; line < 100_000; line++) world.log.push(entry(`line ${line}`));
  const stage = await logStage(120, 36, world);
  for (let frame = 0; frame < 200; frame++) stage.frame({ typing: false, isSameTick: true });
  let reads = 0;
  const { logLines } = world.engine.view;
  const { at } = logLines;
  logLines.at = (number: number) => {
    reads += 1;
    return at.call(logLines, number);
  };
  world.engine.note('info', 'test', 'the newest');
  assert.match(stage.frame({ typing: false, isSameTick: true }), /line 99999[^]*the newest/);
  assert.ok(reads < 500, `${reads} entries were read`);
});
