/** The whole of it against a world whose truth is known: fetch the demo farm's lists, check, and find out what is true. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFarm, type Farm } from '../../src/demo/farm.ts';
import type { FarmProxy } from '../../src/demo/farm-types.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { agrees } from '../help/truth.ts';
import { withWorld, type World } from '../help/world.ts';

const FARM = { proxies: 150, seed: 5 };

async function collect(world: World, farm: Farm): Promise<void> {
  for (const { name, url, protocols } of farm.lists) {
    const flags = protocols.flatMap((protocol) => ['--protocol', protocol]);
    assert.equal((await world.run(['sources', 'add', url, '--name', name, ...flags])).code, 0);
  }
  const names = farm.lists.map(({ name }) => name);
  const { code, data } = await world.json<{ added: number; failing: number }>(['scrape', ...names, '--allow-private']);
  assert.equal(code, 0);
  assert.equal(data.failing, 0);
  assert.equal(data.added, farm.proxies.length);
}

test('a check finds out the truth about every simulated proxy', async () => {
  const farm = await startFarm(FARM);
  try {
    await withWorld(async (world) => {
      await collect(world, farm);
      await world.json(['check', '@all', '--timeout', '6s']);
      const rows = new Map(
        (await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data.map((row) => [row.address, row]),
      );
      const wrong = farm.proxies.flatMap((proxy) => {
        const row = rows.get(addressOf(proxy));
        return row && agrees(row, proxy.truth)
          ? []
          : [{ proxy: `${proxy.behaviour} ${proxy.url}`, truth: proxy.truth, row }];
      });
      assert.deepEqual(wrong, []);

      // Fetched again: the lists have not changed, nobody is new.
      const again = await world.json<{ added: number; unchanged: number }>([
        'scrape',
        '--allow-private',
        ...farm.lists.map(({ name }) => name),
      ]);
      assert.equal(again.data.added, 0);
      assert.equal(again.data.unchanged, farm.lists.length);

      const top = (await world.json<readonly ProxyRow[]>(['proxies', 'top', '10'])).data;
      assert.equal(top.length, 10);
      assert.ok(top.every(({ status }) => status === 'working'));
      assert.deepEqual(
        top.map(({ score }) => score),
        top.map(({ score }) => score).sort((a, b) => b - a),
      );
    });
  } finally {
    await farm.stop();
  }
});

function addressOf({ host, port, user }: FarmProxy): string {
  return user === undefined ? `${host}:${port}` : `${user}@${host}:${port}`;
}
