/** `metrics export` in the real program: its formats, its default file, and that a file is replaced whole or not at all. */
import assert from 'node:assert/strict';
import { mkdir, open, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { MetricsHistory } from '../../src/analytics/metrics-history.ts';
import { METRICS, type Metrics } from '../../src/analytics/metrics-row.ts';
import { emptyDocuments, type Json } from '../../src/model/state.ts';
import { openTestStore } from '../help/open-test-store.ts';
import { withWorld, type World } from '../help/world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Exported {
  readonly at: string;
  readonly checks: number;
  readonly passRate: number | null;
  readonly p50LatencyMs: number | null;
}

/** Three days up to a quarter of an hour ago, a row a minute: a day of minutes and two of hours are kept. */
async function withHistory(world: World): Promise<void> {
  const { store } = await openTestStore(world.stateFile);
  const history = new MetricsHistory({ hoursOfMinutes: 24, daysOfHours: 90 });
  const last = Math.floor(Date.now() / MINUTE) * MINUTE - 15 * MINUTE;
  const zero = Object.fromEntries(METRICS.map((name) => [name, 0])) as unknown as Metrics;
  for (let at = last - 3 * DAY; at <= last; at += MINUTE)
    history.add(at, { ...zero, seconds: 60, checks: 4, passed: 1, total: 9, p50LatencyMs: at === last ? 120 : 0 });
  Object.assign(store.documents, emptyDocuments(last), { metrics: history.image() as unknown as Json });
  await store.save();
  await store.close();
}

const parsed = (text: string): readonly Exported[] => JSON.parse(text) as readonly Exported[];

test('the history goes to a file whole, in three formats, from when and as fine as it is asked for', async () => {
  await withWorld(async (world) => {
    await withHistory(world);
    const config = join(world.folder, 'config', 'refbot');
    const { data } = await world.json<{ file: string; format: string; rows: number; from: string }>([
      'metrics',
      'export',
    ]);
    assert.equal(data.file, join(config, 'metrics.json'));
    const all = parsed(await readFile(data.file, 'utf8'));
    assert.deepEqual([data.format, data.rows, data.from], ['json', all.length, all[0]!.at]);
    assert.ok(all.length > 24 * 60 && all.length < 26 * 60 + 72, `${all.length} rows`);
    assert.equal(
      all.reduce((sum, { checks }) => sum + checks, 0),
      4 * (3 * 24 * 60 + 1),
      'no check twice, none left out',
    );
    assert.deepEqual([all.at(-1)!.passRate, all.at(-1)!.p50LatencyMs, all[0]!.p50LatencyMs], [0.25, 120, null]);

    const ended = await world.run(['metrics', 'export', 'pool.csv', '--since', '2h', '--every', '1h']);
    assert.equal(ended.code, 0, ended.stderr);
    const lines = world.read('pool.csv').trimEnd().split('\r\n');
    assert.deepEqual(lines[0]!.split(','), Object.keys(all[0]!));
    assert.ok(lines.length === 3 || lines.length === 4, lines.join('\n'));
    for (const line of lines.slice(1)) assert.match(line, /^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z,\d+,9,/);

    const { stdout } = await world.run(['metrics', 'export', '-', '--format', 'jsonl', '--since', '1d']);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Exported);
    // A minute that was over meanwhile has a row of its own.
    const known = rows.filter(({ at }) => at <= all.at(-1)!.at);
    assert.deepEqual(known, all.slice(-known.length));
    assert.ok(known.length >= 24 * 60 - 16 && rows.length - known.length <= 1);
  });
});

test('a file is replaced as a whole or stays what it was, and nothing else lies beside it', async () => {
  await withWorld(async (world) => {
    await withHistory(world);
    await mkdir(join(world.folder, 'out'));
    const out = (name: string): string => join(world.folder, 'out', name);
    await writeFile(out('real.json'), 'old');
    await symlink(out('real.json'), out('link.json'));
    assert.equal((await world.run(['metrics', 'export', 'out/link.json'])).code, 0);
    assert.ok(parsed(await readFile(out('real.json'), 'utf8')).length > 1_000);
    assert.deepEqual((await readdir(out(''))).sort(), ['link.json', 'real.json']);

    // Who reads it already goes on with the one before.
    const reader = await open(out('real.json'));
    const before = await readFile(out('real.json'), 'utf8');
    try {
      assert.equal((await world.run(['metrics', 'export', 'out/real.json', '--since', '1h'])).code, 0);
      assert.notEqual(await readFile(out('real.json'), 'utf8'), before);
      assert.equal(await reader.readFile('utf8'), before);
    } finally {
      await reader.close();
    }
    for (const [name, said] of [
      ['out', /out: that is not a file/],
      ['/dev/null', /that is not a file[^]*- writes to standard output/],
      ['none/pool.csv', /none\/pool\.csv: its folder does not exist/],
      ['out/real.json/x.csv', /what should be its folder is a file/],
    ] as const) {
      const { code, stderr } = await world.run(['metrics', 'export', name]);
      assert.notEqual(code, 0, name);
      assert.match(stderr, said);
    }
    assert.deepEqual((await readdir(out(''))).sort(), ['link.json', 'real.json']);
  });
});
