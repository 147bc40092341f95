import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Bus } from '../../../src/core/bus.ts';
import { loadConfig, validateConfig } from '../../../src/core/config/config.ts';
import { RefbotError } from '../../../src/model/errors.ts';

async function withFile(document: unknown, run: (file: string) => void | Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-config-'));
  const file = join(folder, 'config.json');
  try {
    if (document !== undefined) {
      await writeFile(file, typeof document === 'string' ? document : JSON.stringify(document));
    }
    await run(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const isError = (name: string, message: RegExp, hint?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RefbotError, String(error));
  assert.equal(error.errorName, name);
  assert.match(error.message, message);
  if (hint) assert.match(error.details.hint ?? '', hint);
  return true;
};

test('without a file the defaults hold', () =>
  withFile(undefined, (file) => {
    const config = loadConfig({ file });
    assert.equal(config.get('timeout'), 8000);
    assert.equal(config.get('retries'), 1);
    assert.equal(config.get('http_workers'), null);
    assert.equal(config.get('network.only'), 'any');
    assert.equal(config.get('analytics.thresholds.success_rate'), 0.7);
    assert.equal(config.get('analytics.thresholds.response_time'), 5000);
    assert.equal(config.origin('timeout'), 'default');
  }));

test('file < environment < flags, and each value knows where it is from', () =>
  withFile({ timeout: 5, retries: 3, concurrency: 100, mode: 'dashboard', network: { only: 'any' } }, (file) => {
    const config = loadConfig({
      file,
      env: { REFBOT_RETRIES: '2', REFBOT_CONCURRENCY: '200', REFBOT_NETWORK: 'loopback', REFBOT_TIMEOUT: '' },
      flags: { concurrency: '300', 'network.allow_private': true, timeout: undefined },
    });
    assert.deepEqual(
      (
        ['timeout', 'retries', 'concurrency', 'mode', 'network.only', 'network.allow_private', 'verify_ssl'] as const
      ).map((path) => [config.get(path), config.origin(path)]),
      [
        [5000, 'file'],
        [2, 'environment'],
        [300, 'flag'],
        ['shell', 'file'],
        ['loopback', 'environment'],
        [true, 'flag'],
        [true, 'default'],
      ],
    );
  }));

test("the mission's own values are understood", () =>
  withFile(
    {
      mode: 'shell',
      url: 'https://example.org/ip',
      timeout: 10,
      retries: 3,
      verify_ssl: false,
      scraper_interval_minutes: 30,
      http_workers: 200,
      https_workers: 200,
      log_buffer_lines: 100,
      save_state_interval_seconds: 60,
      proxy_revalidate_hours: 6,
      dashboard_refresh_rate: 1,
      plugins_dir: 'plugins',
      metrics_file: 'metrics.json',
      api: { enabled: false, host: '127.0.0.1', port: 8080 },
      analytics: { enabled: true, thresholds: { success_rate: 0.7, response_time: 5.0 } },
    },
    (file) => {
      const config = loadConfig({ file });
      assert.equal(config.get('http_workers'), 200);
      assert.equal(config.get('timeout'), 10_000);
      assert.equal(config.get('analytics.thresholds.response_time'), 5000);
      assert.ok(config.getPath('metrics_file')!.endsWith('/metrics.json'));
    },
  ));

test('durations and sizes come in several spellings', () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    ['timeout', '8s', 8000],
    ['timeout', '8', 8000],
    ['timeout', '0.5', 500],
    ['connect_timeout', '1500ms', 1500],
    ['scrape.max_bytes', '1mib', 1_048_576],
    ['scrape.max_bytes', '2048', 2048],
    ['analytics.retention', '7', 604_800_000],
    ['analytics.thresholds.success_rate', '70%', 0.7],
    ['verify_ssl', 'off', false],
    ['http_workers', 'none', null],
    ['concurrency', 'auto', null],
  ];
  for (const [path, text, expected] of cases) {
    assert.equal(loadConfig({ flags: { [path]: text } }).get(path as 'timeout'), expected, `${path} ${text}`);
  }
});

test('wrong keys and values are refused with their path and what would be right', async () => {
  const cases: readonly (readonly [unknown, string, RegExp, RegExp])[] = [
    [{ timout: '8s' }, 'unknown-key', /no key timout/, /did you mean timeout/],
    [{ network: { onyl: 'any' } }, 'unknown-key', /no key network\.onyl/, /did you mean network\.only/],
    [{ netwrok: { only: 'any' } }, 'unknown-key', /no key netwrok/, /did you mean network/],
    [
      { timeout: 'soon' },
      'bad-config-value',
      /timeout: "soon" is not a duration .* from 100ms to 5m/,
      /the default is "8s"/,
    ],
    [{ timeout: '-1s' }, 'bad-config-value', /timeout: "-1s"/, /8s/],
    [{ retries: 1.5 }, 'bad-config-value', /retries: 1.5 is not a whole number/, /default is 1/],
    [{ retries: '3' }, 'bad-config-value', /retries: "3"/, /default is 1/],
    [{ verify_ssl: 'yes' }, 'bad-config-value', /verify_ssl.* is not true or false/, /default is true/],
    [{ mode: 'shel' }, 'bad-config-value', /mode/, /did you mean shell/],
    [{ network: 'loopback' }, 'bad-config-value', /network is a group/, /network\.only/],
    [{ judge: { url: 'ftp://x' } }, 'bad-config-value', /judge\.url.*http/, /default is null/],
    [{ url: 'http://u:hunter2@x/' }, 'bad-config-value', /^url: "http:\/\/u:\*\*\*@x\/" is not/, /default is null/],
    [{ weights: { success: 0, speed: 0, reliability: 0 } }, 'bad-config-value', /weights are 0/, /above 0/],
    [[], 'bad-config-value', /not an object/, /\{\}/],
    [{ api: { token: 12345 } }, 'bad-config-value', /api\.token: the value is not a secret/, /default is null/],
  ];
  for (const [document, name, message, hint] of cases) {
    await withFile(document, (file) => {
      assert.throws(() => loadConfig({ file }), isError(name, message, hint), JSON.stringify(document));
    });
  }
  await withFile('{ "timeout": 8,\n }', (file) => {
    assert.throws(() => loadConfig({ file }), isError('unreadable-config', /not JSON.*line 2/));
  });
  assert.throws(() => loadConfig({ env: { REFBOT_RETRIES: 'many' } }), isError('bad-config-value', /REFBOT_RETRIES/));
});

test('validate names all problems at once and throws nothing', () =>
  withFile({ timout: 1, retries: -1, api: { prot: 1 } }, async (file) => {
    assert.deepEqual(
      validateConfig({ file, env: { REFBOT_VERIFY_SSL: 'maybe' } }).map((problem) => [problem.path, problem.error]),
      [
        ['timout', 'unknown-key'],
        ['retries', 'bad-config-value'],
        ['api.prot', 'unknown-key'],
        ['REFBOT_VERIFY_SSL', 'bad-config-value'],
      ],
    );
    assert.throws(() => loadConfig({ file }), /3 problems/);
    await writeFile(file, '{');
    assert.equal(validateConfig({ file })[0]!.error, 'unreadable-config');
    await writeFile(file, '{}');
    assert.deepEqual(validateConfig({ file }), []);
  }));

test('set writes the one key, says so on the bus, and reset takes it back', () =>
  withFile({ retries: 2, judge: { port: 9000 } }, async (file) => {
    const config = loadConfig({ file });
    const told: unknown[] = [];
    const bus = new Bus((_, error) => assert.fail(String(error)));
    bus.on('config.changed', (fact) => told.push(fact.keys));
    config.announceOn(bus);
    assert.equal(await config.set('timeout', '1500ms'), 1500);
    assert.equal(await config.set('judge.https_port', '9001'), 9001);
    assert.equal(config.get('timeout'), 1500);
    assert.equal(config.origin('timeout'), 'file');
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), {
      retries: 2,
      judge: { port: 9000, https_port: 9001 },
      timeout: '1500ms',
    });
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal(loadConfig({ file }).get('timeout'), 1500);
    assert.equal(await config.reset('timeout'), 8000);
    await config.reset('judge.port');
    await config.reset('judge.https_port');
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { retries: 2 });
    await assert.rejects(config.set('timout', '1s'), isError('unknown-key', /timout/, /did you mean timeout/));
    await assert.rejects(config.set('timeout', 'x'), isError('bad-config-value', /timeout/));
    await assert.rejects(config.reset('nonsense'), isError('unknown-key', /nonsense/));
    assert.deepEqual(told, [['timeout'], ['judge.https_port'], ['timeout'], ['judge.port'], ['judge.https_port']]);
  }));

test('a listener that objects takes the change back everywhere', () =>
  withFile({ retries: 2 }, async (file) => {
    const config = loadConfig({ file });
    const seen: unknown[] = [];
    config.onChange((change) => seen.push([change.value, change.previous, config.get('retries')]));
    const end = config.onChange(() => {
      throw new Error('not now');
    });
    await assert.rejects(config.set('retries', '5'), /not now/);
    assert.equal(config.get('retries'), 2);
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { retries: 2 });
    assert.deepEqual(seen, [
      [5, 2, 5],
      [2, 5, 2],
    ]);
    end();
    assert.equal(await config.set('retries', '5'), 5);
  }));

test('changes at the same time do not lose each other, and hand edits survive', () =>
  withFile({}, async (file) => {
    const config = loadConfig({ file });
    await Promise.all([config.set('retries', '4'), config.set('timeout', '9s'), config.set('concurrency', '50')]);
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { retries: 4, timeout: '9s', concurrency: 50 });
    await writeFile(file, '{"verify_ssl": false}');
    await config.set('retries', '6');
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { verify_ssl: false, retries: 6 });
    await writeFile(file, '{broken');
    await assert.rejects(config.set('retries', '7'), isError('unreadable-config', /not JSON/));
    assert.equal(config.get('retries'), 6);
    assert.equal(await readFile(file, 'utf8'), '{broken');
  }));

test('the environment wins over what set writes', () =>
  withFile({}, async (file) => {
    const config = loadConfig({ file, env: { REFBOT_RETRIES: '2' } });
    assert.equal(await config.set('retries', '5'), 2);
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { retries: 5 });
  }));

test('secrets are never shown', () => {
  const config = loadConfig({ flags: { 'api.token': 'hunter2hunter2' } });
  assert.equal(config.get('api.token'), 'hunter2hunter2');
  assert.equal(config.shown('api.token'), '***');
  assert.equal(config.shown('timeout'), '8s');
  assert.equal(loadConfig({}).shown('api.token'), null);
});
