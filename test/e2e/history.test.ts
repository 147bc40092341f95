/** What checks found and what the pool was like, over restarts of the real program, a kill, a backup and an export. */
import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { BackupRow, MetricsRow, ProxyDetail } from '../../src/engine/types.ts';
import { deadPort } from '../help/checking.ts';
import { forwardProxy } from '../help/nasty.ts';
import { withWorld, type World } from '../help/world.ts';

const LATE_IN_MINUTE = fileURLToPath(new URL('../help/late-in-minute.cjs', import.meta.url));

/** Runs commands in one process. */
async function run(world: World, ...lines: readonly string[]): Promise<void> {
  const { code, stderr } = await world.run(['run', world.file('lines.refbot', lines.join('\n')), '--allow-private']);
  assert.equal(code, 0, stderr);
}

const LOOK = ['proxies show 1 | to json > show.json', 'metrics list --since 1h --every 1m | to json > metrics.json'];

/** What {@link LOOK} wrote: the timeline, and checks, passes and proxies; the history knows whole seconds only. */
function seen(world: World): { readonly timeline: ProxyDetail['timeline']; readonly totals: readonly number[] } {
  const data = <T>(name: string): readonly T[] => (JSON.parse(world.read(name)) as { data: readonly T[] }).data;
  const rows = data<MetricsRow>('metrics.json');
  const sum = (name: 'checks' | 'passed'): number => rows.reduce((all, row) => all + row[name], 0);
  return {
    timeline: data<ProxyDetail>('show.json')[0]!.timeline,
    totals: [sum('checks'), sum('passed'), rows.at(-1)?.total ?? 0],
  };
}

async function restarted(world: World): Promise<ReturnType<typeof seen>> {
  await run(world, ...LOOK);
  return seen(world);
}

test('timelines and metrics survive restarts, go into backups and exports, and never hinder a start', async () => {
  const [good, dead] = await Promise.all([forwardProxy(), deadPort()]);
  try {
    await withWorld(async (world) => {
      world.file('list.txt', `http://127.0.0.1:${good.port}\nhttp://127.0.0.1:${dead}\n`);
      await run(world, 'proxies import list.txt', 'check @all', 'check @all', ...LOOK);
      const { timeline } = seen(world);
      assert.ok(timeline.length >= 2 && timeline.every(({ at }) => Date.parse(at) > 0));
      assert.deepEqual(await restarted(world), { timeline, totals: [4, 2, 2] });

      await run(
        world,
        'backup create',
        'state export moved.json',
        'backup list | to json > backups.json',
        'check @all',
      );
      const later = await restarted(world);
      assert.deepEqual(later.totals, [6, 3, 2]);
      assert.deepEqual(later.timeline.slice(0, timeline.length), timeline);
      assert.ok(later.timeline.length > timeline.length);

      const [backup] = (JSON.parse(world.read('backups.json')) as { data: readonly BackupRow[] }).data;
      for (const back of [`backup restore ${backup!.name} --yes`, 'state import moved.json --yes']) {
        await run(world, 'check @all', back);
        assert.deepEqual(await restarted(world), { timeline, totals: [4, 2, 2] });
      }

      world.file('kill.refbot', 'check @all\necho over\nsleep 60s\n');
      const killed = world.start(['run', 'kill.refbot', '--allow-private']);
      await killed.until(/^over$/m);
      killed.child.kill('SIGKILL');
      await killed.ended;
      const kept = (await restarted(world)).timeline;
      assert.deepEqual(kept.slice(0, timeline.length), timeline);
      assert.ok(kept.length > timeline.length, 'the journal has the check');

      const text = await readFile(world.stateFile, 'utf8');
      const spoilt = text.replace(/("minutes":\[")..../, '$1AAAA');
      assert.notEqual(spoilt, text);
      await writeFile(world.stateFile, spoilt);
      assert.equal((await world.run(['state', 'verify'])).code, 4);
      const { totals } = await restarted(world);
      assert.deepEqual(totals, [4, 2, 2], 'the hour still knows');
      const log = await readFile(`${world.stateFile}.log`, 'utf8');
      assert.match(log, /metrics.*not all of the history .*a part of it cannot be read/);
      assert.match(log, /a copy was kept as/);
    });
  } finally {
    await good.stop();
  }
});

test('a kill loses no minute that is over', async () => {
  const good = await forwardProxy();
  try {
    await withWorld(async (world) => {
      world.file('list.txt', `http://127.0.0.1:${good.port}\n`);
      await run(world, 'proxies import list.txt', 'check @all');
      const { mtimeMs } = await stat(world.stateFile);
      // Its minute is over before anything makes the state file be written.
      world.file('kill.refbot', 'check @all\nsleep 3s\necho over\nsleep 60s\n');
      const args = ['run', 'kill.refbot', '--allow-private'];
      const killed = world.start(args, { env: { NODE_OPTIONS: `--require ${LATE_IN_MINUTE}` } });
      await killed.until(/^over$/m);
      killed.child.kill('SIGKILL');
      await killed.ended;
      assert.equal((await stat(world.stateFile)).mtimeMs, mtimeMs);
      assert.deepEqual((await restarted(world)).totals, [2, 2, 1]);
    });
  } finally {
    await good.stop();
  }
});
