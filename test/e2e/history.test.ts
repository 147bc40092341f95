/** What checks found and what the pool was like, over restarts of the real program, a kill, a backup and an export. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ProxyDetail } from '../../src/engine/types.ts';
import { deadPort } from '../help/checking.ts';
import { forwardProxy } from '../help/nasty.ts';
import { withWorld, type World } from '../help/world.ts';

interface MetricsLine {
  readonly checks: number;
  readonly passed: number;
  readonly working: number;
  readonly total: number;
}

async function totals(world: World): Promise<readonly [checks: number, passed: number, total: number]> {
  const { data } = await world.json<readonly MetricsLine[]>(['metrics', 'list', '--since', '1h', '--every', '1m']);
  const sum = (name: 'checks' | 'passed'): number => data.reduce((all, row) => all + row[name], 0);
  return [sum('checks'), sum('passed'), data.at(-1)?.total ?? 0];
}

test('timelines and metrics survive restarts, go into backups and exports, and never hinder a start', async () => {
  const [good, dead] = await Promise.all([forwardProxy(), deadPort()]);
  try {
    await withWorld(async (world) => {
      const address = `127.0.0.1:${good.port}`;
      world.file('list.txt', `http://${address}\nhttp://127.0.0.1:${dead}\n`);
      const script = [
        'proxies import list.txt',
        'check @all',
        'check @all',
        `proxies show ${address} | to json > shown.json`,
      ];
      const { code, stderr } = await world.run(['run', world.file('all.refbot', script.join('\n')), '--allow-private']);
      assert.equal(code, 0, stderr);
      const before = JSON.parse(await readFile(join(world.folder, 'shown.json'), 'utf8')) as { data: ProxyDetail[] };
      const { timeline } = before.data[0]!;
      assert.ok(timeline.length >= 2 && timeline.every(({ at }) => Date.parse(at) > 0));

      const after = await world.json<ProxyDetail>(['proxies', 'show', address]);
      assert.deepEqual(after.data.timeline, timeline);
      assert.deepEqual(await totals(world), [4, 2, 2]);

      const { data: backup } = await world.json<{ name: string }>(['backup', 'create']);
      assert.equal((await world.run(['state', 'export', 'moved.json'])).code, 0);
      assert.equal((await world.run(['check', '@all', '--allow-private'])).code, 0);
      assert.deepEqual(await totals(world), [6, 3, 2]);
      const later = (await world.json<ProxyDetail>(['proxies', 'show', address])).data.timeline;
      assert.deepEqual(later.slice(0, timeline.length), timeline);
      assert.ok(later.length > timeline.length);

      for (const back of [
        ['backup', 'restore', backup.name, '--yes'],
        ['state', 'import', 'moved.json', '--yes'],
      ]) {
        assert.equal((await world.run(['check', '@all', '--allow-private'])).code, 0);
        const restored = await world.run(back);
        assert.equal(restored.code, 0, restored.stderr);
        assert.deepEqual((await world.json<ProxyDetail>(['proxies', 'show', address])).data.timeline, timeline);
        assert.deepEqual(await totals(world), [4, 2, 2]);
      }

      const state = world.stateFile;
      const text = await readFile(state, 'utf8');
      const spoilt = text.replace(/("minutes":\[")..../, '$1!!!!');
      assert.notEqual(spoilt, text);
      await writeFile(state, spoilt);
      const verified = await world.run(['state', 'verify']);
      assert.equal(verified.code, 4);
      const started = await world.run(['proxies', 'list', '--json']);
      assert.equal(started.code, 0, started.stderr);
      assert.deepEqual(await totals(world), [4, 2, 2], 'the hour still knows');
      const log = await readFile(`${state}.log`, 'utf8');
      assert.match(log, /metrics.*not all of the history .* 1 of its 2 parts/);
      assert.match(log, /a copy was kept as/);
    });
  } finally {
    await good.stop();
  }
});
