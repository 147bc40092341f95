/** Whatever comes over the socket, the holder goes on, and what is sent to nobody is bounded. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { MAX_FRAME, textParts } from '../../src/local/frames.ts';
import { readRequest } from '../../src/local/request.ts';
import { runRemote } from '../../src/local/run-remote.ts';
import { serveLocal, type LocalServer } from '../../src/local/serve-local.ts';
import { RecordingIo } from '../help/recording-io.ts';

let folder = '';
let path = '';
let server: LocalServer;
const executed: unknown[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refbot-frames-'));
  path = join(folder, 'x.sock');
  server = await serveLocal({
    path,
    execute: async (request, io) => {
      executed.push(request.run);
      return (await io.confirm('?')) ? 0 : 1;
    },
  });
});
after(async () => {
  await server.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Sends bytes and reads until the holder closes. */
function send(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(path, () => parts.forEach((part) => socket.write(part)));
    socket.on('data', (bytes) => (heard += String(bytes)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
  });
}

const request = {
  run: { argv: ['x'] },
  options: {},
  cwd: '/',
  output: { tty: false, columns: 80, color: false, utf8: true },
};
const run = `${JSON.stringify({ t: 'run', protocol: 1, request })}\n`;

for (const [what, parts] of [
  ['no JSON', ['hello\n']],
  ['bytes that are no text', [Buffer.from([0xff, 0xfe, 0x00, 0x0a])]],
  ['JSON that is no frame', ['[1]\n']],
  ['null', ['null\n']],
  ['an unknown frame', ['{"t":"format-disk"}\n']],
  ['an answer to nothing', ['{"t":"done","id":7}\n']],
  ['a frame without an end', [Buffer.alloc(MAX_FRAME + 1, 0x61)]],
  ['a frame that is too long', [Buffer.alloc(MAX_FRAME, 0x20), '{"t":"cancel"}\n']],
  ['a second request', [run, run]],
  ['a wrong answer to a question', [run, '{"t":"done","id":99}\n']],
  ['another protocol', [run.replace('"protocol":1', '"protocol":2')]],
  ['no request', ['{"t":"run","protocol":1}\n']],
] as const) {
  test(`refused without harm: ${what}`, async () => {
    const heard = await send(...parts);
    // Said at once: the limit on the time until a request would refuse nearly anything, ten seconds later.
    assert.match(heard, what.startsWith('a frame') ? /"t":"refused".*too long/ : /"t":"refused"/);
    assert.doesNotMatch(heard, /no request came/);
    assert.equal(server.running, 0);
    const io = new RecordingIo(folder);
    assert.equal(await runRemote({ path, request, io, signal: new AbortController().signal }), 0);
  });
}

test('an answer that says nothing is a no', async () => {
  for (const answer of ['{"t":"answer","id":1}', '{"t":"done","id":1}', '{"t":"answer","id":1,"yes":"yes"}'])
    assert.match(await send(run, `${answer}\n`), /"t":"exit","status":1/, answer);
});

test('one client too many is told so, and those that wait are served', async () => {
  const idle = Array.from({ length: 64 }, () => connect(path).on('error', () => undefined));
  try {
    await Promise.all(idle.map((socket) => new Promise<void>((resolve) => socket.once('connect', () => resolve()))));
    assert.match(await send(run), /"t":"refused".*too many/);
  } finally {
    await Promise.all(
      idle.map(
        (socket) =>
          new Promise<void>((resolve) =>
            socket
              .once('close', () => resolve())
              .resume()
              .end(),
          ),
      ),
    );
  }
  const io = new RecordingIo(folder);
  assert.equal(await runRemote({ path, request, io, signal: new AbortController().signal }), 0);
});

test('a request of any other shape is refused by name, never run', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.throws(() => readRequest(value), { errorName: 'bad-request' });
      assert.throws(() => readRequest({ ...request, options: { format: value } }), { errorName: 'bad-request' });
      assert.throws(() => readRequest({ ...request, run: { argv: [value, 1] } }), { errorName: 'bad-request' });
      assert.throws(() => readRequest({ ...request, cwd: { value } }), { errorName: 'bad-request' });
    }),
  );
  for (const cwd of ['', 'relative', './x'])
    assert.throws(() => readRequest({ ...request, cwd }), { errorName: 'bad-request' });
  for (const columns of [0, -1, 1.5, 1e9, '80']) {
    assert.throws(() => readRequest({ ...request, output: { ...request.output, columns } }), {
      errorName: 'bad-request',
    });
  }
  assert.deepEqual(readRequest({ ...request, options: { quiet: true, unknown: 1 }, more: 1 }), {
    ...request,
    options: { quiet: true },
  });
});

test('text is cut into parts that fit, never inside a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), fc.integer({ min: 1, max: 6_000 }), (unit, times) => {
      const text = unit.repeat(times);
      const parts = [...textParts(text)];
      assert.equal(parts.join(''), text);
      for (const part of parts) {
        assert.ok(
          Buffer.byteLength(JSON.stringify({ t: 'write', id: Number.MAX_SAFE_INTEGER, text: part })) < MAX_FRAME,
        );
        assert.ok(part.isWellFormed() || !text.isWellFormed());
      }
    }),
    { numRuns: 40 },
  );
  assert.deepEqual([...textParts('')], []);
});

test('a socket that somebody answers on is not taken away', async () => {
  await assert.rejects(serveLocal({ path, execute: async () => 0 }), { errorName: 'port-in-use' });
  const io = new RecordingIo(folder);
  assert.equal(await runRemote({ path, request, io, signal: new AbortController().signal }), 0);
});

test('a holder that speaks something else is an error, one that closes at once is nobody', async () => {
  for (const [answer, check] of [
    ['{"t":"accepted"}\n{"t":"dance"}\n', 'bad-request'],
    ['garbage\n', 'bad-request'],
    ['', null],
    ['{"t":"leaving"}\n', null],
  ] as const) {
    const strange = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(answer);
    });
    const other = join(folder, 'strange.sock');
    await new Promise<void>((resolve) => strange.listen(other, resolve));
    const status = runRemote({
      path: other,
      request,
      io: new RecordingIo(folder),
      signal: new AbortController().signal,
    });
    if (check === null) assert.equal(await status, null);
    else await assert.rejects(status, { errorName: check });
    await new Promise((resolve) => strange.close(resolve));
  }
});
