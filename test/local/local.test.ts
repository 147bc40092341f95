/** Commands that run in another process over the real socket: output, files, questions, cancelling, leaving. */
import assert from 'node:assert/strict';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { RefbotError } from '../../src/model/errors.ts';
import { runRemote } from '../../src/local/run-remote.ts';
import type { LocalRequest } from '../../src/local/request.ts';
import { RecordingIo } from '../help/recording-io.ts';

const holderModule = fileURLToPath(new URL('../help/local-holder.ts', import.meta.url));
const clientModule = fileURLToPath(new URL('../help/local-client.ts', import.meta.url));

let folder = '';
let path = '';
let holder: ChildProcess;
/** What the holder said, as it comes. */
let said: string[] = [];
const clients: ChildProcess[] = [];

async function startHolder(): Promise<void> {
  holder = fork(holderModule, [path], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  said = [];
  holder.on('message', (message) => said.push(String(message)));
  await heard('listening');
}

async function heard(wanted: string): Promise<string> {
  for (;;) {
    const index = said.findIndex((message) => message.startsWith(wanted));
    if (index !== -1) return said.splice(index, 1)[0]!;
    await once(holder, 'message');
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-local-'));
  path = join(folder, 'run', 'x.sock');
  await startHolder();
});
beforeEach(async () => {
  if (holder.exitCode !== null || holder.signalCode !== null) await startHolder();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await end(client);
});
after(async () => {
  await end(holder);
  await rm(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;

function ask(
  io: RecordingIo,
  argv: readonly string[],
  signal: AbortSignal = never,
  more: Partial<LocalRequest> = {},
): Promise<number | null> {
  return runRemote({
    path,
    io,
    signal,
    request: { run: { argv }, options: {}, cwd: io.cwd, output: io.output, ...more },
  });
}

function startClient(...argv: string[]): ChildProcess {
  const client = spawn(process.execPath, [clientModule, path, ...argv], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  clients.push(client);
  return client;
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

test('the socket is private, and the request arrives as it was made', async () => {
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal((await stat(dirname(path))).mode & 0o777, 0o700);
  const io = new RecordingIo(folder);
  const options = { format: 'json', columns: ['id'], yes: true } as const;
  assert.equal(await ask(io, ['show', 'a b', '--x=$y', ''], never, { options }), 0);
  assert.deepEqual(JSON.parse(io.data), {
    request: { run: { argv: ['show', 'a b', '--x=$y', ''] }, options, cwd: folder, output: io.output },
    output: io.output,
    cwd: folder,
  });
  const script = new RecordingIo(folder);
  assert.equal(await ask(script, [], never, { run: { text: 'line 1\nline 2', origin: '-c', args: ['5'] } }), 0);
  assert.equal(script.data, 'line 1\nline 2|5');
});

test('the client opens the files, byte for byte, and appends', async () => {
  const bytes = Buffer.alloc(1_500_000, 'abcdefg\n\x00\xff', 'latin1');
  await writeFile(join(folder, 'in'), bytes);
  const io = new RecordingIo(folder);
  assert.equal(await ask(io, ['copy', 'in', 'out']), 0);
  assert.deepEqual(await readFile(join(folder, 'out')), bytes);
  io.input = (async function* () {
    yield Buffer.from('from ');
    yield Buffer.from('stdin');
  })();
  assert.equal(await ask(io, ['copy', '-', 'out', 'append']), 0);
  assert.equal((await readFile(join(folder, 'out'), 'latin1')).slice(bytes.length), 'from stdin');
  await writeFile(join(folder, 'empty'), '');
  assert.equal(await ask(io, ['copy', 'empty', 'out']), 0);
  assert.equal((await stat(join(folder, 'out'))).size, 0);
});

test('a file that is left early is let go; one that is not there is an error with its hint', async () => {
  const io = new RecordingIo(folder);
  await writeFile(join(folder, 'in'), Buffer.alloc(900_000));
  assert.equal(await ask(io, ['first', 'in']), 0);
  assert.equal(io.openReads, 0);
  await assert.rejects(ask(io, ['first', 'absent']), {
    errorName: 'no-such-file',
    message: 'absent does not exist',
    details: { hint: 'look again' },
  });
  await assert.rejects(ask(io, ['copy', 'in', join('absent', 'out')]), /ENOENT/);
});

test('much text arrives whole and in order at a slow client', async () => {
  const io = new RecordingIo(folder);
  io.slowMs = 1;
  assert.equal(await ask(io, ['flood', '500']), 0);
  const lines = Array.from({ length: 500 }, (_, line) => `${String(line).padStart(9)}\n`).join('');
  assert.equal(io.data, lines + 'ü😀'.repeat(200_000));
});

test('the person at the client is asked, after what was said before', async () => {
  const io = new RecordingIo(folder);
  assert.equal(await ask(io, ['ask']), 0);
  assert.deepEqual(io.events.slice(0, 2), ['note about to ask', 'ask Really?']);
  io.yes = false;
  assert.equal(await ask(io, ['ask']), 6);
});

test('errors of the command come as they were thrown; a defect does not end the holder', async () => {
  const io = new RecordingIo(folder);
  await assert.rejects(ask(io, ['throw']), { errorName: 'unknown-proxy', details: { hint: 'look again' } });
  await assert.rejects(ask(io, ['nonsense']), { errorName: 'internal', message: 'a defect' });
  assert.equal(await ask(io, ['show']), 0);
});

test('less safety is refused with status 6', async () => {
  const io = new RecordingIo(folder);
  await assert.rejects(ask(io, ['show'], never, { options: { allowPrivate: true } }), (error: RefbotError) => {
    assert.equal(error.errorName, 'unsafe-remote-flag');
    assert.equal(error.kind.exit, 6);
    return true;
  });
  assert.equal(io.data, '');
});

test('cancelling aborts the command in the holder; it still tells what it has', async () => {
  const io = new RecordingIo(folder);
  const abort = new AbortController();
  const status = ask(io, ['work'], abort.signal);
  await heard('working');
  abort.abort();
  assert.equal(await heard('aborted'), 'aborted: cancelled');
  assert.equal(await status, 130);
  assert.equal(io.data, 'what there is');
  assert.deepEqual(
    io.events.filter((event) => event.startsWith('progress')),
    ['progress 1', 'progress none'],
  );
});

test('Ctrl-C in a real client: 130', async () => {
  const client = startClient('work');
  await heard('working');
  const output = textOf(client.stdout!);
  client.kill('SIGINT');
  assert.deepEqual(await once(client, 'exit'), [130, null]);
  assert.equal(await output, 'what there is');
  await heard('aborted');
});

test('a client that is killed takes its command with it, and only that', async () => {
  const io = new RecordingIo(folder);
  const abort = new AbortController();
  const other = ask(io, ['work'], abort.signal);
  await heard('working');
  const client = startClient('work');
  await heard('working');
  holder.send('running');
  assert.equal(await heard('running'), 'running 2');
  client.kill('SIGKILL');
  assert.match(await heard('aborted'), /has ended/);
  holder.send('running');
  assert.equal(await heard('running'), 'running 1');
  holder.send('idle');
  abort.abort();
  assert.equal(await other, 130);
  await heard('idle');
});

test('a real client reads its own standard input and stops when its output is closed', async () => {
  const cat = startClient('copy', '-', 'typed');
  cat.stdin!.end('typed in');
  assert.deepEqual(await once(cat, 'exit'), [0, null]);
  assert.equal(await readFile(join(folder, 'typed'), 'utf8'), 'typed in');
  const head = startClient('flood', '1000000');
  await once(head.stdout!, 'data');
  head.stdout!.destroy();
  await once(head, 'exit');
  holder.send('idle');
  await heard('idle');
});

test('a holder that is killed, and one that leaves, are told apart from a command that failed', async () => {
  for (const how of ['kill', 'stop']) {
    const io = new RecordingIo(folder);
    const status = ask(io, ['work']);
    status.catch(() => undefined);
    await heard('working');
    const gone = once(holder, 'exit');
    if (how === 'kill') holder.kill('SIGKILL');
    else holder.send('stop');
    await assert.rejects(status, { errorName: 'holder-gone' }, how);
    await gone;
    assert.equal(await ask(io, ['show']), null, 'nobody there');
    // After the kill its socket file lies there still; the next holder takes its place.
    await startHolder();
    assert.equal(await ask(io, ['show']), 0);
  }
});

test('a command that does not end holds nobody: the holder stops all the same', async () => {
  const status = ask(new RecordingIo(folder), ['deaf']);
  status.catch(() => undefined);
  await heard('working');
  const gone = once(holder, 'exit');
  holder.send('stop');
  await assert.rejects(status, { errorName: 'holder-gone' });
  await gone;
  await assert.rejects(stat(path), { code: 'ENOENT' });
});
