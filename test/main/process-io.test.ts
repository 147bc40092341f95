/** The process's Io in real pipes, files and terminals. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { spawn as spawnPty } from '@lydell/node-pty';

const child = fileURLToPath(new URL('../help/io-child.ts', import.meta.url));
let folder = '';
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'refbot-io-'))));
after(() => rm(folder, { recursive: true, force: true }));

const bare = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' };

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  return spawn(process.execPath, [child, ...args], {
    cwd: folder,
    env: { ...bare, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<{ out: string; err: string; status: number }> {
  const made = start(args, env, input === undefined ? 'ignore' : 'pipe');
  made.stdin?.end(input);
  let [out, err] = ['', ''];
  made.stdout!.on('data', (bytes) => (out += String(bytes)));
  made.stderr!.on('data', (bytes) => (err += String(bytes)));
  const [status] = (await once(made, 'close')) as [number];
  return { out, err, status };
}

/** Runs in a real terminal; types when the prompt appears. */
function runInTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  typed?: string,
): Promise<{ out: string; status: number }> {
  return new Promise((resolve) => {
    const made = spawnPty(process.execPath, [child, ...args], {
      cwd: folder,
      cols: 100,
      rows: 20,
      env: { ...bare, ...env },
    });
    let out = '';
    let asked = false;
    made.onData((text) => {
      out += text;
      if (typed !== undefined && !asked && out.includes('[y/N]')) {
        asked = true;
        made.write(typed);
      }
    });
    made.onExit(({ exitCode }) => resolve({ out, status: exitCode }));
  });
}

test('what the output is: pipe and terminal, width, colour, character set', async () => {
  assert.deepEqual(JSON.parse((await run(['output'], { LANG: 'de_DE.UTF-8', COLUMNS: '55' })).out), {
    tty: false,
    columns: 55,
    color: false,
    utf8: true,
  });
  assert.deepEqual(JSON.parse((await run(['output'], { LANG: 'de_DE.UTF-8', LC_ALL: 'C' })).out), {
    tty: false,
    columns: 80,
    color: false,
    utf8: false,
  });
  for (const [env, color] of [
    [{ TERM: 'xterm' }, true],
    [{ TERM: 'xterm', NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
  ] as const) {
    const { out } = await runInTerminal(['output'], { ...env, LC_ALL: 'C.utf8' });
    assert.deepEqual(JSON.parse(out), { tty: true, columns: 100, color, utf8: true });
  }
});

test('a slow reader gets everything; one that leaves is no error', async () => {
  const slow = start(['lines']);
  let out = '';
  for await (const chunk of slow.stdout!) {
    out += String(chunk);
    await new Promise((done) => setTimeout(done, 2));
  }
  assert.equal(out, Array.from({ length: 20_000 }, (_, line) => `${line}\n`).join(''));

  const head = start(['flood']);
  let err = '';
  head.stderr!.on('data', (bytes) => (err += String(bytes)));
  await once(head.stdout!, 'data');
  head.stdout!.destroy();
  assert.deepEqual(await once(head, 'close'), [0, null]);
  assert.equal(err, 'closed true\n');
});

test(
  'a full device as output is an error',
  { skip: process.platform === 'linux' ? false : 'needs /dev/full' },
  async () => {
    const full = openSync('/dev/full', 'w');
    const made = spawn(process.execPath, [child, 'lines'], { cwd: folder, env: bare, stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    let err = '';
    made.stderr!.on('data', (bytes) => (err += String(bytes)));
    assert.deepEqual(await once(made, 'close'), [5, null]);
    assert.match(err, /^file-io: the output could not be written: ENOSPC/);
  },
);

test('files are relative to the folder; standard input is `-`; errors name the file as it was given', async () => {
  await writeFile(join(folder, 'in'), 'grün\n'.repeat(50_000));
  assert.equal((await run(['copy', 'in', 'out'])).status, 0);
  assert.equal(await readFile(join(folder, 'out'), 'utf8'), 'grün\n'.repeat(50_000));
  assert.equal((await run(['copy', '-', 'out'], {}, 'new')).status, 0);
  assert.equal((await run(['copy', '-', 'out', 'append'], {}, ' and more')).status, 0);
  assert.equal(await readFile(join(folder, 'out'), 'utf8'), 'new and more');
  assert.equal((await run(['copy', 'in', '/dev/null'])).status, 0);
  assert.deepEqual(await run(['copy', 'absent', '/dev/null']), {
    out: '',
    err: 'no-such-file: absent does not exist\n',
    status: 5,
  });
  const refused = await run(['copy', 'in', join('absent', 'x')]);
  assert.match(refused.err, /^file-io: absent\/x: its folder does not exist/);
  assert.match((await run(['copy', '.', 'out'])).err, /^file-io: \.: that is a folder/);
});

test('nobody is asked where nobody can answer; on a terminal only y is yes, and Ctrl-C is no', async () => {
  assert.equal((await run(['ask'], {}, 'y\n')).out, 'answer false\n');
  const env = { TERM: 'xterm', LANG: 'C.UTF-8' };
  const cases = [
    ['y\n', true],
    ['YES\n', true],
    ['\n', false],
    ['yep\n', false],
    ['\x03', false],
    ['\x04', false],
  ] as const;
  const results = await Promise.all(cases.map(([typed]) => runInTerminal(['ask'], env, typed)));
  for (const [index, { out, status }] of results.entries()) {
    assert.match(out, /Remove 3 proxies\? \[y\/N\]/);
    assert.match(out, new RegExp(`answer ${cases[index]![1]}`), JSON.stringify(cases[index]![0]));
    assert.equal(status, 0);
  }
});

test('progress on a terminal is cleared before anything else; in a pipe short work shows none', async () => {
  assert.deepEqual(await run(['progress']), { out: 'data\n', err: 'a note\n', status: 0 });
  const { out } = await runInTerminal(['progress'], { TERM: 'xterm', LANG: 'C.UTF-8' });
  assert.match(out, /^\r▕███ {3}▏ 1\/2 {2}50 %\x1b\[K\r\x1b\[Ka note\r\n/);
  assert.ok(out.trimEnd().endsWith('data'));
  assert.doesNotMatch((await runInTerminal(['progress'], { TERM: 'dumb' })).out, /\x1b/);
});
