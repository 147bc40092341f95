/**
 * lowdb's adapter for the state file: documents come and go as lowdb's data, proxies go straight between the file and
 * the pool. Written whole and atomically; read with its journals and with recovery from the previous save. Used by the
 * store alone.
 */
import { constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { sweepTemps, syncFolder, writeFileAtomic } from '../src/core/atomic-file.ts';
import type { Clock } from '../src/core/clock.ts';
import type { FileSystem } from '../src/core/file-system.ts';
import { siblings } from '../src/core/paths.ts';
import { fail, RefbotError } from '../src/model/errors.ts';
import { emptyDocuments, type ProxyRowPort, type StateDocuments } from '../src/model/state.ts';
import { findJournals } from './journal-files.ts';
import type { JournalMark } from './journal-line.ts';
import type { JournalFile } from './journal-replay.ts';
import type { SnapshotHead } from './read-state.ts';
import { isOpen, openPacked, openSnapshot, type OpenState } from './reader.ts';
import type { ReaderThread } from './reader-thread.ts';
import { type RowSource, snapshotText } from './snapshot-text.ts';

export interface SnapshotAdapterOptions {
  /** With all links resolved. */
  readonly file: string;
  readonly rows: ProxyRowPort;
  readonly clock: Clock;
  /** Asked when the new file is complete and before it replaces the old; throwing keeps the old. */
  readonly mayReplace: () => Promise<void>;
  readonly files: FileSystem;
  /** For the first file that is read. */
  readonly reader?: ReaderThread;
}

export class SnapshotAdapter implements Adapter<StateDocuments> {
  /** What a person should know about the last {@link read}: files put aside, older ones used. */
  readonly notices: string[] = [];
  /** Bytes of the snapshot that was read or written last. */
  bytes = 0;
  /** Proxies in the last {@link write}. */
  count = 0;
  /** What the next {@link write} contains of the journals. */
  mark: JournalMark = { epoch: '', number: 0, seq: 0 };
  /** What the snapshot that was read contains of them; null when there is none, or it knows no journals. */
  base: JournalMark | null = null;
  /** The end of the journals that were read on top of it. */
  end: JournalMark = this.mark;
  /** What the file that has the name now contains of them, durable or not; null before anything was read or written. */
  standing: JournalMark | null = null;
  /** The file that was read; null when there was none. */
  found: (Pick<SnapshotHead, 'version' | 'count'> & { readonly file: string }) | null = null;
  /** Lines of journals that were read. */
  replayed = 0;
  readonly #options: SnapshotAdapterOptions;
  /** How often rows began to be given to the pool. */
  #given = 0;
  #failed = false;
  #reader: ReaderThread | undefined;

  constructor(options: SnapshotAdapterOptions) {
    this.#options = options;
    this.#reader = options.reader;
  }

  /**
   * Fills the pool and returns the documents; null when there is no state yet.
   * @throws state-newer, state-broken: the file is left untouched
   */
  async read(): Promise<StateDocuments | null> {
    try {
      return await this.#read(false);
    } catch (error) {
      // Rows whose checksum is good and that are none: then each is looked at, and what is wrong is found and said.
      if (!(error instanceof RefbotError && error.errorName === 'state-broken') || this.#given === 0) throw error;
      this.#options.rows.clear();
      return this.#read(true);
    }
  }

  async #read(careful: boolean): Promise<StateDocuments | null> {
    const { file, rows, clock } = this.#options;
    const { previous } = siblings(file);
    const main = await this.#open(file, careful);
    const snapshot = main ?? (await this.#open(previous, careful));
    if (!snapshot) {
      await this.#putJournalsAside('no snapshot that it follows is left');
      return null;
    }
    this.bytes = snapshot.head.bytes;
    const { version, count } = snapshot.head;
    this.found = { version, count, file: main ? file : previous };
    await this.#follow(snapshot.head);
    if (snapshot.head.seal === 'differs') {
      const copy = await this.#copyAside(main ? file : previous);
      this.notices.push(
        `${main ? file : previous} is not what RefBot wrote: it was edited, or damaged. It was read as it is; a copy was kept as ${copy}`,
      );
    }
    if (!main) this.notices.push(`the state is that of ${previous}, saved ${snapshot.head.savedAt ?? 'before'}`);
    this.#given++;
    await snapshot.fill(rows);
    return mergeDocuments(snapshot.head, clock.now());
  }

  /** @throws the system's error (ENOSPC, EROFS, EIO, …) with the old file whole, or what `mayReplace` threw */
  async write(documents: StateDocuments, rows: RowSource = this.#options.rows): Promise<void> {
    const { file, clock, mayReplace, files } = this.#options;
    // A disk that let nothing be written may have kept what could not be removed, too.
    if (this.#failed) await sweepTemps(file, files);
    this.#failed = true;
    const { mark } = this;
    let count = 0;
    const text = snapshotText(documents, rows, mark, clock.now(), (counted) => (count = counted));
    this.bytes = await writeFileAtomic(file, text, {
      mode: 0o600,
      previous: siblings(file).previous,
      beforeReplace: mayReplace,
      onReplaced: () => (this.standing = mark),
      files,
    });
    this.#failed = false;
    this.count = count;
  }

  async #open(file: string, careful: boolean): Promise<OpenState | null> {
    const { journal } = siblings(this.#options.file);
    const { packing } = this.#options.rows;
    const found =
      careful || packing === undefined
        ? await openSnapshot(file, journal, careful)
        : await openPacked(file, journal, packing, this.#takeReader());
    if (isOpen(found)) return found;
    switch (found.why) {
      case 'missing':
        return null;
      case 'empty':
        // Nothing in it to keep: a disk that was full or a power cut left the name alone.
        this.notices.push(`${file} was empty`);
        return null;
      case 'damaged':
        this.notices.push(
          `${file} could not be read (${found.message}) and was put aside as ${await this.#putAside(file)}`,
        );
        return null;
      case 'newer':
        throw fail('state-newer', `${file}: ${found.message}`, {
          hint: 'use the newer RefBot, or another file with --state; this one was not touched',
        });
      case 'foreign':
        throw fail('state-broken', `${file}: ${found.message}`, {
          hint: 'give another file with --state; this one was not touched',
        });
      case 'forbidden':
        throw fail('state-broken', `${file} cannot be read: ${found.message}`);
    }
  }

  #takeReader(): ReaderThread | undefined {
    const reader = this.#reader;
    this.#reader = undefined;
    return reader;
  }

  /** Takes note of where the journals end, and puts aside what of them could not be believed. */
  async #follow({ mark, replay }: SnapshotHead): Promise<void> {
    if (mark === null || replay === null) return this.#putJournalsAside('the snapshot beside it knows no journal');
    this.base = mark;
    this.standing = mark;
    this.end = replay;
    this.replayed = replay.lines;
    for (const journal of replay.files) {
      if (journal.problem !== null) await this.#cutJournal(journal);
    }
  }

  async #cutJournal({ file, problem, lines, good }: JournalFile): Promise<void> {
    if (lines === 0) {
      this.notices.push(`${file}: ${problem}; it was put aside as ${await this.#putAside(file)}`);
      return;
    }
    const copy = await this.#copyAside(file);
    await this.#options.files.truncate(file, good);
    this.notices.push(`${file}: ${problem}; what is before it was used, the whole was kept as ${copy}`);
  }

  async #putJournalsAside(why: string): Promise<void> {
    const { file: state, files } = this.#options;
    for (const { file } of await findJournals(siblings(state).journal, files)) {
      this.notices.push(`${file}: ${why}; it was put aside as ${await this.#putAside(file)}`);
    }
  }

  async #copyAside(file: string): Promise<string> {
    const copy = this.#asideName(file);
    await this.#options.mayReplace();
    await this.#options.files.copyFile(file, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await syncFolder(dirname(copy), this.#options.files);
    return copy;
  }

  async #putAside(file: string): Promise<string> {
    const aside = this.#asideName(file);
    await this.#options.mayReplace();
    await this.#options.files.rename(file, aside);
    return aside;
  }

  #asideName(file: string): string {
    const stamp = new Date(this.#options.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    return `${file}.bad-${stamp}-${process.pid}`;
  }
}

/** What the file lacks comes from the defaults; what it has more is kept. */
export function mergeDocuments(head: SnapshotHead, now: number): StateDocuments {
  const defaults = emptyDocuments(now);
  const found = head.documents as Partial<StateDocuments>;
  return { ...defaults, ...found, settings: { ...defaults.settings, ...found.settings } };
}
