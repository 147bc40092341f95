/**
 * Thousands of published addresses, moved to loopback, are fetched from a web site and checked: the counts add up, and
 * Ctrl-C or a hard kill in the middle loses nothing that matters.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serveLists, type ListSite } from '../help/list-site.ts';
import { publishedList, type ListFormat } from '../help/published-list.ts';
import { rewriteList } from '../help/rewrite-list.ts';
import { startScaleFarm, type ScaleFarm } from '../help/scale-farm.ts';
import { withWorld, type World } from '../help/world.ts';

const skip = process.platform === 'linux' ? false : 'needs the whole of 127.0.0.0/8';
const FORMATS: readonly ListFormat[] = ['plain', 'url', 'csv', 'json', 'yaml', 'xml'];
const PER_LIST = 600;
/** Good ones, bad ones and enough silent ones to be in the middle of it for a while. */
const WEIGHTS = { 'fast-http': 20, elite: 10, resets: 20, 'web-server': 20, injecting: 10, 'black-hole': 20 };

interface Checked {
  readonly checked: number;
  readonly working: number;
  readonly answered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly partial: boolean;
}
interface Stats {
  readonly total: number;
  readonly new: number;
  readonly working: number;
  readonly answered: number;
  readonly failed: number;
}

let farm: ScaleFarm;
let site: ListSite;
let distinct: number;

before(async () => {
  if (skip) return;
  farm = await startScaleFarm({ weights: WEIGHTS, latencyMs: [5, 60] });
  const texts = Object.fromEntries(
    FORMATS.map((format, seed) => [`list.${format}`, rewriteList(publishedList(format, PER_LIST, seed), farm.port)]),
  );
  distinct = new Set(Object.values(texts).flatMap((text) => text.match(/127\.\d+\.\d+\.\d+/g) ?? [])).size;
  // `exit_ip` of the JSON list is no proxy.
  distinct -= 1;
  site = await serveLists(texts);
});

after(async () => {
  if (!skip) await Promise.all([farm.stop(), site.stop()]);
});

async function collect(world: World): Promise<void> {
  const adds = FORMATS.map((format) => `sources add ${site.url}list.${format} --name ${format}-list --protocol http`);
  const { code, stderr } = await world.run(['-c', adds.join('; ')]);
  assert.equal(code, 0, stderr);
  const scraped = await world.json<{ read: number; added: number; known: number; refused: number }>([
    'scrape',
    ...FORMATS.map((format) => `${format}-list`),
    '--allow-private',
  ]);
  const { read, added, known, refused } = scraped.data;
  assert.equal(read, added + known + refused);
  assert.equal(refused, 0);
  assert.equal(added, distinct);
}

test('scrape, then check a part of it: everything is accounted for', { skip }, async () => {
  await withWorld(async (world) => {
    await collect(world);
    const { data, code } = await world.json<Checked>([
      'check',
      '--limit',
      '2000',
      '--timeout',
      '1500ms',
      '--concurrency',
      '800',
    ]);
    assert.equal(code, 0);
    assert.equal(data.checked, 2_000);
    assert.equal(data.checked, data.working + data.answered + data.failed + data.cancelled);
    assert.equal(data.cancelled, 0);
    assert.equal(
      data.failed,
      Object.values(data.reasons).reduce((sum, count) => sum + count, 0),
    );
    // Which ones work is held elsewhere; on a machine that is busy the short limit costs some of the slow.
    assert.ok(data.working > 100, `${data.working} working`);
    for (const reason of ['reset', 'tampered', 'no-answer'])
      assert.ok((data.reasons[reason] ?? 0) > 50, `${reason}: ${data.reasons[reason]}`);
    const stats = (await world.json<Stats>(['proxies', 'stats'])).data;
    assert.deepEqual(
      [stats.total, stats.new, stats.working, stats.failed],
      [distinct, distinct - 2_000, data.working, data.failed],
    );
  });
});

test('Ctrl-C in the middle keeps what was found', { skip }, async () => {
  await withWorld(async (world) => {
    await collect(world);
    const running = world.start(['check', '@all', '--timeout', '5s', '--concurrency', '100', '--json']);
    await busy(world);
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    assert.equal(code, 130);
    const { data, meta } = JSON.parse(stdout) as { data: Checked; meta: { partial?: boolean } };
    assert.equal(meta.partial ?? data.partial, true);
    assert.ok(data.working > 0 && data.checked < distinct);
    const stats = (await world.json<Stats>(['proxies', 'stats'])).data;
    assert.equal(stats.total, distinct);
    assert.equal(stats.working, data.working);
  });
});

test('a kill in the middle of a check leaves a state that opens without complaint', { skip }, async () => {
  await withWorld(async (world) => {
    await collect(world);
    const running = world.start(['check', '@all', '--timeout', '5s', '--concurrency', '100']);
    await busy(world);
    running.child.kill('SIGKILL');
    await running.ended;
    const { code, stderr } = await world.run(['proxies', 'stats']);
    assert.equal(code, 0);
    assert.doesNotMatch(stderr, /error|warning|broken|cannot/i);
    assert.equal((await world.json<Stats>(['proxies', 'stats'])).data.total, distinct);
  });
});

/** Resolves when the running check has results: asked as a second program on the same state. */
async function busy(world: World): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { data } = await world.json<Stats>(['proxies', 'stats']);
    if (data.working > 20) return;
  }
  throw new Error('the check found nothing');
}
