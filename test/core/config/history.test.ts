/** Earlier configurations: kept with each change, bounded, without secrets, and had back whole. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { loadConfig } from '../../../src/core/config/config.ts';
import { CONFIGS_KEPT } from '../../../src/core/config/history.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-config-'));
  file = join(folder, 'config.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const document = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

test('each change is kept and can be had back, what was edited by hand too', async () => {
  const config = loadConfig({ file });
  await config.set('timeout', '5s');
  await config.set('breaker.failures', '7');
  await config.reset('timeout');
  assert.deepEqual(
    (await config.history()).map(({ number, what, values }) => [number, what, Object.keys(values)]),
    [
      [1, 'before the first change', []],
      [2, 'set timeout', ['timeout']],
      [3, 'set breaker.failures', ['breaker.failures', 'timeout']],
      [4, 'reset timeout', ['breaker.failures']],
    ],
  );
  const told: string[] = [];
  config.onChange(({ path }) => void told.push(path));
  assert.deepEqual([...(await config.restore(2))].sort(), ['breaker.failures', 'timeout']);
  assert.equal(config.get('timeout'), 5_000);
  assert.deepEqual(await document(), { timeout: '5s' });
  assert.deepEqual(told.sort(), ['breaker.failures', 'timeout']);
  assert.equal((await config.history()).at(-1)?.what, 'restore 2');
  assert.equal((await stat(`${file}.history`)).mode & 0o777, 0o600);

  await writeFile(file, '{"timeout": "9s"}');
  await config.set('breaker.failures', '4');
  const kept = await config.history();
  assert.deepEqual(
    kept.slice(-2).map(({ what }) => what),
    ['edited by hand', 'set breaker.failures'],
  );
  await config.restore(kept.at(-2)!.number);
  assert.deepEqual(await document(), { timeout: '9s' });
  await assert.rejects(config.restore(99), { errorName: 'bad-value' });
});

test('no secret is in the list, and none is lost or changed by a restore', async () => {
  const config = loadConfig({ file });
  const token = 'tok3n-and-a-long-tail-0123456789';
  await config.set('timeout', '5s');
  await config.set('api.token', token);
  await config.set('timeout', '6s');
  assert.doesNotMatch(await readFile(`${file}.history`, 'utf8'), /tok3n/);
  await config.restore(2);
  assert.equal(config.get('api.token'), token);
  assert.equal(config.get('timeout'), 5_000);
});

test('the list is bounded, survives damage, and is no reason to refuse a change', async () => {
  const config = loadConfig({ file });
  for (let failures = 1; failures <= CONFIGS_KEPT + 5; failures++)
    await config.set('breaker.failures', String(failures % 60 || 1));
  const kept = await config.history();
  assert.equal(kept.length, CONFIGS_KEPT);
  await writeFile(`${file}.history`, `garbage\n{"number":"x"}\n${JSON.stringify(kept.at(-1))}\n`);
  assert.equal((await config.history()).length, 1);
  await rm(`${file}.history`);
  await mkdir(`${file}.history`);
  await config.set('timeout', '7s');
  assert.equal(config.get('timeout'), 7_000);
});

test('a listener that objects keeps the file and the list as they were', async () => {
  const config = loadConfig({ file });
  await config.set('timeout', '5s');
  await config.set('timeout', '6s');
  config.onChange(() => {
    throw new Error('no');
  });
  await assert.rejects(config.restore(2), /no/);
  assert.equal(config.get('timeout'), 6_000);
  assert.equal((await config.history()).length, 3);
});
