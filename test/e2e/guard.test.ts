/** `network.only: loopback` holds: a public address is never dialled, whoever asks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { withWorld, World } from '../help/world.ts';

test('a public proxy is blocked, not dialled, and not blamed', async () => {
  await withWorld(async (world) => {
    const judge = new World();
    try {
      const judging = judge.start(['judge', 'start', '--port', '0', '--json']);
      await judging.until(/\n/);
      const { http } = JSON.parse(judging.seen()) as { http: string };
      await world.run(['proxies', 'import', '-', '--protocol', 'http'], { input: '198.41.0.4:8080\n' });
      const { data } = await world.json<{ checked: number; working: number; reasons: object }>([
        'check',
        '@all',
        '--judge',
        http,
      ]);
      assert.equal(data.working, 0);
      assert.deepEqual(data.reasons, { blocked: 1 });
      const [row] = (await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data;
      assert.equal(row?.breaker, 'CLOSED');
      assert.equal(row.status, 'new', 'nothing was found out about it');
    } finally {
      await judge.end();
    }
  });
});

test('a source beyond loopback is refused', async () => {
  await withWorld(async (world) => {
    await world.run(['sources', 'add', 'http://198.41.0.4/list.txt', '--name', 'outside']);
    const scraped = await world.json<{ failing: number; perSource: readonly { error: string | null }[] }>([
      'scrape',
      'outside',
    ]);
    assert.equal(scraped.data.failing, 1);
    assert.match(scraped.data.perSource[0]!.error ?? '', /loopback/);
  });
});
