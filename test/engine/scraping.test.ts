/** What is known of sources before anything that collects is loaded, and after it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../store/store.ts';
import { Scraping, type ScrapingParts } from '../../src/engine/scraping.ts';
import { createWorld, loopbackBatch } from '../help/pool-world.ts';

const FETCHED = '2026-01-02T03:04:05.000Z';
const OWN = {
  name: 'mine',
  location: 'http://127.0.0.1:9/list.txt',
  kind: 'own',
  protocols: [],
  enabled: true,
  lastFetchedAt: FETCHED,
  state: 'failing',
  failures: 3,
  validator: { etag: '"a"', lastModified: null, allowPrivate: false },
} as const;
const FINE = { ...OWN, name: 'fine', location: 'http://127.0.0.1:9/other.txt', failures: 2 } as const;

async function createScraping(proxies = 0) {
  const { pool, clock } = createWorld();
  if (proxies > 0) await pool.admit(loopbackBatch(proxies), { source: 'mine' });
  const store = { documents: { sources: [OWN, FINE] }, markDirty: () => {} } as unknown as Store;
  const scraping = new Scraping({ pool, clock, store } as unknown as ScrapingParts);
  return { scraping, kept: () => store.documents.sources as unknown as readonly { validator: unknown }[] };
}

test('when something was last fetched is known without the sources, and the same with them', async () => {
  const { scraping } = await createScraping();
  assert.equal(scraping.lastScrapeAt, Date.parse(FETCHED));
  await scraping.prepare();
  assert.equal(scraping.lastScrapeAt, Date.parse(FETCHED));
});

test('failing sources are told when sources are loaded, and nothing is loaded to tell them', async () => {
  const { scraping } = await createScraping();
  assert.deepEqual(scraping.failing(3), []);
  await scraping.prepare();
  assert.deepEqual(
    scraping.failing(3).map(({ name }) => name),
    ['mine'],
  );
  assert.equal(scraping.failing(4).length, 0);
});

test('a pool without proxies wants whole lists again, one that has some does not', async () => {
  for (const proxies of [0, 1]) {
    const { scraping, kept } = await createScraping(proxies);
    scraping.enable('mine', true);
    const validators = kept().map(({ validator }) => validator);
    assert.deepEqual(validators, proxies > 0 ? [OWN.validator, FINE.validator] : [null, null]);
  }
});
