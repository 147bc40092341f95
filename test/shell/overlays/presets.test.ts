/** First steps: every line of theirs is one the language takes, and they are those that the pool and the past ask for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInterpreter } from '../../../src/command/create-interpreter.ts';
import { loadRegistry } from '../../../src/command/registry.ts';
import { FactsReader, type Facts } from '../../../src/shell/feed/facts.ts';
import { presets, presetsFor } from '../../../src/shell/overlays/presets.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { compare } from '../../help/theatre.ts';
import { makeWorld, worldStats } from '../../help/shell-world.ts';

const registry = loadRegistry();
const interpreter = createInterpreter({ engine: null, registry });
const filled = new FactsReader(makeWorld().engine).read();
const empty: Facts = { ...filled, stats: { ...worldStats(0), total: 0, new: 0 } };
const unchecked: Facts = { ...filled, stats: worldStats(0) };

function lines(facts: Facts | null, history: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(presets({ facts, registry, history }).map(({ title, line }) => [title, line]));
}

test('the language takes every line, whatever the pool holds', () => {
  for (const facts of [null, empty, unchecked, filled]) {
    for (const [title, line] of Object.entries(lines(facts, ['scrape lab']))) {
      assert.deepEqual(
        interpreter.check({ text: line, origin: 'prompt' }).map(({ message }) => message),
        [],
        `${title}: ${line}`,
      );
    }
  }
});

test('an empty pool is filled first, an unchecked one is checked first', () => {
  assert.match(lines(empty)['maximum anonymity']!, /^scrape; check; proxies top/);
  assert.match(lines(unchecked)['maximum anonymity']!, /^check; proxies top/);
  assert.match(lines(filled)['maximum anonymity']!, /^proxies top/);
  assert.match(lines(empty)['a few right now']!, /^scrape; check --limit/);
  assert.equal(lines(empty)['recheck what I have'], undefined);
  assert.equal(lines(filled)['recheck what I have'], 'check @all');
});

test('what is not there is not offered', () => {
  assert.equal(lines(filled)['serve now'] !== undefined, registry.resolve(['gateway', 'start']) !== null);
});

test('the same as last time: the newest lines that collected and checked', () => {
  const last = (history: readonly string[]): string | undefined => lines(filled, history)['same as last time'];
  assert.equal(last([]), undefined);
  assert.equal(last(['proxies top 3', 'help check']), undefined);
  assert.equal(last(['check @all', 'scrape lab', 'check --limit 5', 'proxies top 3']), 'scrape lab; check --limit 5');
  assert.equal(last(['scrape; check', 'jobs']), 'scrape; check');
  assert.equal(last(['check --limit 5', 'scrape lab']), 'scrape lab', 'what came after the check was not checked');
  const long = ['scrape lab', ...Array.from({ length: 20 }, (_, index) => `echo ${index}`), 'check'];
  assert.equal(last(long), 'check', 'days lay between them');
  assert.equal(last(['check', 'check --no-such-flag', 'check\ncheck']), 'check', 'only what still is right');
});

test('choosing types the line and runs nothing', () => {
  const chooser = presetsFor({ facts: filled, registry, history: [] });
  for (const letter of 'anonym') chooser.handle({ type: 'text', text: letter });
  assert.deepEqual(chooser.handle({ type: 'key', chord: 'enter' }), {
    kind: 'type',
    text: 'proxies top 20 --anonymity elite',
  });
});

test('the words and the command beside them', () => {
  for (const columns of [96, 56]) {
    const cells = new Cells(columns, 9);
    const brush = new Brush(cells, { x: 0, y: 0, width: columns, height: 9 }, themeFor('dark', 256), true);
    presetsFor({ facts: empty, registry, history: ['scrape lab; check'] }).paint(brush);
    compare(`presets-${columns}`, cells.toText());
  }
});
