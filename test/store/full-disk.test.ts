/** A disk that is full (a small tmpfs, where this user may mount one) or read-only: the old state stays whole, the new is kept in memory. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { verifyState } from '../../store/verify.ts';
import { openTestStore } from '../help/open-test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-full-'));
const mounted = mount();
after(() => {
  if (mounted) execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
});

function mount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const skip = mounted ? false : 'needs the right to mount a tmpfs';

test(
  'a full disk: the command is told, the file stays, no temp fills the disk, and it recovers by itself',
  { skip },
  async () => {
    const file = join(folder, 'state.json');
    const { store, rows, failed, saved } = await openTestStore(file);
    rows.add(1000);
    await store.save();
    const good = await readFile(file);
    const ballast = join(folder, 'ballast');
    await writeFile(ballast, Buffer.alloc(2_700_000));
    rows.add(20_000);
    await assert.rejects(store.durable(store.markDirty()), { errorName: 'state-write', message: /ENOSPC/ });
    assert.equal(failed.length, 1);
    assert.deepEqual(await readFile(file), good);
    assert.deepEqual(readdirSync(folder).sort(), ['ballast', 'state.json', 'state.json.lock']);
    await rm(ballast);
    const before = saved.length;
    while (saved.length === before) await new Promise((done) => setTimeout(done, 20));
    const { ok, journals } = await verifyState(file);
    assert.deepEqual([ok, journals.map(({ proxies }) => proxies)], [true, [20_000]]);
    await store.close();
    assert.equal((await verifyState(file)).main.proxies, 21_000);
  },
);

test('a read-only file system: told, then recovered', { skip }, async () => {
  const file = join(folder, 'state.json');
  const { store, rows } = await openTestStore(file);
  const { length } = rows.rows;
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  try {
    rows.add(1);
    await assert.rejects(store.durable(store.markDirty()), { errorName: 'state-write', message: /EROFS/ });
    await assert.rejects(openTestStore(join(folder, 'other.json')), { errorName: 'state-write' });
  } finally {
    execFileSync('mount', ['-o', 'remount,rw', folder]);
  }
  await store.save();
  assert.equal((await verifyState(file)).main.proxies, length + 1);
  await store.close();
});
