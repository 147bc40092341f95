/**
 * Opens the state file of one run: takes the lock, sweeps, reads it into the pool. What is done with it from then on is in
 * open-store.ts. The engine opens the one store; nobody else writes the file or its siblings.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Low } from 'lowdb';
import { isCode, sweepTemps } from '../src/core/atomic-file.ts';
import { type FileSystem, realFiles } from '../src/core/file-system.ts';
import { realName, siblings } from '../src/core/paths.ts';
import { fail, RefbotError } from '../src/model/errors.ts';
import { emptyDocuments, STATE_VERSION, type StateDocuments } from '../src/model/state.ts';
import { JournalWriter } from './journal-writer.ts';
import { acquireLock, type Lock } from './lock.ts';
import { OpenStore } from './open-store.ts';
import { SnapshotAdapter } from './snapshot-adapter.ts';
import type { Store, StoreOptions } from './store-contract.ts';

export type { Store, StoreOptions } from './store-contract.ts';

/**
 * Takes the lock, sweeps what a killed process left, reads the state into the pool.
 * @throws state-held, state-newer, state-broken, state-write (the folder cannot be written)
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const file = realName(options.file);
  const { files = realFiles(), reader } = options;
  let lock: Lock | null = null;
  try {
    const held = (lock = await takeLock(file, options.socket, files));
    await sweepTemps(file, files);
    await sweepTemps(siblings(file).previous, files);
    const adapter = new SnapshotAdapter({
      file,
      rows: options.rows,
      clock: options.clock,
      mayReplace: () => held.assertHeld(),
      files,
      ...(reader === undefined ? {} : { reader }),
    });
    const db = new Low<StateDocuments>(adapter, emptyDocuments(options.clock.now()));
    await db.read();
    // What was read is no change.
    options.rows.takeChanged();
    const journal = new JournalWriter({
      prefix: siblings(file).journal,
      columns: options.rows.columns,
      mayWrite: () => held.assertHeld(),
      files,
    });
    if (adapter.base) await journal.bind(adapter.end);
    await keepOlder(file, adapter, options.clock.now(), files);
    return new OpenStore(options, file, held, adapter, db, journal);
  } catch (error) {
    await lock?.release();
    throw error;
  } finally {
    reader?.stop();
  }
}

/** Before anything is written over the file of an older version: that RefBot cannot read what comes. */
async function keepOlder(
  state: string,
  { found, notices }: SnapshotAdapter,
  now: number,
  files: FileSystem,
): Promise<void> {
  if (found === null || found.version >= STATE_VERSION) return;
  const { version, count, file } = found;
  const facts = { proxies: count, reason: `before migration from version ${version}`, now };
  try {
    const { BackupFolder } = await import('./backups.ts');
    await new BackupFolder(siblings(state).backups, files).create(file, facts);
  } catch (error) {
    notices.push(`${file} is of version ${version}, and no backup of it could be made: ${(error as Error).message}`);
  }
}

async function takeLock(file: string, socket: string | null, files: FileSystem): Promise<Lock> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return await acquireLock(siblings(file).lock, socket, files);
  } catch (error) {
    if (
      error instanceof RefbotError ||
      !isCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST', 'EDQUOT')
    )
      throw error;
    throw fail('state-write', `no state can be kept in ${dirname(file)}: ${(error as Error).message}`, {
      hint: 'give a file in a folder that can be written with --state',
      cause: error,
    });
  }
}
