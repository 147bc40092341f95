/** The engine as a whole, over real files and the real demo farm: what its parts do together that none does alone. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { resolvePaths, type Paths } from '../../src/core/paths.ts';
import { createEngine } from '../../src/engine.ts';
import type { Engine, EngineStatus, Progress } from '../../src/engine/types.ts';
import { RefbotError } from '../../src/model/errors.ts';
import { keptState } from '../help/store-kept.ts';

async function* lines(...texts: string[]): AsyncIterable<Uint8Array> {
  yield Buffer.from(texts.join('\n'));
}

const LAB = { 'network.allow_private': true };

async function inFolder(
  run: (open: (mode?: EngineStatus['mode']) => Promise<Engine>, paths: Paths) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-engine-'));
  const env = { HOME: folder, XDG_RUNTIME_DIR: folder, REFBOT_NETWORK: 'loopback' };
  const paths = resolvePaths({
    env,
    cwd: folder,
    state: join(folder, 'state.json'),
    config: join(folder, 'config.json'),
  });
  const opened: Engine[] = [];
  try {
    await run(async (mode = 'once') => {
      const engine = await createEngine({ paths, env, mode, flags: LAB });
      opened.push(engine);
      return engine;
    }, paths);
  } finally {
    for (const engine of opened) await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const addresses = (engine: Engine): string[] => Array.from(engine.view.rows(), ({ address }) => address);
const isError = (name: string) => (error: unknown) => error instanceof RefbotError && error.errorName === name;

test('an act is on the disk when it resolves; the next engine finds it', async () => {
  await inFolder(async (open, paths) => {
    const first = await open();
    const { read, added, known, refused } = await first.act.import(
      lines('127.0.0.2:80', '127.0.0.2:80', '127.0.0.3:0'),
      { source: 'a.txt' },
    );
    assert.deepEqual({ read, added, known, refused }, { read: 3, added: 1, known: 1, refused: 1 });
    assert.equal(await first.act.tag([1], 'lab'), 1);
    const { proxies } = await keptState(paths.state);
    assert.deepEqual(
      proxies.map(({ tags }) => tags),
      ['lab'],
      'durable before stop',
    );
    await assert.rejects(open(), isError('state-held'));
    await first.stop();
    await first.stop();
    const second = await open();
    const row = second.view.row(second.view.resolve('127.0.0.2:80'));
    assert.deepEqual([row.id, row.tags, row.sources, row.status], [1, ['lab'], ['a.txt'], 'new']);
  });
});

test('the demo is collected and checked by our own judge; its end takes away only what it alone had named', async () => {
  await inFolder(async (open) => {
    const engine = await open();
    const { running, proxies } = await engine.act.startDemo({ proxies: 40 });
    assert.deepEqual([running, proxies], [true, 40]);
    await assert.rejects(engine.act.startDemo(), isError('already-running'));
    const scraped = await engine.act.scrape();
    assert.equal(scraped.failing, 0);
    assert.equal(scraped.added, 40);
    assert.ok(scraped.skipped > 30, 'sources beyond loopback are left out, not failing');
    assert.equal(scraped.read, scraped.added + scraped.known + scraped.refused);

    const seen: Progress[] = [];
    const checked = await engine.act.check({
      select: 'due',
      timeoutMs: 2500,
      onProgress: (progress) => seen.push(progress),
    });
    assert.equal(checked.judge, 'own');
    assert.equal(checked.checked, 40);
    assert.equal(checked.checked, checked.working + checked.answered + checked.failed + checked.cancelled);
    assert.ok(checked.working > 10, `${checked.working} work`);
    assert.equal(seen.at(-1)?.done, 40);
    const reasons = Object.values(checked.reasons).reduce((sum, count) => sum + count, 0);
    assert.equal(reasons, checked.failed);
    assert.equal(engine.view.stats().working, checked.working);
    assert.equal((await engine.act.check({ select: 'due' })).checked, 0, 'nothing is due at once again');
    assert.ok(engine.view.sources().some(({ kind, working }) => kind === 'demo' && working > 0));

    const kept = engine.view.rank(1)[0]!.address;
    await engine.act.import(lines(kept), { source: 'mine.txt' });
    await engine.act.stopDemo();
    assert.deepEqual(addresses(engine), [kept]);
    assert.ok(!engine.view.sources().some(({ kind }) => kind === 'demo'));
    await assert.rejects(engine.act.stopDemo(), isError('not-running'));
  });
});

test('a demo on other addresses than the last one forgets those, and keeps what it finds again', async () => {
  await inFolder(async (open) => {
    const engine = await open();
    await engine.act.import(lines('127.77.0.1:80', '127.77.0.2:80'), { source: 'demo-http' });
    await engine.act.import(lines('127.77.0.2:80'), { source: 'mine.txt' });
    await engine.act.startDemo({ proxies: 30 });
    assert.deepEqual(addresses(engine), ['127.77.0.2:80']);
    await engine.act.scrape();
    await engine.act.tag([engine.view.rank(1, { status: ['new'] })[0]!.id], 'kept');
    await engine.stop();
    const again = await open();
    await again.act.startDemo({ proxies: 30 });
    assert.equal(again.view.stats().total, 31, 'the same addresses are the same proxies');
  });
});

test('a check that is cancelled keeps what it found and counts the rest', async () => {
  await inFolder(async (open) => {
    const engine = await open();
    await engine.act.startDemo({ proxies: 120 });
    await engine.act.scrape();
    const abort = new AbortController();
    const summary = await engine.act.check({
      select: 'all',
      concurrency: 10,
      signal: abort.signal,
      onProgress: ({ done }) => done >= 20 && abort.abort(),
    });
    assert.ok(summary.partial);
    assert.ok(summary.checked - summary.cancelled >= 20);
    const stats = engine.view.stats();
    assert.equal(stats.working + stats.answered + stats.failed, summary.working + summary.answered + summary.failed);
    assert.equal(stats.testing, 0);
    assert.equal(engine.jobs.list().at(-1)?.state, 'cancelled');
  });
});

test('weights of the configuration rank anew at once; a wrong one changes nothing', async () => {
  await inFolder(async (open) => {
    const engine = await open();
    await engine.act.startDemo({ proxies: 30 });
    await engine.act.scrape();
    await engine.act.check({ select: 'due', timeoutMs: 2500 });
    const best = engine.view.rank(1)[0]!;
    assert.notEqual(best.score, best.speed);
    await engine.act.setConfig('weights.success', '0');
    await engine.act.setConfig('weights.reliability', '0');
    const again = engine.view.rank(1)[0]!;
    assert.ok(Math.abs(again.score - again.speed) < 1e-3, `${again.score} is the speed ${again.speed}`);
    await assert.rejects(engine.act.setConfig('weights.speed', 'much'), isError('bad-config-value'));
    assert.equal(engine.config.get('weights.speed'), 0.3);
  });
});

test('a restored backup brings proxies and sources back, and can be undone', async () => {
  await inFolder(async (open, paths) => {
    const engine = await open();
    const list = `${paths.state}.list.txt`;
    await writeFile(list, '127.0.0.5:80\n');
    await engine.act.addSource(list, { name: 'lab' });
    await engine.act.import(lines('127.0.0.2:80'), { source: 'a' });
    const { name } = await engine.act.createBackup('before trying');
    await engine.act.remove([1]);
    await engine.act.removeSource('lab');
    const { proxies, undo } = await engine.act.restoreBackup(name);
    assert.deepEqual([proxies, addresses(engine)], [1, ['127.0.0.2:80']]);
    assert.equal((await engine.act.scrape({ sources: ['lab'] })).added, 1);
    await engine.act.restoreBackup(undo);
    assert.deepEqual(addresses(engine), []);
    await assert.rejects(engine.act.restoreBackup('never'), isError('unknown-backup'));
  });
});

test('background work goes on in the shell where it was left, always while serving, never in one command', async () => {
  await inFolder(async (open) => {
    const first = await open('shell');
    assert.equal(first.view.status().auto, false);
    await first.act.setAuto(true);
    await first.stop();
    for (const [mode, on] of [
      ['once', false],
      ['shell', true],
      ['serve', true],
    ] as const) {
      const engine = await open(mode);
      assert.equal(engine.view.status().auto, on, mode);
      await engine.stop();
    }
  });
});

test('with background work on, an import is checked at once, also while a round waits for slow ones', async () => {
  await inFolder(async (open) => {
    const engine = await open('shell');
    await engine.act.setConfig('timeout', '5s');
    // The first round: somebody who takes the connection and never says a word.
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      await engine.act.setAuto(true);
      await engine.act.import(lines(`127.0.0.1:${port}`), { source: 'slow' });
      await until(() => engine.view.stats().testing === 1);
      const startedAt = engine.clock.monotonic();
      await engine.act.import(lines('127.0.0.9:1'), { source: 'a' });
      await until(() => engine.view.row(2).status === 'failed');
      assert.ok(engine.clock.monotonic() - startedAt < 4000);
      assert.equal(engine.view.row(1).status, 'testing', 'the round before goes on');
    } finally {
      await engine.stop();
      silent.close();
    }
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(20);
}
