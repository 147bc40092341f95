/** `judge start` and `demo start` as programs of their own: they say where they listen, serve, and end with the signal. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { request } from '../../src/net/request.ts';
import { CommandLine } from '../help/command-line.ts';
import { RecordingIo } from '../help/recording-io.ts';

const policy = { only: 'loopback', allowPrivate: true } as const;
const kept = { REFBOT_STATE: process.env['REFBOT_STATE'], REFBOT_CONFIG: process.env['REFBOT_CONFIG'] };
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-foreground-'));
  process.env['REFBOT_STATE'] = join(folder, 'state.json');
  process.env['REFBOT_CONFIG'] = join(folder, 'config.json');
});

after(async () => {
  for (const [name, value] of Object.entries(kept)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await rm(folder, { recursive: true });
});

/** Starts the line, gives its first line of JSON, and ends it. */
async function serving<T>(line: string, use: (said: T) => Promise<void>): Promise<number> {
  const io = new RecordingIo(folder);
  const ending = new AbortController();
  const running = new CommandLine(folder).interpreter.run(
    { text: line, origin: 'test' },
    io,
    { format: 'json' },
    ending.signal,
  );
  try {
    while (!io.data.includes('\n')) {
      const over = await Promise.race([running, new Promise<null>((resolve) => setTimeout(() => resolve(null), 10))]);
      assert.equal(over, null, `it ended: ${io.events.join('; ')} ${io.data}`);
    }
    await use(JSON.parse(io.data.slice(0, io.data.indexOf('\n'))) as T);
  } finally {
    ending.abort();
  }
  return running;
}

async function get(url: string): Promise<number> {
  const reply = await request({
    url: new URL(url),
    headers: [],
    policy,
    trusted: true,
    timeoutMs: 3000,
    maxBodyBytes: 100_000,
  });
  return reply.status;
}

test('a judge prints its URLs as one line, answers, and leaves only its key', async () => {
  let http = '';
  const status = await serving<{ http: string; https: string }>('judge start --port 0', async (said) => {
    assert.deepEqual(Object.keys(said), ['http', 'https']);
    assert.match(said.http, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.match(said.https, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.ok((await get(said.http)) < 500);
    http = said.http;
  });
  assert.equal(status, 130);
  await assert.rejects(get(http), 'nothing listens any more');
  assert.ok(!(await readdir(folder)).includes('state.json'));
});

test('a demo prints where its lists are', async () => {
  await serving<{ proxies: number; listUrl: string; behaviours: Record<string, number> }>(
    'demo start --proxies 12',
    async ({ proxies, listUrl, behaviours }) => {
      assert.equal(proxies, 12);
      assert.equal(await get(listUrl), 200);
      assert.equal(
        Object.values(behaviours).reduce((sum, count) => sum + count, 0),
        12,
      );
    },
  );
});

test('configuration and state are looked at without an engine', async () => {
  const line = new CommandLine(folder);
  assert.deepEqual((await line.ask<unknown>('config path')).data, { file: join(folder, 'config.json'), exists: false });
  assert.equal((await line.ask<{ valid: boolean }>('config validate')).data.valid, true);
  const { data } = await line.ask<{ state: string; exists: boolean }>('state path');
  assert.deepEqual([data.state, data.exists], [join(folder, 'state.json'), false]);
  const verified = await line.ask<{ state: string }[]>('state verify');
  assert.deepEqual(
    verified.data.map(({ state }) => state),
    ['missing', 'missing'],
  );
  const refused = await line.ask('proxies list');
  assert.equal(refused.ok, false);
});
