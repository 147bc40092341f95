/** Passwords go in through lists, sources and the command line; nothing that comes out of the real program shows one. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { withWorld } from '../help/world.ts';

/** In every password of this file, and nowhere else. */
const SECRET = 'hunter2';

const LIST = [
  `127.0.0.1:1:joe:${SECRET}`,
  `socks5://ann:${SECRET}@127.0.0.1:2`,
  `http://bob:${SECRET}@127.0.0.1:99999`,
  `0.0.0.1:80:eve:${SECRET}`,
  `nowhere at all:80:eve:${SECRET}`,
].join('\n');

/** A list behind a password; anybody else is told so. */
async function guardedList(): Promise<{ readonly port: number; readonly server: Server; seen(): boolean }> {
  let admitted = false;
  const wanted = `Basic ${Buffer.from(`u:${SECRET}`).toString('base64')}`;
  const server = createServer((request, response) => {
    if (request.url === '/gone') return void response.writeHead(404, SECRET.replace('2', ' two')).end();
    const right = request.headers.authorization === wanted;
    admitted ||= right;
    response.writeHead(right ? 200 : 401).end(right ? LIST : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server, seen: () => admitted };
}

/** Run one after the other in each format; some fail, and the next goes on. */
const lines = (port: number): readonly string[] => [
  'proxies import list.txt',
  `sources add http://u:${SECRET}@127.0.0.1:${port}/list --name kept`,
  `sources add http://u:${SECRET}@127.0.0.1:${port}/gone --name gone`,
  `sources add http://u:${SECRET}@127.0.0.1:${port}/list --name twice`,
  'scrape kept gone',
  `sources test http://u:${SECRET}@127.0.0.1:${port}/gone`,
  'sources test kept',
  'sources list',
  'proxies list',
  'proxies show joe@127.0.0.1:1',
  `proxies show joe:${SECRET}@127.0.0.1:1`,
  `proxies show nobody:${SECRET}@127.0.0.1:1`,
  `check @all --target http://127.0.0.1:${port}/gone?token=${SECRET}`,
  `check @all --judge http://127.0.0.1:${port}/?token=${SECRET}`,
  `targets show http://127.0.0.1:${port}/gone?token=${SECRET}`,
  'targets',
  'judge status',
  'check @all --timeout 2s',
  `config set judge.url http://u:${SECRET}@127.0.0.1/`,
  `config set api.token ${SECRET}-and-a-long-tail-0123456789`,
  'config get api.token',
  'config show',
  'config validate',
  ...['txt', 'url', 'json', 'jsonl', 'csv', 'proxychains', 'clash', 'pac'].map(
    (format) => `proxies export - --status new,failed --format ${format}`,
  ),
  'proxies export out.txt --status new,failed',
  'state export -',
  'state export out.json',
  'backup create',
  'backup list',
  'state verify',
  'jobs',
  'log',
  'doctor',
];

/** Refused as they stand: each is a text of its own. */
const WRONG = [
  `sources add ftp://u:${SECRET}@127.0.0.1/list`,
  `check http://joe:${SECRET}@127.0.0.1:1 --bogus`,
  `check 127.0.0.1:1:joe:${SECRET}`,
  `check --target http://u:${SECRET}@127.0.0.1:1/`,
  `check --judge http://u:${SECRET}@127.0.0.1:1/`,
  `proxies speed --url http://u:${SECRET}@127.0.0.1:1/`,
  `proxies tag 127.0.0.1:1:joe:${SECRET} slow`,
  `backup restore http://u:${SECRET}@x/`,
];

const leaks = (text: string): string[] => text.split('\n').filter((line) => line.includes(SECRET));

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) yield join(entry.parentPath, entry.name);
}

test('no password is printed, logged or exported, and what holds one is for its owner alone', async () => {
  const { port, server, seen } = await guardedList();
  try {
    await withWorld(async (world) => {
      world.file('list.txt', LIST);
      // As a person who means everybody to read what they make.
      const before = process.umask(0);
      try {
        for (const format of ['table', 'json']) {
          const script = lines(port).join('\n');
          const { stdout, stderr } = await world.run([
            '--allow-private',
            '--format',
            format,
            '--keep-going',
            '--echo',
            '--yes',
            '-c',
            script,
          ]);
          assert.match(stdout, /joe@127\.0\.0\.1:1/, `${format}: the proxies are there`);
          assert.deepEqual(leaks(stdout + stderr), [], format);
        }
        for (const [index, text] of WRONG.entries()) {
          const args = index % 2 === 0 ? ['-c', text] : text.split(' ');
          const { code, stdout, stderr } = await world.run(args);
          assert.notEqual(code, 0, text);
          assert.match(stdout + stderr, /error/, text);
          assert.deepEqual(leaks(stdout + stderr), [], text);
        }
      } finally {
        process.umask(before);
      }
      assert.ok(seen(), 'the source was asked with its password');

      const files = [...filesBelow(join(world.folder, 'state')), ...filesBelow(join(world.folder, 'config'))];
      const holding = files
        .filter((file) => readFileSync(file, 'latin1').includes(SECRET))
        .map((file) => file.slice(world.folder.length));
      assert.ok(holding.includes('/state/state.json'), 'the state has the passwords: this test sees what it looks for');
      assert.ok(holding.some((file) => file.includes('state.json.backups/')));
      assert.ok(holding.includes('/config/refbot/config.json'));
      assert.ok(!holding.some((file) => file.endsWith('.log')), 'the log has none');
      for (const file of files) assert.equal(statSync(file).mode & 0o077, 0, `${file} can be read by others`);
      assert.ok(!world.read('out.txt').includes(SECRET));

      const asked = await world.run(['proxies', 'export', '-', '--status', 'new,failed', '--with-credentials']);
      assert.match(asked.stdout, new RegExp(`joe:${SECRET}@127\\.0\\.0\\.1:1`), 'who asks for them gets them');
    });
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
});
