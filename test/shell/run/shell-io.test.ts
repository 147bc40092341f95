/** Files that a command typed in the shell reads and writes: what goes wrong is said as everywhere else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RefbotError } from '../../../src/model/errors.ts';
import { OutputBuffer } from '../../../src/shell/run/output-buffer.ts';
import { shellIo } from '../../../src/shell/run/shell-io.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';
import { temporaryFolder } from '../../help/checking.ts';

const io = shellIo({
  output: new OutputBuffer(
    () => {},
    () => themeFor('dark', 256),
  ),
  columns: 80,
  color: false,
  utf8: true,
  onProgress: () => {},
  beforeOutput: () => {},
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
