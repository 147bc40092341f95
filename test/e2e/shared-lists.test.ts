/** Real published lists, moved to loopback, through the whole program: fetched, counted, checked in part. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveLists } from '../help/list-site.ts';
import { rewriteList } from '../help/rewrite-list.ts';
import { startScaleFarm } from '../help/scale-farm.ts';
import { sharedLists } from '../help/shared-lists.ts';
import { withWorld } from '../help/world.ts';

const lists = sharedLists(100_000);
const skip =
  process.platform !== 'linux'
    ? 'needs the whole of 127.0.0.0/8'
    : lists.size === 0 && 'no published lists (set REFBOT_SHARED)';
const LIMIT = 2_000;

test('published lists are scraped, and two thousand of them checked', { skip }, async () => {
  const farm = await startScaleFarm({ latencyMs: [5, 300] });
  const texts = Object.fromEntries(
    [...lists].map(([file, text]) => [file.toLowerCase(), rewriteList(text, farm.port)]),
  );
  const site = await serveLists(texts);
  const distinct = new Set(Object.values(texts).flatMap((text) => text.match(/127[\d.]+(?=:)/g) ?? [])).size;
  try {
    await withWorld(async (world) => {
      const names = Object.keys(texts).map((name) => name.replace(/\.txt$/, ''));
      const adds = names.map((name) => `sources add ${site.url}${name}.txt --name ${name}`);
      const added = await world.run(['-c', adds.join('; ')]);
      assert.equal(added.code, 0, added.stderr);
      const { data } = await world.json<Record<string, number>>(['scrape', ...names, '--allow-private']);
      assert.equal(data['added'], distinct);
      assert.equal(data['read'], data['added']! + data['known']! + data['refused']!);
      const flags = ['--limit', String(LIMIT), '--timeout', '6s', '--concurrency', '600'];
      const checked = (await world.json<Record<string, number>>(['check', ...flags])).data;
      assert.equal(checked['checked'], LIMIT);
      assert.equal(checked['working']! + checked['answered']! + checked['failed']!, LIMIT);
      assert.ok(checked['working']! > LIMIT / 2, `${checked['working']} working`);
      const stats = (await world.json<Record<string, number>>(['proxies', 'stats'])).data;
      assert.deepEqual([stats['total'], stats['new']], [distinct, distinct - LIMIT]);
    });
  } finally {
    await Promise.all([farm.stop(), site.stop()]);
  }
});
