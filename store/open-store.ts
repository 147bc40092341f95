/**
 * An open state: every change is committed to its journal, the file is written anew now and then, backed up and closed.
 * Made by store.ts, which holds the lock for it; nobody else writes the file or its siblings.
 */
import type { Low } from 'lowdb';
import { removeIfThere } from '../src/core/atomic-file.ts';
import { siblings } from '../src/core/paths.ts';
import { fail } from '../src/model/errors.ts';
import { STATE_VERSION, type StateDocuments } from '../src/model/state.ts';
import type { BackupFolder, Backup } from './backups.ts';
import { commitLines } from './commit-lines.ts';
import { DocumentChanges } from './document-changes.ts';
import { sizeOf } from './journal-files.ts';
import { newHistory, type JournalMark } from './journal-line.ts';
import type { JournalWriter } from './journal-writer.ts';
import type { Lock } from './lock.ts';
import { openWhole, type OpenSnapshot } from './reader.ts';
import { SaveReports } from './save-reports.ts';
import { orFail, Saver, type SaveFacts, writeError } from './saver.ts';
import { mergeDocuments, type SnapshotAdapter } from './snapshot-adapter.ts';
import type { Store, StoreOptions } from './store-contract.ts';

/** Changes that nobody waits for are committed together after this. */
const COMMIT_MS = 100;
/** A snapshot is due when the journal is so many times as large as the last one, and has outgrown this as well. */
const JOURNAL_SHARE = 2;
const LEAST_JOURNAL = 8 * 1024 * 1024;
/** While there are changes a snapshot is never older. */
const OLDEST_MS = 300_000;
/** Snapshots take at most one part of the time in so many. */
const SHARE = 400;

export class OpenStore implements Store {
  readonly notices: readonly string[];
  readonly backups: Store['backups'];
  readonly #options: StoreOptions;
  readonly #file: string;
  readonly #lock: Lock;
  readonly #adapter: SnapshotAdapter;
  readonly #db: Low<StateDocuments>;
  readonly #journal: JournalWriter;
  readonly #documents = new DocumentChanges();
  #documentsDirty = true;
  readonly #commits: Saver;
  readonly #snapshots: Saver;
  /** Journals up to this are contained in the snapshot that is the present file. */
  #contained: number;
  #closing: Promise<void> | null = null;
  /** Resolved when there is a snapshot that journals follow. */
  readonly #begun = Promise.withResolvers<void>();

  constructor(
    options: StoreOptions,
    file: string,
    lock: Lock,
    adapter: SnapshotAdapter,
    db: Low<StateDocuments>,
    journal: JournalWriter,
  ) {
    this.#options = options;
    this.#file = file;
    this.#lock = lock;
    this.#adapter = adapter;
    this.#db = db;
    this.#journal = journal;
    this.notices = adapter.notices;
    this.#contained = adapter.base?.number ?? 0;
    if (adapter.base) this.#documents.written(this.#documents.find(db.data).known);
    const reports = new SaveReports(options);
    const now = (): number => options.clock.monotonic();
    this.#commits = new Saver({
      write: () => this.#commit(),
      pauseMs: () => COMMIT_MS,
      now,
      ...reports.part('commit'),
    });
    this.#snapshots = new Saver({
      write: () => this.#snapshot(),
      pauseMs: (lastMs) => Math.min(OLDEST_MS, Math.max(options.intervalMs, lastMs * SHARE)),
      now,
      ...reports.part('snapshot'),
    });
    this.backups = {
      create: (reason) => this.#createBackup(reason),
      list: () =>
        orFail(
          'the backups cannot be listed',
          this.#inFolder((folder) => folder.list()),
        ),
      restore: (name) => orFail(`backup ${name} was not restored`, this.#restoreBackup(name)),
      take: (content, name) => orFail(`${name} was not imported`, this.#importState(content, name)),
      verify: (name) =>
        orFail(
          'the backups cannot be read',
          this.#inFolder((folder) => folder.verify(name)),
        ),
      // Not while one is made or restored.
      remove: (name) =>
        orFail(
          `backup ${name} could not be removed`,
          this.#snapshots.exclusive(() => this.#inFolder((folder) => folder.remove(name))),
        ),
    };
    // What was recovered, or written by an older RefBot, stands under its own name as ours only after the next snapshot.
    const isOlder = adapter.found !== null && adapter.found.version < STATE_VERSION;
    if (isOlder || this.notices.length > 0 || adapter.replayed > 0) this.#snapshots.markDirty();
  }

  get documents(): StateDocuments {
    return this.#db.data;
  }

  markDirty(): number {
    this.#snapshots.markDirty();
    return this.markJournal();
  }

  touch(): void {
    this.#snapshots.markDirty();
    this.#commits.markDirty();
  }

  markJournal(): number {
    this.#documentsDirty = true;
    return this.#commits.markDirty();
  }

  async durable(seq: number): Promise<void> {
    await this.#commits.durable(seq);
  }

  save(): Promise<SaveFacts> {
    return this.#snapshots.durable(this.#snapshots.markDirty());
  }

  compact(): Promise<{ before: number; after: number }> {
    return orFail('the state could not be written anew', this.#compact());
  }

  async #compact(): Promise<{ before: number; after: number }> {
    const before = await this.#size();
    await this.save();
    // The save before the newest may need journals still; after one more it does not.
    if ((await this.#journal.size()) > 0) await this.save();
    return { before, after: await this.#size() };
  }

  async *exportText(): AsyncIterable<Uint8Array> {
    const { exportText } = await import('./transfer.ts');
    yield* exportText(this.documents, this.#options.rows, this.#options.clock.now());
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** What is in the journal is safe: then a snapshot that fails loses nothing. */
  async #close(): Promise<void> {
    try {
      const committed = await this.#commits.stop().then(
        () => null,
        (error: unknown) => ({ error }),
      );
      await this.#snapshots.stop().catch((error: unknown) => {
        if (committed) throw committed.error;
        if (!this.#journal.bound) throw error;
      });
    } finally {
      await this.#journal.close().finally(() => this.#lock.release());
    }
  }

  /** Writes what changed to the journal. @returns bytes */
  async #commit(): Promise<number> {
    // The first snapshot is what journals follow. One that is under way will do: the next waits until this commit is over.
    if (!this.#journal.bound) await Promise.race([this.#begun.promise, this.save()]);
    const { rows } = this.#options;
    const changed = rows.takeChanged();
    const lookedAt = this.#documentsDirty;
    this.#documentsDirty = false;
    const patch = lookedAt ? this.#documents.find(this.#db.data) : null;
    if (changed.length === 0 && (patch === null || patch.text === null)) return 0;
    try {
      const bytes = await this.#journal.append(commitLines(rows, patch?.text ?? null, changed));
      if (patch) this.#documents.written(patch.known);
      if (this.#journal.bytes > Math.max(LEAST_JOURNAL, JOURNAL_SHARE * this.#adapter.bytes)) this.#snapshots.soon();
      return bytes;
    } catch (error) {
      rows.giveBackChanged(changed);
      this.#documentsDirty ||= lookedAt;
      throw error;
    }
  }

  async #snapshot(): Promise<number> {
    if (!this.#journal.bound) return this.#beginHistory();
    this.#adapter.mark = await this.#commits.exclusive(() => this.#journal.rotate());
    await this.#db.write();
    await this.#forgetJournals();
    return this.#adapter.bytes;
  }

  /** Writes the first snapshot, which no journal so far belongs to. */
  async #beginHistory(): Promise<number> {
    const { rows } = this.#options;
    const mark = newHistory(this.#journal.number);
    const changed = rows.takeChanged();
    const { known } = this.#documents.find(this.#db.data);
    this.#adapter.mark = mark;
    try {
      await this.#db.write();
    } catch (error) {
      rows.giveBackChanged(changed);
      // Should the file have its name all the same: the next attempt begins another history with it.
      throw error;
    }
    await this.#bind(mark, known);
    await this.#forgetJournals();
    return this.#adapter.bytes;
  }

  async #bind(mark: JournalMark, known: ReadonlyMap<string, string>): Promise<void> {
    await this.#journal.bind(mark);
    this.#documents.written(known);
    this.#begun.resolve();
  }

  /** Keeps those that the save before needs, so that with a damaged state file it still gives everything. */
  async #forgetJournals(): Promise<void> {
    // One that cannot be removed now goes after the next snapshot; it is contained in this one.
    await this.#journal.removeUpTo(this.#contained).catch(() => undefined);
    this.#contained = this.#adapter.mark.number;
  }

  async #size(): Promise<number> {
    return (await sizeOf(this.#file, this.#options.files)) + (await this.#journal.size());
  }

  /** Most runs ask for no backup: what knows them is loaded with the first question. */
  async #inFolder<T>(work: (folder: BackupFolder) => Promise<T>): Promise<T> {
    const backups = await import('./backups.ts');
    return work(new backups.BackupFolder(siblings(this.#file).backups, this.#options.files));
  }

  /** @param spare a backup that rotation must leave */
  async #createBackup(reason: string, spare?: string): Promise<Backup> {
    await this.save();
    return this.#snapshots.exclusive(async () => {
      const { clock, counts } = this.#options;
      const { sources, aliases } = this.#db.data;
      const inside = { ...counts?.(), sources: sources.length, aliases: Object.keys(aliases).length };
      const facts = { proxies: this.#adapter.count, reason, counts: inside, now: clock.now() };
      return this.#inFolder(async (folder) => {
        const backup = await orFail('the backup could not be made', folder.create(this.#file, facts));
        // Those that cannot be removed now go with the next.
        await folder.rotate(spare).catch(() => undefined);
        return backup;
      });
    });
  }

  /** Nothing is committed meanwhile, so the two states are never mixed. */
  async #restoreBackup(name: string): Promise<{ proxies: number; undo: string }> {
    const snapshot = await openWhole(await this.#inFolder((folder) => folder.verified(name)), `backup ${name}`);
    return this.#putInPlace(snapshot, `restore of ${name}`, name);
  }

  async #importState(content: AsyncIterable<Uint8Array>, name: string): Promise<{ proxies: number; undo: string }> {
    const path = await this.#inFolder((folder) => folder.hold(content));
    let snapshot: OpenSnapshot;
    try {
      snapshot = await openWhole(path, name);
    } finally {
      await removeIfThere(path, this.#options.files).catch(() => undefined);
    }
    const { seal, saidCount, count } = snapshot.head;
    if (seal === 'differs' || (saidCount !== null && saidCount !== count))
      throw fail('state-broken', `${name} is not what was exported: it was damaged on the way, or edited`, {
        hint: 'export it again; nothing was changed here',
      });
    return this.#putInPlace(snapshot, `import of ${name}`);
  }

  /** @param spare a backup that rotation must leave */
  async #putInPlace(snapshot: OpenSnapshot, what: string, spare?: string): Promise<{ proxies: number; undo: string }> {
    const undo = await this.#createBackup(`before ${what}`, spare);
    await this.#snapshots.exclusive(() => this.#commits.exclusive(() => this.#replaceBy(snapshot, what, undo.name)));
    return { proxies: this.#options.rows.count(), undo: undo.name };
  }

  /**
   * The rename of the new snapshot is the moment of the restore: before it the old file and its journals are there, after
   * it no journal belongs to the file. Memory follows the file, so that until then there is nothing to take back.
   */
  async #replaceBy(snapshot: OpenSnapshot, what: string, undo: string): Promise<void> {
    const { rows, clock } = this.#options;
    const documents = mergeDocuments(snapshot.head, clock.now());
    const nextId = Math.max(rows.nextId, snapshot.head.nextId);
    const mark = newHistory(this.#journal.number);
    this.#adapter.mark = mark;
    let unsure: unknown = null;
    try {
      await this.#adapter.write(documents, { ...snapshot.source, nextId });
    } catch (error) {
      if (this.#adapter.standing !== mark) throw writeError(`the ${what} was not done`, error);
      unsure = error;
    }
    rows.clear();
    await snapshot.fill(rows);
    rows.takeChanged();
    this.#db.data = documents;
    await this.#bind(mark, this.#documents.find(documents).known);
    this.#snapshots.markDirty();
    if (unsure !== null)
      throw writeError(`the ${what} is done (\`backup restore ${undo}\` undoes it), but not safe yet`, unsure);
    await this.#forgetJournals();
  }
}
