/**
 * Reads a state file and the journals after it, checks them, and gives their bytes with the places of the rows that
 * count. It does so only when the whole file was found good: by its checksum, or where that says nothing, row by row.
 * Changes no file. Runs in the reader's worker; small files are read in place.
 */
import { readFileSync } from 'node:fs';
import type { Json, RowPacking } from '../src/model/state.ts';
import { STATE_FORMAT, STATE_VERSION } from '../src/model/state.ts';
import type { JournalMark } from './journal-line.ts';
import { NewerJournal, Replay, type ReplayFacts } from './journal-replay.ts';
import { PieceList, type RowPieces } from './row-pieces.ts';
import { keyCheck } from './row-keys.ts';
import { isRow } from './row-text.ts';
import { RESERVED_KEYS, schemaProblem } from './schema.ts';
import { addCheckedRows, addList, addSealedRows, findRows, type RowRange, type RowsWanted } from './snapshot-rows.ts';
import { ROWS_BEGIN, sealOf } from './snapshot-layout.ts';

const NEW_LINE = 0x0a;

/** Why a file gives no state. `foreign` = good JSON of somebody else. */
export type Unreadable = 'missing' | 'empty' | 'damaged' | 'newer' | 'foreign' | 'forbidden';

export interface SnapshotHead {
  readonly documents: Readonly<Record<string, Json>>;
  readonly columns: readonly string[];
  readonly nextId: number;
  readonly savedAt: string | null;
  /** Of the file. */
  readonly version: number;
  /** Rows in the file; what it says itself, where its checksum is good and they are counted when they are taken in. */
  readonly count: number;
  /** What the file says about their number; null when it says nothing. */
  readonly saidCount: number | null;
  /** Rows that come of the file and its journals; more where it says more than there are. */
  readonly rows: number;
  readonly bytes: number;
  /** Whether it is byte by byte what was written: `unknown` for files of an older RefBot, which say nothing about that. */
  readonly seal: 'good' | 'differs' | 'unknown';
  /** What it contains of its journals; null for files of an older RefBot. */
  readonly mark: JournalMark | null;
  /** What was found in the journals after it, if they were asked for. Documents and `nextId` are as of their end. */
  readonly replay: ReplayFacts | null;
}

export type FromReader =
  | { readonly type: 'state'; readonly head: SnapshotHead; readonly rows: RowPieces }
  | { readonly type: 'unreadable'; readonly why: Unreadable; readonly message: string };

export interface ReaderData {
  readonly file: string;
  /** Path of its journals without `-<number>`; null = the file alone. */
  readonly journals: string | null;
  /** Most rows in one piece. */
  readonly most: number;
  /** Parses every row, whatever the checksums say. */
  readonly careful: boolean;
  /** In a worker only: the rows come packed, after the head. */
  readonly packing?: Pick<RowPacking, 'module' | 'data'>;
}

class Bad extends Error {
  readonly why: Unreadable;
  constructor(why: Unreadable, message: string) {
    super(message);
    this.why = why;
  }
}

/** Blocks for as long as reading takes. */
export function readState(data: ReaderData): FromReader {
  try {
    return { type: 'state', ...readFiles(data) };
  } catch (error) {
    if (!(error instanceof Bad)) throw error;
    return { type: 'unreadable', why: error.why, message: error.message };
  }
}

function readBytes(file: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Bad('forbidden', error instanceof Error ? error.message : String(error));
  }
}

function readFiles({ file, journals, most, careful, packing }: ReaderData): { head: SnapshotHead; rows: PieceList } {
  const bytes = readBytes(file);
  const range = findRows(bytes);
  // In our own layout the rows are left out here. Any other layout of the same JSON, for instance after somebody edited
  // the file, is parsed as a whole.
  const value = range === null ? parse(bytes.toString('utf8')) : parseAround(range);
  const columns = checkFrame(value);
  const mark = markOf(value);
  const seal = sealFound(bytes, mark !== null || (value as { crc?: unknown }).crc !== undefined);
  const replay = journals === null || mark === null ? null : replayOf(journals, mark, careful);
  const isReplaced = replay === null || replay.replacesNone ? null : (id: unknown) => replay.replaces(id);
  const rows = new PieceList();
  const isGood = seal === 'good';
  const wanted = { columns, most, anySize: packing !== undefined, isReplaced };
  const { rows: list, count: said } = (value as { proxies: { rows: unknown[]; count?: number } }).proxies;
  let count: number;
  // What its checksum vouches for is not looked at twice: whoever takes the rows in parses them.
  if (!careful && isGood && range !== null && said !== undefined && columns[0] === 'id') {
    count = addSealedRows(rows, range, wanted, said);
  } else if (range === null) {
    count = list.length;
    for (let at = 0; at < count; at += most)
      addList(
        rows,
        checkRows(list.slice(at, at + most), columns, isGood, (index) => `proxy ${at + index + 1}`),
        columns,
        isReplaced,
      );
  } else count = lookedAt(rows, range, wanted, isGood);
  // A person who takes rows out need not count them; we do.
  if (isGood && said !== undefined && count !== said)
    throw new Bad('damaged', `it holds ${count} proxies and says ${said}`);
  replay?.addRows(rows);
  return { head: headOf({ value, count, columns, bytes, seal, mark, replay, rows: rows.count }), rows };
}

function sealFound(bytes: Buffer, isSealed: boolean): SnapshotHead['seal'] {
  const seal = sealOf(bytes);
  if (!isSealed) return 'unknown';
  return seal !== null && seal.said === seal.found ? 'good' : 'differs';
}

/** @returns how many rows there are */
function lookedAt(rows: PieceList, range: RowRange, wanted: RowsWanted, isOurs: boolean): number {
  const first = linesIn(range.bytes, range.begin) + 1;
  try {
    return addCheckedRows(rows, range, wanted, (text, before) => {
      const line = first + before;
      // One proxy a line, as we write it and as most people leave it.
      const place = (index: number): string => `proxy ${before + index + 1} (line ${line + index})`;
      return checkRows(
        parse(text, (own) => line + own - 1),
        wanted.columns,
        isOurs,
        place,
      );
    });
  } catch (error) {
    if (error instanceof Bad) throw error;
    throw new Bad('damaged', error instanceof Error ? error.message : String(error));
  }
}

function replayOf(journals: string, mark: JournalMark, careful: boolean): Replay {
  try {
    return new Replay(journals, mark, careful);
  } catch (error) {
    if (error instanceof NewerJournal) throw new Bad('newer', error.message);
    throw new Bad('forbidden', `its journal: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Null where the file has none, and where it comes from a program that kept the key without knowing what it says. */
function markOf(value: unknown): JournalMark | null {
  const { journal, savedAt } = value as { savedAt?: string; journal?: Partial<JournalMark & { savedAt: string }> };
  if (journal?.epoch === undefined || journal.savedAt !== savedAt) return null;
  return { epoch: journal.epoch, number: journal.number ?? 0, seq: journal.seq ?? 0 };
}

/** All but the rows. */
function parseAround({ bytes, begin, end }: RowRange): unknown {
  const text = `${bytes.toString('utf8', 0, begin - ROWS_BEGIN.length)}\n"rows": [${bytes.toString('utf8', end)}`;
  return parse(text, (line) => {
    const rowsAt = linesIn(bytes, begin);
    return line <= rowsAt ? line : line + linesIn(bytes, end) + 1 - rowsAt;
  });
}

/** @param lineOf which line of the file one of the text is */
function parse(text: string, lineOf = (line: number): number => line): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The text around the place may hold credentials: only the position is told.
    const line = / \(line (\d+) column \d+\)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new Bad('damaged', `it is not JSON${line === undefined ? '' : ` in line ${lineOf(Number(line))}`}`);
  }
}

function linesIn(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEW_LINE); at !== -1 && at < end; at = bytes.indexOf(NEW_LINE, at + 1)) lines++;
  return lines;
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

/**
 * @param isOurs as {@link keyCheck} says
 * @param place where the row with the index is, for people
 */
function checkRows(
  rows: unknown,
  columns: readonly string[],
  isOurs: boolean,
  place: (index: number) => string,
): readonly (readonly unknown[])[] {
  if (!Array.isArray(rows)) throw new Bad('damaged', 'its proxies are no rows');
  const check = keyCheck(columns, isOurs);
  for (let index = 0; index < rows.length; index++) {
    const row: unknown = rows[index];
    if (!isRow(row, columns.length)) {
      throw new Bad('damaged', `${place(index)} is not a list of at most ${columns.length} values, one a column`);
    }
    const wrong = check(row);
    if (wrong.length > 0) throw new Bad('damaged', `${place(index)} has no ${wrong.join(' and no ')}`);
  }
  return rows as readonly (readonly unknown[])[];
}

interface Found {
  readonly value: unknown;
  readonly columns: readonly string[];
  readonly count: number;
  readonly bytes: Buffer;
  readonly seal: SnapshotHead['seal'];
  readonly mark: JournalMark | null;
  readonly replay: Replay | null;
  readonly rows: number;
}

function headOf({ value, columns, count, bytes, seal, mark, replay, rows }: Found): SnapshotHead {
  const { savedAt, proxies } = value as Record<string, Json> & { proxies: { nextId: number; count?: number } };
  const documents = new Map(
    Object.entries(value as Record<string, Json | undefined>).filter(([key]) => !RESERVED_KEYS.has(key)),
  );
  for (const [key, document] of replay?.documents ?? []) {
    if (document === undefined) documents.delete(key);
    else documents.set(key, document);
  }
  return {
    documents: Object.fromEntries(documents) as SnapshotHead['documents'],
    columns,
    version: (value as { version: number }).version,
    count,
    saidCount: proxies.count ?? null,
    rows,
    nextId: Math.max(proxies.nextId, replay?.nextId ?? 1),
    savedAt: typeof savedAt === 'string' ? savedAt : null,
    bytes: bytes.length,
    seal,
    mark,
    replay: replay?.facts ?? null,
  };
}
