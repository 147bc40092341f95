/** What the store promises to the engine, and what it needs from it. Types only; store.ts keeps the promises. */
import type { Clock } from '../src/core/clock.ts';
import type { FileSystem } from '../src/core/file-system.ts';
import type { RefbotError } from '../src/model/errors.ts';
import type { ProxyRowPort, StateDocuments } from '../src/model/state.ts';
import type { Backup, BackupReport } from './backups.ts';
import type { ReaderThread } from './reader-thread.ts';
import type { SaveFacts } from './saver.ts';

export interface StoreOptions {
  /** The state file; it and its folder need not exist. */
  readonly file: string;
  readonly rows: ProxyRowPort;
  /** Begun for this state before it is opened; it is stopped here. */
  readonly reader?: ReaderThread;
  readonly clock: Clock;
  /** A new snapshot at the earliest after this while there are changes; large states wait longer. */
  readonly intervalMs: number;
  /** Socket on which this process will run commands of others; told to those who find the lock. */
  readonly socket: string | null;
  /** Default: the system's. */
  readonly files?: FileSystem;
  /** What backups say of their content beside the number of proxies, sources and aliases. */
  readonly counts?: () => Readonly<Record<string, number>>;
  /** Something was written and nothing is in trouble. */
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
  /** Records that proxies changed and no document did: the documents are not looked at. */
  touch(): void;
  /** Records that documents changed that are not worth a new snapshot: only the journal gets them. @returns as {@link markDirty} */
  markJournal(): number;
  /** Resolves when every change up to `seq` is on the disk; who waits at the same time shares a commit. @throws state-write */
  durable(seq: number): Promise<void>;
  /** Writes a snapshot now, changed or not. @throws state-write */
  save(): Promise<SaveFacts>;
  /** Writes snapshots until no journal is needed. @returns bytes of snapshot and journals before and after */
  compact(): Promise<{ readonly before: number; readonly after: number }>;
  readonly backups: {
    /** Saves and copies the state; keeps the newest ten. */
    create(reason: string): Promise<Backup>;
    /** Oldest first. */
    list(): Promise<Backup[]>;
    /**
     * Replaces documents and proxies by those of a backup, durably, after a backup of the present state was made.
     * @returns proxies now, and the name of the backup that undoes it
     * @throws unknown-backup, state-broken, state-newer, state-write: nothing was changed
     */
    restore(name: string): Promise<{ readonly proxies: number; readonly undo: string }>;
    /**
     * As {@link restore} with what an export holds. @param name of the file, for people
     * @throws state-broken (damaged, edited, no state), state-newer, state-write: nothing was changed
     */
    take(
      content: AsyncIterable<Uint8Array>,
      name: string,
    ): Promise<{ readonly proxies: number; readonly undo: string }>;
    /** Reads them to the last byte. @param name null = all @throws unknown-backup */
    verify(name: string | null): Promise<BackupReport[]>;
    /** @throws unknown-backup */
    remove(name: string): Promise<void>;
  };
  /** The state as a file for another machine, without passwords. */
  exportText(): AsyncIterable<Uint8Array>;
  /** Saves what is not saved, releases the lock. Safe to call twice. @throws state-write (the lock is released anyway) */
  close(): Promise<void>;
}
