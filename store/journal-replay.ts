/**
 * Reads the journals that follow a snapshot, in order, and folds them: the newest image of each proxy, the newest text of
 * each document. Runs in the reader's worker. It stops believing at the first line that is not what was written and says
 * which file is good up to where; it changes no file.
 */
import { readFileSync } from 'node:fs';
import { isCode } from '../src/core/atomic-file.ts';
import type { Json } from '../src/model/state.ts';
import { listJournals } from './journal-files.ts';
import { isSealed, JOURNAL_FORMAT, JOURNAL_VERSION, type JournalHead, type JournalMark } from './journal-line.ts';
import type { PieceList } from './row-pieces.ts';
import { keyCheck } from './row-keys.ts';
import { isRow } from './row-text.ts';
import { documentsProblem } from './schema.ts';

export interface JournalFile {
  readonly file: string;
  readonly number: number;
  readonly bytes: number;
  /** Good lines, the head not counted. */
  readonly lines: number;
  /** Images in good lines. */
  readonly rows: number;
  /** Null when all of it is good. */
  readonly problem: string | null;
  /** Bytes up to the end of the last good line. */
  readonly good: number;
}

/** Plain data, for the main thread. */
export interface ReplayFacts extends JournalMark {
  readonly files: readonly JournalFile[];
  readonly lines: number;
}

const NEW_LINE = 0x0a;
const GONE = -1;
/** How a line of rows begins as we write it: with the ids, so that the rows need not be parsed to know whose they are. */
const NAMED = /^\{"crc":"[0-9a-f]{8}","seq":(\d{1,15}),"next":(\d{1,15}),"ids":\[(\d{1,10}(?:,\d{1,10})*)\]$/;
const ROWS = ',"rows":[';
/** The rows begin before this. */
const MOST_NAMES = 8_192;

class BadLine extends Error {}

/** A journal was written by a newer RefBot: the whole state has to be left alone. */
export class NewerJournal extends Error {}

/** The rows of a line. */
interface KeptRows {
  /** Where they are in the file; or as text of their own. */
  readonly at: { readonly file: number; readonly from: number; readonly to: number } | string;
  readonly columns: readonly string[];
  readonly ids: readonly number[];
  /** Place of its first row among all rows of all journals. */
  readonly place: number;
}

export class Replay {
  readonly documents = new Map<string, Json | undefined>();
  nextId = 1;
  readonly #files: JournalFile[] = [];
  /** Bytes of each of them. */
  readonly #contents: Buffer<ArrayBuffer>[] = [];
  readonly #kept: KeptRows[] = [];
  /** Place of the newest image of an id, or {@link GONE}. */
  readonly #newest = new Map<number, number>();
  readonly #epoch: string;
  readonly #careful: boolean;
  #number: number;
  #seq: number;
  #lines = 0;
  #places = 0;

  /**
   * @param prefix path of the journals without `-<number>`
   * @param careful parses every row, where else the checksum of its line vouches for it
   * @throws NewerJournal, and the system's errors
   */
  constructor(prefix: string, mark: JournalMark, careful: boolean) {
    this.#epoch = mark.epoch;
    this.#careful = careful;
    this.#number = mark.number;
    this.#seq = mark.seq;
    for (const { file, number } of listJournals(prefix)) {
      if (number <= mark.number) continue;
      this.#number = number;
      const bytes = bytesOf(file);
      if (bytes === null) continue;
      this.#contents.push(bytes);
      this.#files.push(this.#read(file, number, bytes));
    }
  }

  get facts(): ReplayFacts {
    return { epoch: this.#epoch, number: this.#number, seq: this.#seq, files: this.#files, lines: this.#lines };
  }

  /** True when a row of the snapshot counts no more. */
  replaces(id: unknown): boolean {
    return this.#newest.has(id as number);
  }

  /** No row of the snapshot is replaced or removed. */
  get replacesNone(): boolean {
    return this.#newest.size === 0;
  }

  /** The newest images, in the order in which they were written. */
  addRows(to: PieceList): void {
    const buffers = new Map<number, number>();
    for (const { at, columns, ids, place } of this.#kept) {
      const skip: number[] = [];
      for (const [index, id] of ids.entries()) if (this.#newest.get(id) !== place + index) skip.push(index);
      if (skip.length === ids.length) continue;
      const left = skip.length === 0 ? {} : { skip };
      if (typeof at === 'string') {
        to.addText(at, columns, ids.length, left);
        continue;
      }
      if (!buffers.has(at.file)) buffers.set(at.file, to.addBuffer(this.#contents[at.file]!, columns));
      const piece = { buffer: buffers.get(at.file)!, from: at.from, to: at.to, sealed: ids.length, ids };
      to.add({ ...piece, ...left }, ids.length);
    }
  }

  #read(file: string, number: number, bytes: Buffer<ArrayBuffer>): JournalFile {
    const facts = { file, number, bytes: bytes.length, lines: 0, rows: 0 };
    let good = 0;
    try {
      const end = bytes.indexOf(NEW_LINE);
      const columns = this.#begin(end === -1 ? null : bytes.subarray(0, end), number);
      good = end + 1;
      while (good < bytes.length) {
        const end = bytes.indexOf(NEW_LINE, good);
        // What a kill or a power cut leaves of a commit that nobody was told of.
        if (end === -1) throw new BadLine('its last line is cut off');
        const line = bytes.subarray(good, end);
        if (!isSealed(line)) throw new BadLine(`line ${facts.lines + 2} is not what was written`);
        facts.rows +=
          this.#takeNamed(line, good, columns, facts.lines + 2) ?? this.#take(line, columns, facts.lines + 2);
        facts.lines++;
        this.#lines++;
        good = end + 1;
      }
      return { ...facts, problem: null, good };
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      return { ...facts, problem: error.message, good };
    }
  }

  /** @returns the columns of the rows that follow */
  #begin(line: Buffer | null, number: number): readonly string[] {
    const head = line === null || !isSealed(line) ? null : (parse(line) as Partial<JournalHead> | null);
    if (head?.format !== JOURNAL_FORMAT) throw new BadLine('its first line is not that of a journal');
    if (typeof head.version === 'number' && head.version > JOURNAL_VERSION) {
      throw new NewerJournal(`its journal is of version ${head.version}, this RefBot knows up to ${JOURNAL_VERSION}`);
    }
    if (head.epoch !== this.#epoch || head.number !== number) throw new BadLine('it belongs to another state');
    if (!isWhole(head.after) || !Array.isArray(head.cols) || !head.cols.includes('id'))
      throw new BadLine('its first line is not that of a journal');
    // Lower than the last line read: what came after `after` belongs to a commit that failed, and is written again here.
    if (head.after > this.#seq)
      throw new BadLine(`what was written between line ${this.#seq} and ${head.after} is missing`);
    this.#seq = head.after;
    return head.cols;
  }

  /**
   * The rows of a line as we write it, which its checksum vouches for.
   * @param at where the line is in its file @returns how many; null when it has to be looked at
   */
  #takeNamed(line: Buffer, at: number, columns: readonly string[], number: number): number | null {
    const begin = this.#careful ? -1 : line.subarray(0, MOST_NAMES).indexOf(ROWS);
    const named = begin < 0 ? null : NAMED.exec(line.toString('latin1', 0, begin));
    if (named === null) return null;
    this.#follow(Number(named[1]), number);
    const from = at + begin + ROWS.length - 1;
    const ids = named[3]!.split(',').map(Number);
    this.#keep({ file: this.#contents.length - 1, from, to: at + line.length - 1 }, columns, ids);
    this.nextId = Math.max(this.nextId, Number(named[2]));
    return ids.length;
  }

  #follow(seq: unknown, line: number): void {
    if (seq !== this.#seq + 1) throw new BadLine(`line ${line} is not the one that follows`);
    this.#seq++;
  }

  /** @returns how many rows it has */
  #take(bytes: Buffer, columns: readonly string[], line: number): number {
    const entry = parse(bytes) as Readonly<Record<string, unknown>> | null;
    if (entry === null || entry['seq'] !== this.#seq + 1) throw new BadLine(`line ${line} is not the one that follows`);
    const { next, gone = [], docs = {}, dropped = [], rows = [], ids: named } = entry;
    const check = keyCheck(columns, true);
    const idAt = columns.indexOf('id');
    const bad = (): never => {
      throw new BadLine(`line ${line} does not have the values it should`);
    };
    if (!isWhole(next) || !Array.isArray(gone) || !gone.every(isWhole) || !Array.isArray(rows)) return bad();
    if (!Array.isArray(dropped) || documentsProblem(docs) !== null) return bad();
    const ids: number[] = [];
    for (const row of rows as readonly unknown[]) {
      if (!isRow(row, columns.length) || check(row).length > 0) return bad();
      ids.push(row[idAt] as number);
    }
    // The first RefBot with a journal named none.
    if (named !== undefined && JSON.stringify(named) !== JSON.stringify(ids)) return bad();
    for (const id of gone as readonly number[]) this.#newest.set(id, GONE);
    for (const [key, value] of Object.entries(docs as Readonly<Record<string, Json>>)) this.documents.set(key, value);
    for (const key of dropped as readonly string[]) this.documents.set(key, undefined);
    if (ids.length > 0) this.#keep(JSON.stringify(rows), columns, ids);
    this.nextId = Math.max(this.nextId, next);
    this.#seq++;
    return ids.length;
  }

  #keep(at: KeptRows['at'], columns: readonly string[], ids: readonly number[]): void {
    this.#kept.push({ at, columns, ids, place: this.#places });
    for (const id of ids) this.#newest.set(id, this.#places++);
  }
}

/** Null when it is gone: who looks without the lock may be overtaken by whoever holds it. */
function bytesOf(file: string): Buffer<ArrayBuffer> | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
