/** The harvest worker for real: files, folders, gzip, imports fed chunk by chunk, cancelling, stopping. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { toRefbotError } from '../../src/model/errors.ts';
import { Harvest } from '../../src/sources/harvest.ts';
import type { HarvestTask } from '../../src/sources/harvest-types.ts';
import { candidates } from '../model/list/_view.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-harvest-'));
const harvest = new Harvest();
const never = new AbortController().signal;
const list = { protocols: 0, allowPrivate: false };
after(async () => {
  await harvest.stop();
  rmSync(folder, { recursive: true });
});

const task = (path: string): HarvestTask => ({
  location: { kind: 'path', path },
  trusted: true,
  policy: { only: 'loopback', allowPrivate: false },
  etag: null,
  lastModified: null,
  timeoutMs: 1000,
  maxBytes: 1000,
  list,
});

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function errorName(error: unknown): string {
  return toRefbotError(error).errorName;
}

test('files and folders: every file in it, packed ones too, hidden ones and folders not', async () => {
  const lists = join(folder, 'lists');
  mkdirSync(join(lists, 'below'), { recursive: true });
  writeFileSync(join(lists, 'a.txt'), '9.8.7.6:80\n10.0.0.1:80\n');
  writeFileSync(join(lists, 'b.json.gz'), gzipSync('["socks5://9.8.7.7:81"]'));
  writeFileSync(join(lists, '.hidden'), '9.8.7.8:82\n');
  writeFileSync(join(lists, 'below', 'c.txt'), '9.8.7.9:83\n');
  const all = await harvest.fetch(task(lists), never);
  assert.deepEqual(
    [all.state, candidates(all.parsed!.batch), all.parsed!.refused],
    ['ok', ['9.8.7.6:80', 'socks5://9.8.7.7:81'], 1],
  );
  assert.equal(all.parsed!.refusals[0]!.reason, 'private address (a.txt)');
  const one = await harvest.fetch(task(join(lists, 'a.txt')), never);
  assert.deepEqual([one.state, one.parsed!.read, one.bytes], ['ok', 2, 23]);
});

test('what cannot be read is a result, not an exception', async () => {
  writeFileSync(join(folder, 'cut.gz'), gzipSync('9.8.7.6:80\n'.repeat(100)).subarray(0, 30));
  mkdirSync(join(folder, 'empty'));
  for (const [path, error] of [
    [join(folder, 'gone.txt'), 'no such file'],
    [join(folder, 'cut.gz'), 'the packed list is damaged'],
    [join(folder, 'empty'), 'the folder holds no files'],
  ] as const) {
    const result = await harvest.fetch(task(path), never);
    assert.deepEqual([result.state, result.error, result.parsed], ['failed', error, null]);
  }
});

test('an import comes in chunks of any size, packed or not, many more than are in flight', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `9.${index >> 8}.${index & 255}.6:80`);
  const text = Buffer.from(lines.join('\n'));
  for (const bytes of [text, gzipSync(text)]) {
    const parsed = await harvest.parse(chunked(bytes, 1000), list, never);
    assert.deepEqual(candidates(parsed.batch), lines);
  }
  const empty = await harvest.parse(chunked(text.subarray(0, 0), 1), list, never);
  assert.equal(empty.read, 0);
  const shared = Buffer.from('9.8.7.6:80\n9.8.7.7:81\n');
  await harvest.parse(chunked(shared, 4), list, never);
  assert.equal(shared.toString(), '9.8.7.6:80\n9.8.7.7:81\n', 'chunks stay the caller’s');
});

test('an import ends with what its chunks threw, with damaged gzip, or with the signal', async () => {
  const broken = (async function* () {
    yield Buffer.from('9.8.7.6:80\n');
    throw new RangeError('the disk is on fire');
  })();
  await assert.rejects(harvest.parse(broken, list, never), /the disk is on fire/);
  await assert.rejects(
    harvest.parse(chunked(gzipSync('9.8.7.6:80\n').subarray(0, 20), 5), list, never),
    (error) => errorName(error) === 'file-io',
  );

  const abort = new AbortController();
  let asked = 0;
  const endless = (async function* () {
    for (;;) {
      if (++asked === 50) abort.abort();
      yield Buffer.from('9.8.7.6:80\n');
    }
  })();
  await assert.rejects(harvest.parse(endless, list, abort.signal), (error) => errorName(error) === 'cancelled');
  assert.ok(asked <= 60, `${asked} chunks were taken`);
  await assert.rejects(harvest.fetch(task(folder), AbortSignal.abort()), (error) => errorName(error) === 'cancelled');
});

test('jobs run beside each other and a stop ends them', async () => {
  const own = new Harvest();
  const waiting = own.parse(
    (async function* () {
      yield Buffer.from('9.8.7.6:80\n');
      await new Promise(() => {});
    })(),
    list,
    never,
  );
  const ended = assert.rejects(waiting, (error) => errorName(error) === 'cancelled');
  assert.equal((await own.fetch(task(join(folder, 'gone.txt')), never)).state, 'failed');
  await own.stop();
  await ended;
  await own.stop();
  await assert.rejects(own.fetch(task(folder), never), (error) => errorName(error) === 'not-running');
});

test('a worker with nothing to do is let go, and the next list starts another', async () => {
  const short = new Harvest(30);
  try {
    assert.equal(short.isAwake, false);
    for (const line of ['1.2.3.4:80', '5.6.7.8:81']) {
      const [one, other] = await Promise.all(
        [line, line].map((text) => short.parse(chunked(Buffer.from(text), 3), list, never)),
      );
      assert.equal(one!.batch.count + other!.batch.count, 2);
      assert.equal(short.isAwake, true);
      for (const giveUp = Date.now() + 2_000; short.isAwake && Date.now() < giveUp;) await delay(10);
      assert.equal(short.isAwake, false);
    }
  } finally {
    await short.stop();
  }
});

test('what went wrong with a source is told without a password that stands in it', async () => {
  const server = createServer((_request, response) =>
    response.writeHead(302, { location: 'ftp://ann:hunter2@lists.example/x' }).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { state, error } = await harvest.fetch({ ...task(''), location: { kind: 'url', url } }, never);
    assert.equal(state, 'failed');
    assert.match(error ?? '', /^redirected to ftp:\/\/ann:\*\*\*@lists\.example/);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
