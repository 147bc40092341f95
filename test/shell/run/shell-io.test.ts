/** Files that a command typed in the shell reads and writes: what goes wrong is said as everywhere else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RefbotError } from '../../../src/model/errors.ts';
import { OutputBuffer } from '../../../src/shell/run/output-buffer.ts';
import { shellIo } from '../../../src/shell/run/shell-io.ts';
import { plainText } from '../../../src/shell/text/lines.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { temporaryFolder } from '../../help/checking.ts';

const output = new OutputBuffer(
  () => {},
  () => themeFor('dark', 256),
);
const refreshed: number[] = [];
const io = shellIo({
  output,
  columns: 80,
  color: false,
  utf8: true,
  onProgress: () => {},
  beforeOutput: () => {},
  onRefreshed: () => refreshed.push(output.end),
  confirm: () => Promise.resolve(false),
});

async function read(path: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of io.openRead(path)) parts.push(part);
  return Buffer.concat(parts).toString();
}
const told = (error: unknown): string => (error instanceof RefbotError ? `${error.errorName}: ${error.message}` : '');

test('what is written is read again, and what cannot be is told with the name that was typed', async () => {
  const { path, drop } = temporaryFolder();
  try {
    const file = join(path, 'list.txt');
    for (const append of [false, true]) {
      const sink = await io.openWrite(file, append);
      await sink.write('line\n');
      await sink.close();
    }
    assert.equal(readFileSync(file, 'utf8'), 'line\nline\n');
    assert.equal(await read(file), 'line\nline\n');
    const missing = join(path, 'none', 'list.txt');
    await assert.rejects(read(missing), (error) => told(error) === `no-such-file: ${missing} does not exist`);
    await assert.rejects(read(path), (error) => told(error) === `file-io: ${path}: that is a folder, not a file`);
    await assert.rejects(
      io.openWrite(missing, false),
      (error) => told(error) === `file-io: ${missing}: its folder does not exist`,
    );
    await assert.rejects(read('-'), (error) => told(error).startsWith('no-such-file: the shell has no standard input'));
  } finally {
    drop();
  }
});

/** All lines as text. */
function lines(): string[] {
  return Array.from({ length: output.end - output.first }, (_, index) =>
    plainText(output.line(output.first + index).segments),
  );
}

test('what is refreshed takes the place of what was there, in one piece, and only of its own', async () => {
  const say =
    (...said: readonly string[]) =>
    async (): Promise<boolean> => {
      for (const text of said) await io.write(`${text}\n`);
      return true;
    };
  output.clear();
  output.add('title', 'text');
  const refresh = io.refreshed!();
  await refresh(async () => {
    io.note('at once');
    assert.deepEqual(lines(), ['title', 'at once']);
    return say('a', 'b', 'no line break')();
  });
  assert.equal(refreshed.length, 1);
  const { revision, end } = output;
  await refresh(async () => {
    io.note('later');
    assert.equal(lines().length, 5);
    await io.write('open');
    assert.equal(output.end, end);
    return true;
  });
  assert.deepEqual(lines(), ['title', 'later', 'open']);
  assert.ok(output.revision > revision);
  assert.equal(refreshed.length, 1);
  await refresh(async () => {
    await io.write('half of it\n');
    return false;
  });
  assert.deepEqual(lines(), ['title', 'later', 'open']);
  // Another place, another command in between, a clear: nothing of others is taken.
  await io.refreshed!()(say('second'));
  assert.deepEqual(lines(), ['title', 'later', 'open', 'second']);
  await refresh(say('again'));
  assert.deepEqual(lines(), ['title', 'later', 'open', 'second', 'again']);
  await refresh(say('and again'));
  assert.deepEqual(lines().slice(3), ['second', 'and again']);
  output.clear();
  await refresh(say('anew'));
  assert.deepEqual(lines(), ['anew']);
});

test('work that fails lets later words through', async () => {
  output.clear();
  const refresh = io.refreshed!();
  await refresh(async () => true);
  await assert.rejects(
    refresh(() => Promise.reject(new Error('broken'))),
    /broken/,
  );
  io.note('here');
  assert.deepEqual(lines(), ['here']);
});
