/**
 * Appends commits to the newest journal of a state: whole lines, then one fdatasync; a commit that fails leaves no trace
 * or a file that is never appended to again. It decides nothing: the store says when and what.
 */
import type { FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs/promises';
import { removeIfThere, writeAll, writeFileAtomic } from '../src/core/atomic-file.ts';
import type { FileSystem } from '../src/core/file-system.ts';
import { ByteText } from '../src/lib/byte-text.ts';
import { findJournals, journalPath, sizeOfJournals } from './journal-files.ts';
import type { LineMembers } from './commit-lines.ts';
import { beginLine, headLine, type JournalMark, sealFrom } from './journal-line.ts';

export interface JournalWriterOptions {
  /** Path of the journals without `-<number>`. */
  readonly prefix: string;
  readonly columns: readonly string[];
  /** Asked before anything is written; throwing keeps the file as it is. */
  readonly mayWrite: () => Promise<void>;
  readonly files: FileSystem;
}

/** Bytes collected before they go to the file. */
const CHUNK_BYTES = 128 * 1024;
/** What it is given in one go may be larger; the room for that is not kept. */
const MOST_KEPT = 8 * CHUNK_BYTES;

export class JournalWriter {
  readonly #options: JournalWriterOptions;
  /** Null until a snapshot is there that journals can follow. */
  #epoch: string | null = null;
  #number = 0;
  /** Of the last durable line. */
  #seq = 0;
  #file: FileHandle | null = null;
  /** Durable bytes of the open file. */
  #length = 0;
  /** Those of its first line. */
  #head = 0;
  #bytes = 0;
  #chunk = new ByteText(2 * CHUNK_BYTES);

  constructor(options: JournalWriterOptions) {
    this.#options = options;
  }

  get bound(): boolean {
    return this.#epoch !== null;
  }

  /** Number of the newest journal. */
  get number(): number {
    return this.#number;
  }

  /** Bytes appended since the last snapshot began. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Goes on after what was read or written: the next commit begins a journal of its own. */
  async bind({ epoch, number, seq }: JournalMark): Promise<void> {
    const closed = this.#leave();
    this.#epoch = epoch;
    this.#number = Math.max(this.#number, number);
    this.#seq = seq;
    this.#bytes = 0;
    // Whatever closing it says: nothing is ever added to the journal before.
    await closed.catch(() => undefined);
  }

  /** Ends the open journal. @returns what a snapshot that begins now will contain */
  async rotate(): Promise<JournalMark> {
    await this.#leave();
    this.#bytes = 0;
    return { epoch: this.#epoch!, number: this.#number, seq: this.#seq };
  }

  /**
   * Makes one commit durable. @param lines the members of each
   * @returns bytes @throws the system's error, or what `mayWrite` threw: nothing of the commit counts
   */
  async append(lines: AsyncIterable<LineMembers>): Promise<number> {
    await this.#options.mayWrite();
    const file = (this.#file ??= await this.#begin());
    let seq = this.#seq;
    let length = this.#length;
    let syncBegan = false;
    try {
      const chunk = this.#chunk;
      chunk.cut(0);
      for await (const members of lines) {
        const begin = beginLine(chunk, ++seq);
        for (const member of members) {
          if (typeof member === 'string') chunk.text(member);
          else chunk.add(member);
        }
        sealFrom(chunk, begin);
        if (chunk.length < CHUNK_BYTES) continue;
        length += await writeAll(file, chunk.view());
        chunk.cut(0);
      }
      if (chunk.length > 0) length += await writeAll(file, chunk.view());
      syncBegan = true;
      await file.datasync();
    } catch (error) {
      await this.#retreat(syncBegan);
      throw error;
    }
    if (this.#chunk.room > MOST_KEPT) this.#chunk = new ByteText(2 * CHUNK_BYTES);
    const added = length - this.#length;
    this.#seq = seq;
    this.#length = length;
    this.#bytes += added;
    return added;
  }

  /** Removes journals that no snapshot needs any more. */
  async removeUpTo(number: number): Promise<void> {
    const { prefix, files } = this.#options;
    for (const journal of await findJournals(prefix, files)) {
      if (journal.number <= number) await removeIfThere(journal.file, files);
    }
  }

  /** Bytes of all journals that are there. */
  size(): Promise<number> {
    return sizeOfJournals(this.#options.prefix, this.#options.files);
  }

  async close(): Promise<void> {
    await this.#leave();
  }

  /** A journal is there with its head or not at all: an empty one is damaged, never just begun. */
  async #begin(): Promise<FileHandle> {
    const { prefix, columns, files } = this.#options;
    this.#number = Math.max(this.#number, (await findJournals(prefix, files)).at(-1)?.number ?? 0) + 1;
    const path = journalPath(prefix, this.#number);
    const head = headLine(this.#epoch!, this.#number, this.#seq, columns);
    try {
      this.#head = await writeFileAtomic(path, head, { files });
      this.#length = this.#head;
      return await files.open(path, constants.O_APPEND | constants.O_WRONLY);
    } catch (error) {
      // A full disk must not be kept full by journals with nothing in them.
      await removeIfThere(path, files).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Takes back what a failed commit left. After a failed sync nobody knows what the disk has of the file: it is left for
   * good. So is one that cannot be cut; its torn end is found when it is read.
   */
  async #retreat(syncBegan: boolean): Promise<void> {
    const file = this.#file!;
    const path = journalPath(this.#options.prefix, this.#number);
    try {
      await file.truncate(this.#length);
      if (!syncBegan && this.#length > this.#head) return;
    } catch {
      // Left below.
    }
    const empty = this.#length === this.#head;
    await this.#leave().catch(() => undefined);
    if (empty) await removeIfThere(path, this.#options.files).catch(() => undefined);
  }

  async #leave(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#length = 0;
    await file?.close();
  }
}
