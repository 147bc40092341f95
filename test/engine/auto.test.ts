import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Auto, type AutoWork } from '../../src/engine/auto.ts';

interface World {
  now: number;
  due: number;
  newcomers?: boolean;
  last: number | null;
  readonly calls: string[];
  readonly errors: string[];
}

function auto(world: World, over: Partial<AutoWork> = {}): Auto {
  return new Auto({
    clock: { now: () => world.now, monotonic: () => world.now },
    scrapeIntervalMs: () => 60_000,
    lastScrapeAt: () => world.last,
    hasDue: () => world.due > 0,
    hasNewcomers: () => world.newcomers === true,
    scrape: async () => {
      world.calls.push('scrape');
      world.last = world.now;
    },
    check: async () => {
      world.calls.push('check');
      world.due = 0;
    },
    onError: (what, error) => world.errors.push(`${what}: ${(error as Error).message}`),
    ...over,
  });
}

const settle = async (): Promise<void> => {
  for (let n = 0; n < 10; n++) await Promise.resolve();
};

test('scrapes at once when it never did, then by the interval; checks whenever something is due', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  const world: World = { now: 1000, due: 0, last: null, calls: [], errors: [] };
  const background = auto(world);
  background.start();
  await settle();
  assert.deepEqual(world.calls, ['scrape']);
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1000) {
      world.now += 1000;
      mock.timers.tick(1000);
      await settle();
    }
  };
  await pass(30_000);
  assert.deepEqual(world.calls, ['scrape']);
  world.due = 5;
  await pass(1000);
  assert.deepEqual(world.calls, ['scrape', 'check']);
  await pass(30_000);
  assert.deepEqual(world.calls, ['scrape', 'check', 'scrape']);
  await background.stop();
  await pass(120_000);
  assert.equal(world.calls.length, 3);
  assert.equal(background.on, false);
  mock.timers.reset();
});

test('a round that fails is reported and waits; the other kind goes on', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  const world: World = { now: 0, due: 1, last: 0, calls: [], errors: [] };
  const background = auto(world, { check: () => Promise.reject(new Error('no worker')) });
  background.start();
  for (let n = 0; n < 29; n++) {
    await settle();
    world.now += 1000;
    mock.timers.tick(1000);
  }
  await settle();
  assert.deepEqual(world.errors, ['check: no worker']);
  world.now += 1000;
  mock.timers.tick(1000);
  await settle();
  assert.equal(world.errors.length, 2);
  await background.stop();
  mock.timers.reset();
});

test('stop cancels the running round and waits for its end', async () => {
  const world: World = { now: 0, due: 1, last: 0, calls: [], errors: [] };
  const background = auto(world, {
    check: (signal) =>
      new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => setImmediate(() => resolve(void world.calls.push('ended')))),
      ),
  });
  background.start();
  await background.stop();
  assert.deepEqual(world.calls, ['ended']);
  assert.deepEqual(world.errors, []);
});

test('what comes while a round waits for its last answers is checked beside it, once at a time', async () => {
  mock.timers.enable({ apis: ['setInterval'] });
  const world: World = { now: 0, due: 1, last: 0, calls: [], errors: [] };
  const ends: (() => void)[] = [];
  const background = auto(world, {
    check: () => new Promise<void>((resolve) => void ends.push(resolve)),
  });
  const pass = async (): Promise<void> => {
    world.now += 1000;
    mock.timers.tick(1000);
    await settle();
  };
  background.start();
  await pass();
  assert.equal(ends.length, 1, 'those that are due again wait for the next round');
  world.newcomers = true;
  await pass();
  await pass();
  assert.equal(ends.length, 2);
  world.due = 0;
  for (const end of ends) end();
  await settle();
  world.newcomers = false;
  await pass();
  assert.equal(ends.length, 2);
  world.due = 1;
  await pass();
  assert.equal(ends.length, 3);
  for (const end of ends) end();
  await background.stop();
  mock.timers.reset();
});
