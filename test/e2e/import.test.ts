/** Lists come in through the real program: every entry is counted once, refusals name line and reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWorld } from '../help/world.ts';

interface Imported {
  readonly read: number;
  readonly added: number;
  readonly known: number;
  readonly refused: number;
  readonly refusals: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
}
interface Stats {
  readonly total: number;
  readonly new: number;
}

const LIST = [
  '# a comment is no entry',
  '198.41.0.4:8080',
  'socks5://198.41.0.5:1080',
  '198.41.0.4:8080',
  '192.168.1.1:3128',
  '198.41.0.6:70000',
  'this is not an address',
  '198.41.000.007:80',
  '',
].join('\n');

test('a file is imported, and imported again adds nothing', async () => {
  await withWorld(async (world) => {
    const file = world.file('list.txt', LIST);
    const first = await world.json<Imported>(['proxies', 'import', file, '--protocol', 'http']);
    assert.equal(first.code, 0);
    assert.equal(first.ok, true);
    const { read, added, known, refused, refusals } = first.data;
    assert.deepEqual({ read, added, known, refused }, { read: 7, added: 3, known: 1, refused: 3 });
    assert.deepEqual(
      refusals.map(({ line }) => line),
      [5, 6, 7],
    );
    assert.match(refusals[0]!.reason, /private/);
    assert.ok(refusals.every(({ reason }) => reason.length > 3));

    const again = await world.json<Imported>(['proxies', 'import', file, '--protocol', 'http']);
    assert.equal(again.data.added, 0);
    assert.equal(again.data.known, 4);
    const stats = await world.json<Stats>(['proxies', 'stats']);
    assert.equal(stats.data.total, 3);
    assert.equal(stats.data.new, 3);
  });
});

test('standard input is imported, private addresses too when that is allowed', async () => {
  await withWorld(async (world) => {
    const { data, code } = await world.json<Imported>(['proxies', 'import', '-', '--allow-private'], { input: LIST });
    assert.equal(code, 0);
    assert.equal(data.added, 4);
    const list = await world.run(['proxies', 'list', '--columns', 'address,status', '--format', 'csv']);
    assert.match(list.stdout, /^192\.168\.1\.1:3128,new\r?$/m);
    assert.match(list.stdout, /^198\.41\.0\.7:80,new\r?$/m);
  });
});

test('--protocol says what bare lines are, --ranges takes every address of a range', async () => {
  await withWorld(async (world) => {
    const list = '198.41.0.4:8080\nhttp://198.41.0.5:80\n198.41.0.8/30:1080\n';
    const plain = await world.json<Imported>(['proxies', 'import', '-'], { input: list });
    assert.deepEqual([plain.data.added, plain.data.refused], [2, 1]);
    assert.match(plain.data.refusals[0]!.reason, /ranges are off/);
    const args = ['proxies', 'import', '-', '--ranges', '--protocol', 'socks4,socks5'];
    const { data } = await world.json<Imported>(args, { input: list });
    assert.deepEqual([data.added, data.known, data.refused], [4, 2, 0]);
    const rows = await world.run(['proxies', 'list', '--columns', 'address,protocols', '--format', 'csv']);
    assert.match(rows.stdout, /^198\.41\.0\.5:80,http\r?$/m);
    assert.match(rows.stdout, /^198\.41\.0\.11:1080,"socks4,socks5"\r?$/m);
  });
});

test('a file that is not there is said so, with the status of a failed read', async () => {
  await withWorld(async (world) => {
    const { code, stderr } = await world.run(['proxies', 'import', 'nowhere.txt']);
    assert.equal(code, 5);
    assert.match(stderr, /E401.*nowhere\.txt/s);
  });
});
