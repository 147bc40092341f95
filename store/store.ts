/**
 * The state file of one run: opened under the lock, filled into the pool, saved while dirty, backed up and closed.
 * The engine owns the one store; nobody else writes the file or its siblings.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Low } from 'lowdb';
import { isCode, sweepTemps } from '../src/core/atomic-file.ts';
import type { Clock } from '../src/core/clock.ts';
import { realName, siblings } from '../src/core/paths.ts';
import { fail, RefbotError } from '../src/model/errors.ts';
import { emptyDocuments, type ProxyRowPort, type StateDocuments } from '../src/model/state.ts';
import { BackupFolder, type Backup } from './backups.ts';
import { acquireLock, type Lock } from './lock.ts';
import { isOpen, openSnapshot, type OpenSnapshot } from './reader.ts';
import { Saver, type SaveFacts } from './saver.ts';
import { mergeDocuments, SnapshotAdapter } from './snapshot-adapter.ts';

export interface StoreOptions {
  /** The state file; it and its folder need not exist. */
  readonly file: string;
  readonly rows: ProxyRowPort;
  readonly clock: Clock;
  /** Auto-save while dirty. */
  readonly intervalMs: number;
  /** Socket on which this process will run commands of others; told to those who find the lock. */
  readonly socket: string | null;
  readonly onSaved: (facts: SaveFacts) => void;
  /** A write failed: the state goes on in memory and is tried again after `retryMs`. */
  readonly onFailed: (error: RefbotError, retryMs: number) => void;
}

export interface Store {
  /** lowdb's data. Change it in place, then {@link markDirty}. A restore puts another object here. */
  readonly documents: StateDocuments;
  /** What a person should be told about opening: files put aside, an older one used. */
  readonly notices: readonly string[];
  /** Records that documents or proxies changed. @returns the number for {@link durable} */
  markDirty(): number;
  /** Resolves when every change up to `seq` is on the disk; who waits at the same time shares a write. @throws state-write */
  durable(seq: number): Promise<void>;
  /** Writes now, changed or not. @throws state-write */
  save(): Promise<SaveFacts>;
  readonly backups: {
    /** Saves and copies the state; keeps the newest ten. */
    create(reason: string): Promise<Backup>;
    /** Oldest first. */
    list(): Promise<Backup[]>;
    /**
     * Replaces documents and proxies by those of a backup, durably, after a backup of the present state was made.
     * @returns proxies now, and the name of the backup that undoes it
     * @throws unknown-backup, state-broken, state-newer: nothing was changed
     */
    restore(name: string): Promise<{ readonly proxies: number; readonly undo: string }>;
  };
  /** Saves what is not saved, releases the lock. Safe to call twice. @throws state-write (the lock is released anyway) */
  close(): Promise<void>;
}

/**
 * Takes the lock, sweeps what a killed process left, reads the state into the pool.
 * @throws state-held, state-newer, state-broken, state-write (the folder cannot be written)
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const file = realName(options.file);
  const lock = await takeLock(file, options.socket);
  try {
    await sweepTemps(file);
    await sweepTemps(siblings(file).previous);
    const adapter = new SnapshotAdapter({
      file,
      rows: options.rows,
      clock: options.clock,
      mayReplace: () => lock.assertHeld(),
    });
    const db = new Low<StateDocuments>(adapter, emptyDocuments(options.clock.now()));
    await db.read();
    return new OpenStore(options, file, lock, adapter, db);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function takeLock(file: string, socket: string | null): Promise<Lock> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return await acquireLock(siblings(file).lock, socket);
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

class OpenStore implements Store {
  readonly notices: readonly string[];
  readonly backups: Store['backups'];
  readonly #options: StoreOptions;
  readonly #file: string;
  readonly #lock: Lock;
  readonly #adapter: SnapshotAdapter;
  readonly #db: Low<StateDocuments>;
  readonly #saver: Saver;
  readonly #folder: BackupFolder;
  #closing: Promise<void> | null = null;

  constructor(options: StoreOptions, file: string, lock: Lock, adapter: SnapshotAdapter, db: Low<StateDocuments>) {
    this.#options = options;
    this.#file = file;
    this.#lock = lock;
    this.#adapter = adapter;
    this.#db = db;
    this.notices = adapter.notices;
    this.#folder = new BackupFolder(siblings(file).backups);
    this.#saver = new Saver({
      write: async () => {
        await db.write();
        return adapter.bytes;
      },
      intervalMs: options.intervalMs,
      now: () => options.clock.monotonic(),
      onSaved: options.onSaved,
      onFailed: options.onFailed,
    });
    this.backups = {
      create: (reason) => this.#createBackup(reason),
      list: () => this.#folder.list(),
      restore: (name) => this.#restoreBackup(name),
    };
    // What was recovered is on the disk under its own name only after the next save.
    if (this.notices.length > 0) this.#saver.markDirty();
  }

  get documents(): StateDocuments {
    return this.#db.data;
  }

  markDirty(): number {
    return this.#saver.markDirty();
  }

  async durable(seq: number): Promise<void> {
    await this.#saver.durable(seq);
  }

  save(): Promise<SaveFacts> {
    return this.#saver.durable(this.#saver.markDirty());
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#saver.stop().finally(() => this.#lock.release()));
  }

  /** @param spare a backup that rotation must leave */
  async #createBackup(reason: string, spare?: string): Promise<Backup> {
    await this.save();
    return this.#saver.exclusive(async () => {
      const backup = await this.#folder.create(this.#file, {
        proxies: this.#adapter.count,
        reason,
        now: this.#options.clock.now(),
      });
      await this.#folder.rotate(spare);
      return backup;
    });
  }

  async #restoreBackup(name: string): Promise<{ proxies: number; undo: string }> {
    const snapshot = await this.#openBackup(name);
    try {
      const undo = await this.#createBackup(`before restore of ${name}`, name);
      await this.#saver.exclusive(async () => {
        try {
          await this.#replaceBy(snapshot);
        } catch (error) {
          // Half a pool is worse than the old one.
          const old = await this.#openBackup(undo.name);
          await this.#replaceBy(old).finally(() => old.close());
          throw error;
        }
      });
      await this.save();
      return { proxies: this.#options.rows.count(), undo: undo.name };
    } finally {
      await snapshot.close();
    }
  }

  async #openBackup(name: string): Promise<OpenSnapshot> {
    const found = await openSnapshot(await this.#folder.verified(name));
    if (isOpen(found)) return found;
    throw fail(found.why === 'newer' ? 'state-newer' : 'state-broken', `backup ${name}: ${found.message}`);
  }

  async #replaceBy(snapshot: OpenSnapshot): Promise<void> {
    const { rows, clock } = this.#options;
    rows.clear();
    await snapshot.fill(rows);
    this.#db.data = mergeDocuments(snapshot.head, clock.now());
  }
}
