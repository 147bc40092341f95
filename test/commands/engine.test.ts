/** The commands at a real engine: a farm of simulated proxies is imported, checked, ranked, changed, exported, restored. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFarm } from '../../src/demo/farm.ts';
import { withEngine } from '../help/engine-world.ts';

interface Row {
  readonly id: number;
  readonly address: string;
  readonly status: string;
  readonly score: number;
  readonly latencyMs: number | null;
  readonly protocols: readonly string[];
  readonly tags: readonly string[];
  readonly banned: boolean;
}

const ROW =
  'id address protocols status score success speed reliability latencyMs anonymity country breaker sources tags lastCheckedAt failure changed banned evicted throughput targets listed';

test('a list comes in, is checked, ranked, changed and written out', async () => {
  const farm = await startFarm({ proxies: 40 });
  try {
    await withEngine(
      async ({ folder, line, engine }) => {
        await writeFile(
          join(folder, 'list.txt'),
          `${farm.proxies.map(({ url }) => url).join('\n')}\n203.0.113.300:80\n`,
        );

        const imported = await line.ask<Record<string, unknown>>('proxies import list.txt');
        assert.deepEqual(Object.keys(imported.data), ['read', 'added', 'known', 'refused', 'refusals']);
        assert.deepEqual([imported.data['read'], imported.data['refused']], [41, 1]);
        assert.equal(imported.data['added'], 40);
        assert.equal((await line.ask<{ added: number }>('proxies import list.txt')).data.added, 0);

        const checked = await line.ask<Record<string, number>>('check --timeout 1s --connect-timeout 300ms');
        assert.equal(checked.status, 0, JSON.stringify(checked.error));
        for (const field of ['checked', 'working', 'failed', 'reasons', 'ms']) assert.ok(field in checked.data, field);
        const { checked: count, working, answered, failed, cancelled } = checked.data;
        assert.equal(count, 40);
        assert.equal(working! + answered! + failed! + cancelled!, 40);
        assert.ok(working! > 5 && failed! > 5);

        const stats = await line.ask<Record<string, number>>('proxies stats');
        assert.deepEqual([stats.data['total'], stats.data['working']], [40, working]);

        const top = await line.ask<Row[]>('proxies top 5');
        assert.equal(top.data.length, 5);
        assert.equal(Object.keys(top.data[0]!).join(' '), ROW);
        assert.ok(top.data.every(({ status }) => status === 'working'));
        assert.deepEqual(
          top.data.map(({ score }) => score),
          top.data.map(({ score }) => score).toSorted((a, b) => b - a),
        );
        const fastest = await line.ask<Row[]>('top 3 --by latency --protocol http,socks5');
        assert.ok(fastest.data[0]!.latencyMs! <= fastest.data[1]!.latencyMs!);
        const best = top.data[0]!;

        const shown = await line.ask<Row>(`proxies show ${best.address}`);
        assert.equal(shown.data.id, best.id);
        const page = await line.say(`proxies show ${best.address}`, { format: 'table' });
        assert.match(page.data, /^last checks +\w+ [▁-█×]+ · .*(confirmed|answered) \d+ ms \S+ m?s ago/m);
        assert.match((await line.say('proxies stats', { format: 'table' })).data, /^latencies +under \d+ ms \d+/m);
        const parts = await line.ask<{ part: string; points: number }[]>(`proxies score ${best.id}`);
        const sum = parts.data.slice(0, 3).reduce((sum, { points }) => sum + points, 0);
        assert.ok(Math.abs(sum - best.score) < 1e-3, `${sum} ${best.score}`);

        assert.deepEqual((await line.ask('proxies tag @top 3 fast')).data, { tagged: 3, tag: 'fast' });
        assert.deepEqual((await line.ask(`proxies tag ${best.address} good`)).data, { tagged: 1, tag: 'good' });
        assert.equal((await line.ask<Row[]>('proxies list --tag fast')).data.length, 3);
        assert.equal((await line.ask<Row[]>('proxies list --where tags = good')).data[0]!.id, best.id);
        assert.deepEqual((await line.ask(`proxies untag ${best.id} good`)).data, { untagged: 1, tag: 'good' });
        assert.deepEqual((await line.ask(`proxies ban ${best.id}`)).data, { banned: 1 });
        assert.ok(!(await line.ask<Row[]>('proxies top 40')).data.some(({ id }) => id === best.id));
        assert.deepEqual((await line.ask('proxies unban @all')).data, { unbanned: 1 });

        const list = await line.ask<Row[]>('proxies list --status working --limit 4');
        assert.equal(list.data.length, 4);
        const exported = await line.ask<{ written: number; format: string }>('proxies export out.csv');
        assert.deepEqual([exported.data.written, exported.data.format], [working, 'csv']);
        assert.equal((await readFile(join(folder, 'out.csv'), 'utf8')).trimEnd().split('\r\n').length, working! + 1);
        const all = await line.ask<{ written: number }>(
          'proxies export all.txt --status working,answered,failed --with-credentials',
        );
        assert.equal(all.data.written, 40);
        const secrets = farm.proxies.map(({ password }) => password).filter((password) => password !== undefined);
        const text = await readFile(join(folder, 'all.txt'), 'utf8');
        assert.ok(secrets.length > 0 && secrets.every((secret) => text.includes(secret)));
        await line.ask('proxies export plain.json --status working,answered,failed');
        const plain = await readFile(join(folder, 'plain.json'), 'utf8');
        assert.ok(!secrets.some((secret) => plain.includes(secret)));

        const health = await line.ask<{ measure: string; verdict: string }[]>('proxies health');
        assert.equal(health.data.find(({ measure }) => measure === 'working proxies')?.verdict, 'ok');

        assert.equal((await line.say('proxies remove where status = failed', { readonly: true })).status, 6);
        const dry = await line.ask<{ wouldRemove: number }>('proxies remove where status = failed', { dryRun: true });
        assert.equal(dry.data.wouldRemove, engine.view.stats().failed);
        const backup = await line.ask<{ name: string; proxies: number }>("backup create 'before removing'");
        assert.equal(backup.data.proxies, 40);
        assert.equal(
          (await line.ask<{ removed: number }>('proxies remove where status = failed')).data.removed,
          failed,
        );
        assert.equal(engine.view.stats().total, 40 - failed!);
        assert.equal((await line.ask<{ proxies: number }>(`backup restore ${backup.data.name}`)).data.proxies, 40);
        assert.equal(engine.view.stats().failed, failed);
        assert.equal((await line.ask<unknown[]>('backup list')).data.length, 2);

        const missed = await line.ask('check @all --limit 3 --timeout 1s --connect-timeout 300ms --expect-alive 5');
        assert.deepEqual([missed.status, missed.error?.code], [3, 'E110']);
        const jobs = await line.ask<{ kind: string; state: string }[]>('jobs');
        assert.ok(jobs.data.some(({ kind, state }) => kind === 'check' && state === 'done'));
        const log = await line.ask<{ at: string; message: string }[]>('log 5');
        assert.ok(log.data.every(({ at }) => !Number.isNaN(Date.parse(at))));
      },
      { flags: { retries: 0 } },
    );
  } finally {
    await farm.stop();
  }
});

test('sources are added, tested, scraped, disabled and forgotten', async () => {
  await withEngine(async ({ folder, line, engine }) => {
    await writeFile(join(folder, 'one.txt'), '127.9.0.1:8080\n127.9.0.2:8080\nnonsense here\n');
    const builtIn = engine.view.sources().length;
    assert.ok(builtIn >= 38);
    const added = await line.ask<Record<string, unknown>>('sources add one.txt --name lab --protocol http');
    assert.deepEqual(
      [added.data['name'], added.data['location'], added.data['kind']],
      ['lab', join(folder, 'one.txt'), 'own'],
    );
    assert.equal((await line.ask('sources add one.txt --name lab')).error?.code, 'E406');
    const tested = await line.ask<{ found: number; refused: number }>('sources test lab');
    assert.deepEqual([tested.data.found, tested.data.refused], [2, 1]);
    assert.equal(engine.view.stats().total, 0);
    const scraped = await line.ask<Record<string, number>>('scrape lab');
    assert.deepEqual([scraped.data['added'], scraped.data['refused'], scraped.data['failing']], [2, 1, 0]);
    assert.equal((await line.ask<{ enabled: boolean }>('sources disable lab')).data.enabled, false);
    assert.equal((await line.ask<{ enabled: boolean }>('sources enable lab')).data.enabled, true);
    assert.equal((await line.say('sources disable lab', { format: 'table' })).data, 'lab is not fetched any more\n');
    assert.equal((await line.say('sources enable lab', { format: 'table' })).data, 'lab is fetched again\n');
    assert.equal((await line.ask('sources remove labb')).error?.code, 'E405');
    assert.deepEqual((await line.ask('sources remove lab')).data, { removed: 'lab' });
    assert.equal((await line.ask<unknown[]>('sources list')).data.length, builtIn);
    assert.equal(engine.view.stats().total, 2);
  });
});

test('configuration is shown, changed and refused', async () => {
  await withEngine(async ({ folder, line, engine }) => {
    const set = await line.ask<Record<string, unknown>>('config set timeout 5s');
    assert.deepEqual([set.data['value'], set.data['origin'], engine.config.get('timeout')], ['5s', 'file', 5000]);
    assert.deepEqual(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')), { timeout: '5s' });
    assert.equal((await line.ask<{ value: string }>('config get timeout')).data.value, '5s');
    const wrong = await line.ask('config set timout 5s');
    assert.deepEqual([wrong.status, wrong.error?.code, wrong.error?.hint], [2, 'E103', 'did you mean timeout ?']);
    assert.equal((await line.ask('config set timeout soon')).status, 2);
    assert.equal((await line.ask<{ value: string }>('config reset timeout')).data.value, '8s');
    const held = await line.say('config set network.only any');
    assert.match(held.notes, /REFBOT_NETWORK holds it at loopback/);
    assert.equal((await line.ask<unknown[]>('config show judge')).data.length, 4);
    assert.equal((await line.ask('config show nonsense')).error?.code, 'E103');
    await line.ask('config set api.token abcdefgh12345');
    assert.doesNotMatch((await line.say('config show', { format: 'json' })).data, /abcdefgh12345/);
    await writeFile(join(folder, 'bad.json'), '{"timout": 1, "retries": -1}');
    const invalid = await line.ask('config validate bad.json');
    assert.deepEqual([invalid.status, invalid.error?.code], [4, 'E201']);
    assert.match(invalid.error!.message, /2 problems[\s\S]*timout[\s\S]*retries/);
  });
});

test('judge, demo, auto and state answer', async () => {
  await withEngine(
    async ({ line, folder }) => {
      const judge = await line.ask<{ http: string }>('judge start');
      assert.match(judge.data.http, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal((await line.ask<{ running: boolean }>('judge status')).data.running, true);
      assert.equal((await line.ask<{ running: boolean }>('judge stop')).data.running, false);
      assert.equal((await line.ask<{ proxies: number }>('demo start --proxies 30')).data.proxies, 30);
      assert.equal((await line.ask<{ running: boolean }>('demo status')).data.running, true);
      // A list of the demo holds for a trial what it holds for a round.
      const trial = await line.ask<{ found: number }>('sources test demo-csv');
      assert.ok(trial.data.found > 0, JSON.stringify(trial));
      assert.equal((await line.ask<{ running: boolean }>('demo stop')).data.running, false);
      assert.equal((await line.ask<{ auto: boolean }>('auto status')).data.auto, false);
      assert.equal((await line.ask<{ state: string }>('state path')).data.state, join(folder, 'state.json'));
      const verified = await line.ask<{ state: string }[]>('state verify');
      assert.equal(verified.data[0]!.state, 'ok');
    },
    { flags: { 'network.allow_private': false } },
  );
});

test('watch runs a line as often as it was told, quit and clear reach the face', async () => {
  const asked: string[] = [];
  const face = { quit: () => void asked.push('quit'), clear: () => void asked.push('clear') };
  await withEngine(
    async ({ line }) => {
      const watched = await line.say('watch --times 3 10ms echo hello');
      assert.equal(watched.data, 'hello\nhello\nhello\n');
      assert.equal((await line.say('clear')).status, 0);
      assert.equal((await line.say('q')).status, 0);
      assert.deepEqual(asked, ['clear', 'quit']);
      const ending = new AbortController();
      setTimeout(() => ending.abort(), 50);
      await line.say('watch 10s echo hello', {}, ending.signal);
    },
    { face },
  );
});
