/** The data side of the shell: a log before there is an engine, a snapshot that is read when it is wanted, failures told once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FactsReader } from '../../../src/shell/feed/facts.ts';
import { Feed } from '../../../src/shell/feed/feed.ts';
import { makeWorld } from '../../help/shell-world.ts';

test('lines from before the engine are kept, the last of them, and handed to it', () => {
  const touched: string[] = [];
  const feed = new Feed((panel) => void touched.push(panel));
  for (let line = 0; line < 250; line++) feed.note('warn', 'test', `line ${line}`);
  assert.deepEqual([feed.log.first, feed.log.end, feed.log.at(249)?.message], [50, 250, 'line 249']);
  assert.ok(touched.includes('log'));
  const world = makeWorld();
  const notes: string[] = [];
  world.engine.note = (_level, _area, text) => void notes.push(text);
  feed.start(world.engine);
  feed.stop();
  assert.deepEqual([notes.length, notes.at(-1)], [200, 'line 249']);
  assert.equal(feed.log, world.engine.view.logLines);
});

test('a job that begins or ends shows in both panels of jobs before the next refresh', async () => {
  const world = makeWorld();
  const touched: string[] = [];
  const feed = new Feed((panel) => void touched.push(panel));
  feed.start(world.engine);
  const before = feed.facts?.jobs.length ?? 0;
  touched.length = 0;
  await world.engine.jobs.run('check', 'check', async () => {});
  assert.deepEqual([...new Set(touched)].sort(), ['header', 'jobs', 'loading']);
  assert.equal(feed.facts?.jobs.length, before + 1);
  feed.stop();
});

test('what cannot be read leaves the snapshot of before, and is told once', () => {
  const world = makeWorld();
  const feed = new Feed(() => {});
  const notes: string[] = [];
  world.engine.note = (_level, _area, text) => void notes.push(text);
  feed.start(world.engine);
  const before = feed.facts;
  assert.ok(before);
  const { stats } = world.engine.view;
  world.engine.view.stats = () => {
    throw new Error('closed');
  };
  for (let frame = 0; frame < 3; frame++) {
    feed.outdate('all');
    assert.equal(feed.facts, before);
  }
  assert.deepEqual(notes, ['cannot read the engine: closed']);
  world.engine.view.stats = stats;
  feed.outdate('all');
  assert.notEqual(feed.facts, before);
  feed.stop();
});

test('the change of working proxies is that of the last minute', () => {
  const world = makeWorld();
  let seconds = 1000;
  let working = 10;
  Object.assign(world.engine.clock, { monotonic: () => seconds * 1000 });
  const { stats } = world.engine.view;
  world.engine.view.stats = () => ({ ...stats(), working });
  const reader = new FactsReader(world.engine);
  assert.equal(reader.read().workingChange, 0);
  for (let second = 1; second <= 90; second++) {
    seconds += 1;
    working += 1;
    reader.read();
  }
  assert.equal(reader.read().workingChange, 60);
  assert.equal(reader.read().trailEnd, 1090);
});
