/** Atomic writes on real files: content, modes, links, the previous file, and what an error leaves behind. */
import assert from 'node:assert/strict';
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { sweepTemps, writeFileAtomic } from '../../src/core/atomic-file.ts';
import { realFiles } from '../../src/core/file-system.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'refbot-atomic-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* later(...chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    await new Promise((done) => setImmediate(done));
    yield chunk;
  }
}

test('writes text, bytes and chunks of both kinds, private by default', async () => {
  const path = join(folder, 'file');
  for (const data of ['grün', Buffer.from('grün'), ['gr', Buffer.from('ün')], later('gr', 'ün')]) {
    assert.equal(await writeFileAtomic(path, data), 5);
    assert.equal(await readFile(path, 'utf8'), 'grün');
  }
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await writeFileAtomic(path, 'x', { mode: 0o640 });
  assert.equal((await stat(path)).mode & 0o777, 0o640);
  assert.deepEqual(await readdir(folder), ['file']);
});

test('keeps the content that was replaced, and again', async () => {
  const path = join(folder, 'file');
  const previous = `${path}.bak`;
  await writeFileAtomic(path, 'one', { previous });
  assert.deepEqual(await readdir(folder), ['file'], 'nothing was replaced');
  await writeFileAtomic(path, 'two', { previous });
  assert.equal(await readFile(previous, 'utf8'), 'one');
  await writeFileAtomic(path, 'three', { previous });
  assert.equal(await readFile(previous, 'utf8'), 'two');
  assert.equal(await readFile(path, 'utf8'), 'three');
  assert.deepEqual((await readdir(folder)).sort(), ['file', 'file.bak']);
});

test('an error while the data is made or before it is put in place leaves the old file and no temp', async () => {
  const path = join(folder, 'file');
  await writeFileAtomic(path, 'old');
  async function* broken(): AsyncGenerator<string> {
    yield 'half';
    throw new Error('the source broke');
  }
  await assert.rejects(writeFileAtomic(path, broken()), /the source broke/);
  await assert.rejects(
    writeFileAtomic(path, 'new', { beforeReplace: () => Promise.reject(new Error('not now')) }),
    /not now/,
  );
  assert.equal(await readFile(path, 'utf8'), 'old');
  assert.deepEqual(await readdir(folder), ['file']);
});

test('a folder that is not there is an error of the system', async () => {
  await assert.rejects(writeFileAtomic(join(folder, 'no', 'file'), 'x'), { code: 'ENOENT' });
});

test('a symbolic link stays a link: the file it names is replaced', async () => {
  const real = join(folder, 'real');
  const alias = join(folder, 'alias');
  await writeFile(real, 'old');
  await symlink(real, alias);
  await writeFileAtomic(alias, 'new');
  assert.ok((await lstat(alias)).isSymbolicLink());
  assert.equal(await readFile(real, 'utf8'), 'new');
});

test('writers at the same time do not meet: the file is one of theirs, whole', async () => {
  const path = join(folder, 'file');
  const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
  await Promise.all(contents.map((content) => writeFileAtomic(path, content)));
  assert.ok(contents.includes(await readFile(path, 'utf8')));
  assert.deepEqual(await readdir(folder), ['file']);
});

test('sweeping removes temps of this file only', async () => {
  const path = join(folder, 'state.json');
  await writeFile(join(folder, '.state.json.123.abc.tmp'), 'half');
  await writeFile(join(folder, '.other.json.123.abc.tmp'), 'half');
  await writeFile(path, '{}');
  assert.equal(await sweepTemps(path), 1);
  assert.deepEqual((await readdir(folder)).sort(), ['.other.json.123.abc.tmp', 'state.json']);
});

test('sweeping leaves what is being written, of the file and of those named after it', async () => {
  const path = join(folder, 'state.json');
  const broken = (): Promise<never> => Promise.reject(Object.assign(new Error('EIO: dying'), { code: 'EIO' }));
  async function* swept(): AsyncGenerator<string> {
    yield 'ne';
    assert.equal(await sweepTemps(path), 0);
    yield 'w';
  }
  for (const file of [path, `${path}.journal-1`]) {
    await writeFileAtomic(file, swept());
    assert.equal(await readFile(file, 'utf8'), 'new');
  }
  const dying = { ...realFiles(), rename: broken, unlink: broken };
  await assert.rejects(writeFileAtomic(path, 'newer', { files: dying }), /EIO/);
  assert.equal(await sweepTemps(path), 1, 'what a failed write left is no longer under way');
});
