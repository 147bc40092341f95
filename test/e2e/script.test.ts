/** A script of fifteen lines does a night's work; with a mistake in it nothing of it runs. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFarm, type Farm } from '../../src/demo/farm.ts';
import { withWorld } from '../help/world.ts';

/** @param want how many working proxies are enough */
function nightly(farm: Farm, want: number): string {
  const list = (name: string): string => farm.lists.find((list) => list.name === name)!.url;
  return `# nightly: collect, check, export; too few working ones end with 3
param want: int = ${want}
sources add ${list('demo-http')} --name http-list --protocol http
sources add ${list('demo-socks5')} --name socks-list --protocol socks5
sources add ${list('demo-csv')} --name csv-list
scrape http-list socks-list csv-list
check @all --timeout 4s --concurrency 300
let working = (proxies stats).working
echo "working: $working"
proxies list | where status = working and latency < 2s | sort latencyMs | select address,latencyMs | to csv > fast.csv
if $working < $want {
  echo "only $working of $want"
  exit 3
}
proxies top 5
`;
}

test('a script scrapes, checks, filters and exports', async () => {
  const farm = await startFarm({ proxies: 120, seed: 2 });
  try {
    await withWorld(async (world) => {
      const script = world.file('nightly.refbot', nightly(farm, 10));
      const { code, stdout, stderr } = await world.run(['run', script, '--allow-private']);
      assert.equal(code, 0, stderr);
      const working = Number(/working: (\d+)/.exec(stdout)?.[1]);
      assert.ok(working >= 10);
      const [header, ...rows] = world.read('fast.csv').trim().split(/\r?\n/);
      assert.equal(header, 'address,latencyMs');
      assert.ok(rows.length >= 5 && rows.length <= working);
      const latencies = rows.map((row) => Number(row.split(',')[1]));
      assert.deepEqual(
        latencies,
        [...latencies].sort((a, b) => a - b),
      );
      assert.ok(latencies.every((latency) => latency > 0 && latency < 2_000));

      const more = await world.run(['run', script, '100000', '--allow-private']);
      assert.notEqual(more.code, 0, 'sources of those names exist already');
    });
  } finally {
    await farm.stop();
  }
});

test('too few working proxies end the script with 3', async () => {
  const farm = await startFarm({ proxies: 60, seed: 2 });
  try {
    await withWorld(async (world) => {
      const script = world.file('nightly.refbot', nightly(farm, 10));
      const { code, stdout } = await world.run(['run', script, '100000', '--allow-private']);
      assert.equal(code, 3);
      assert.match(stdout, /only \d+ of 100000/);
      assert.ok(existsSync(join(world.folder, 'fast.csv')));
    });
  } finally {
    await farm.stop();
  }
});

test('a typo on line 9 is pointed at before anything has run', async () => {
  const farm = await startFarm({ proxies: 30 });
  try {
    await withWorld(async (world) => {
      const text = nightly(farm, 10).replace('echo "working', 'ehco "working');
      const script = world.file('nightly.refbot', text);
      const { code, stdout, stderr } = await world.run(['run', script, '--allow-private']);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /nightly\.refbot:9:1\b/);
      assert.match(stderr, /did you mean echo/);
      assert.ok(!existsSync(join(world.folder, 'fast.csv')));
      assert.equal((await world.json<{ total: number }>(['proxies', 'stats'])).data.total, 0);
      const sources = await world.json<readonly { name: string }[]>(['sources', 'list']);
      assert.ok(!sources.data.some(({ name }) => name === 'http-list'));
    });
  } finally {
    await farm.stop();
  }
});
