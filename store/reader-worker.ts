/**
 * Reads a state file and the journals after it in a worker of its own: parses, checks and then hands out rows piece by
 * piece, as the main thread asks for them. Nothing is handed out before the whole file was found good.
 */
import { readFileSync } from 'node:fs';
import { openLane } from '../src/lib/worker-lane.ts';
import type { Json } from '../src/model/state.ts';
import { STATE_FORMAT, STATE_VERSION } from '../src/model/state.ts';
import type { JournalMark } from './journal-line.ts';
import { NewerJournal, Replay, type ReplayFacts, type RowBatch } from './journal-replay.ts';
import { RESERVED_KEYS, schemaProblem } from './schema.ts';
import { ROWS_BEGIN, ROWS_END, sealOf } from './snapshot-text.ts';

/** Why a file gives no state. `foreign` = good JSON of somebody else. */
export type Unreadable = 'missing' | 'empty' | 'damaged' | 'newer' | 'foreign' | 'forbidden';

export interface SnapshotHead {
  readonly documents: Readonly<Record<string, Json>>;
  readonly columns: readonly string[];
  readonly nextId: number;
  readonly savedAt: string | null;
  /** Rows in the file. */
  readonly count: number;
  /** What the file says about their number; null when it says nothing. */
  readonly saidCount: number | null;
  readonly bytes: number;
  /** Whether it is byte by byte what was written: `unknown` for files of an older RefBot, which say nothing about that. */
  readonly seal: 'good' | 'differs' | 'unknown';
  /** What it contains of its journals; null for files of an older RefBot. */
  readonly mark: JournalMark | null;
  /** What was found in the journals after it, if they were asked for. Documents and `nextId` are as of their end. */
  readonly replay: ReplayFacts | null;
}

export type FromReader =
  | { readonly type: 'head'; readonly head: SnapshotHead }
  | { readonly type: 'unreadable'; readonly why: Unreadable; readonly message: string }
  /** Null after the last. */
  | { readonly type: 'rows'; readonly rows: RowBatch | null };

export type ToReader = { readonly type: 'next' };

export interface ReaderData {
  readonly file: string;
  /** Path of its journals without `-<number>`; null = the file alone. */
  readonly journals: string | null;
  /** Most rows in one message. */
  readonly batch: number;
}

const NEW_LINE = 0x0a;
const COMMA = 0x2c;

class Bad extends Error {
  readonly why: Unreadable;
  constructor(why: Unreadable, message: string) {
    super(message);
    this.why = why;
  }
}

interface Opened {
  readonly head: SnapshotHead;
  readonly batches: Iterator<RowBatch>;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Bad('forbidden', error instanceof Error ? error.message : String(error));
  }
}

function openSnapshot({ file, journals, batch }: ReaderData): Opened {
  const bytes = readBytes(file);
  const begin = bytes.indexOf(ROWS_BEGIN);
  const end = bytes.lastIndexOf(ROWS_END);
  const isOurs = begin !== -1 && end >= begin + ROWS_BEGIN.length;
  // In our own layout the rows are parsed batch by batch, the rest as a small document without them. Any other layout of
  // the same JSON, for instance after somebody edited the file, is parsed as a whole.
  const value = parse(
    isOurs
      ? `${bytes.toString('utf8', 0, begin)}\n"rows": [${bytes.toString('utf8', end + 1)}`
      : bytes.toString('utf8'),
  );
  const columns = checkFrame(value);
  const mark = markOf(value);
  const replay = journals === null || mark === null ? null : replayOf(journals, mark);
  const pieces = isOurs ? piecesOf(bytes, begin + ROWS_BEGIN.length, end, batch) : cutList(value, batch);
  const idAt = columns.indexOf('id');
  let count = 0;
  const wanted = pieces.filter((piece) => {
    const rows = parse(piece.text()) as readonly (readonly unknown[])[];
    count += checkRows(rows, columns.length, count);
    if (replay === null || replay.isEmpty || idAt === -1) return true;
    const left = rows.filter((row) => !replay.replaces(row[idAt]));
    if (left.length < rows.length) piece.text = () => JSON.stringify(left);
    return left.length > 0;
  });
  const batches = (function* () {
    for (const piece of wanted) yield { text: piece.text(), columns };
    if (replay !== null) yield* replay.batches();
  })();
  return { head: headOf({ value, columns, count, bytes, mark, replay }), batches };
}

function replayOf(journals: string, mark: JournalMark): Replay {
  try {
    return new Replay(journals, mark);
  } catch (error) {
    if (error instanceof NewerJournal) throw new Bad('newer', error.message);
    throw new Bad('forbidden', `its journal: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Some rows; their text is made when it is wanted. */
interface Piece {
  text: () => string;
}

function piecesOf(bytes: Buffer, begin: number, end: number, batch: number): Piece[] {
  return cutRows(bytes, begin, end, batch).map(([from, to], index) => {
    if (to < end && bytes[to - 2] !== COMMA) throw new Bad('damaged', `no comma after proxy ${(index + 1) * batch}`);
    return { text: () => rowsText(bytes, from, to) };
  });
}

function cutList(value: unknown, batch: number): Piece[] {
  const { rows } = (value as { proxies: { rows: unknown[] } }).proxies;
  const pieces: Piece[] = [];
  for (let at = 0; at < rows.length; at += batch)
    pieces.push({ text: () => JSON.stringify(rows.slice(at, at + batch)) });
  return pieces;
}

/** Null where the file has none, and where it comes from a program that kept the key without knowing what it says. */
function markOf(value: unknown): JournalMark | null {
  const { journal, savedAt } = value as { savedAt?: string; journal?: Partial<JournalMark & { savedAt: string }> };
  if (journal?.epoch === undefined || journal.savedAt !== savedAt) return null;
  return { epoch: journal.epoch, number: journal.number ?? 0, seq: journal.seq ?? 0 };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The text around the place may hold credentials: only the position is told.
    const place =
      / at position \d+( \(line \d+ column \d+\))?/.exec(error instanceof Error ? error.message : '')?.[0] ?? '';
    throw new Bad('damaged', `it is not JSON${place}`);
  }
}

/** @returns the column names */
function checkFrame(value: unknown): readonly string[] {
  const marks = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (marks.format !== STATE_FORMAT) throw new Bad('foreign', 'it is JSON, but not a state of RefBot');
  // Before the shape is checked: a newer version may have another one.
  if (typeof marks.version === 'number' && marks.version > STATE_VERSION) {
    throw new Bad('newer', `it is of version ${marks.version}, this RefBot knows up to ${STATE_VERSION}`);
  }
  const problem = schemaProblem(value);
  if (problem !== null) throw new Bad('damaged', problem);
  return (value as { proxies: { cols: string[] } }).proxies.cols;
}

/** @returns how many rows there are */
function checkRows(rows: unknown, width: number, before: number): number {
  if (!Array.isArray(rows)) throw new Bad('damaged', 'its proxies are no rows');
  for (let index = 0; index < rows.length; index++) {
    const row: unknown = rows[index];
    if (!Array.isArray(row) || row.length !== width) {
      throw new Bad('damaged', `proxy ${before + index + 1} does not have the ${width} values of its columns`);
    }
  }
  return rows.length;
}

function cutRows(bytes: Buffer, begin: number, end: number, batch: number): [number, number][] {
  const cuts: [number, number][] = [];
  let from = begin;
  while (from < end) {
    let to = from;
    for (let lines = 0; lines < batch && to < end; lines++) {
      const next = bytes.indexOf(NEW_LINE, to);
      to = next === -1 || next >= end ? end : next + 1;
    }
    cuts.push([from, to]);
    from = to;
  }
  return cuts;
}

/** Lines of rows as an array; the comma after the last line of a batch is left out. */
function rowsText(bytes: Buffer, from: number, to: number): string {
  let end = to;
  if (bytes[end - 1] === NEW_LINE) {
    end--;
    if (bytes[end - 1] === COMMA) end--;
  }
  return `[${bytes.toString('utf8', from, end)}]`;
}

interface Found {
  readonly value: unknown;
  readonly columns: readonly string[];
  readonly count: number;
  readonly bytes: Buffer;
  readonly mark: JournalMark | null;
  readonly replay: Replay | null;
}

function headOf({ value, columns, count, bytes, mark, replay }: Found): SnapshotHead {
  const { savedAt, proxies, crc } = value as Record<string, Json> & { proxies: { nextId: number; count?: number } };
  const documents = new Map(
    Object.entries(value as Record<string, Json | undefined>).filter(([key]) => !RESERVED_KEYS.has(key)),
  );
  for (const [key, document] of replay?.documents ?? []) {
    if (document === undefined) documents.delete(key);
    else documents.set(key, document);
  }
  const seal = sealOf(bytes);
  const isSealed = crc !== undefined || mark !== null;
  return {
    documents: Object.fromEntries(documents) as SnapshotHead['documents'],
    columns,
    count,
    saidCount: proxies.count ?? null,
    nextId: Math.max(proxies.nextId, replay?.nextId ?? 1),
    savedAt: typeof savedAt === 'string' ? savedAt : null,
    bytes: bytes.length,
    seal: isSealed ? (seal !== null && seal.said === seal.found ? 'good' : 'differs') : 'unknown',
    mark,
    replay: replay?.facts ?? null,
  };
}

const lane = openLane<ToReader, FromReader>({
  // Whoever starts RefBot waits for this thread: it keeps its priority.
  niceness: 0,
  onMessage: () => {
    const { value, done } = batches.next();
    lane.post({ type: 'rows', rows: done === true ? null : value });
  },
});
let batches: Iterator<RowBatch> = [].values();
try {
  const opened = openSnapshot(lane.data as ReaderData);
  batches = opened.batches;
  lane.post({ type: 'head', head: opened.head });
} catch (error) {
  if (!(error instanceof Bad)) throw error;
  lane.post({ type: 'unreadable', why: error.why, message: error.message });
}
