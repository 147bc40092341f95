/**
 * Reads a state file in a worker of its own: parses, checks and then hands out rows piece by piece, as the main thread
 * asks for them. Nothing is handed out before the whole file was found good.
 */
import { readFileSync } from 'node:fs';
import { openLane } from '../src/lib/worker-lane.ts';
import type { Json } from '../src/model/state.ts';
import { STATE_FORMAT, STATE_VERSION } from '../src/model/state.ts';
import { schemaProblem } from './schema.ts';
import { ROWS_BEGIN, ROWS_END } from './snapshot-text.ts';

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
}

export type FromReader =
  | { readonly type: 'head'; readonly head: SnapshotHead }
  | { readonly type: 'unreadable'; readonly why: Unreadable; readonly message: string }
  /** JSON text of an array of rows; null after the last. */
  | { readonly type: 'rows'; readonly text: string | null };

export type ToReader = { readonly type: 'next' };

export interface ReaderData {
  readonly file: string;
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
  readonly batches: Iterator<string>;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Bad('forbidden', error instanceof Error ? error.message : String(error));
  }
}

function openSnapshot({ file, batch }: ReaderData): Opened {
  const bytes = readBytes(file);
  const begin = bytes.indexOf(ROWS_BEGIN);
  const end = bytes.lastIndexOf(ROWS_END);
  if (begin === -1 || end < begin + ROWS_BEGIN.length) return openWhole(bytes, batch);
  // Our own layout: the rows are parsed batch by batch, the rest as a small document without them.
  const frame = `${bytes.toString('utf8', 0, begin)}\n"rows": [${bytes.toString('utf8', end + 1)}`;
  const value = parse(frame);
  const columns = checkFrame(value);
  const cuts = cutRows(bytes, begin + ROWS_BEGIN.length, end, batch);
  let count = 0;
  for (const [from, to] of cuts) {
    if (to < end && bytes[to - 2] !== COMMA) throw new Bad('damaged', `no comma after proxy ${count + batch}`);
    count += checkRows(parse(rowsText(bytes, from, to)), columns.length, count);
  }
  return {
    head: headOf(value, columns, count, bytes.length),
    batches: cuts.map(([from, to]) => rowsText(bytes, from, to)).values(),
  };
}

/** Any other layout of the same JSON, for instance after somebody edited the file. */
function openWhole(bytes: Buffer, batch: number): Opened {
  const value = parse(bytes.toString('utf8'));
  const columns = checkFrame(value);
  const { rows } = (value as { proxies: { rows: unknown[] } }).proxies;
  checkRows(rows, columns.length, 0);
  const batches = (function* () {
    for (let at = 0; at < rows.length; at += batch) yield JSON.stringify(rows.slice(at, at + batch));
  })();
  return { head: headOf(value, columns, rows.length, bytes.length), batches };
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

function headOf(value: unknown, columns: readonly string[], count: number, bytes: number): SnapshotHead {
  const {
    format: _format,
    version: _version,
    savedAt,
    proxies,
    ...documents
  } = value as Record<string, Json> & {
    proxies: { nextId: number; count?: number };
  };
  return {
    documents,
    columns,
    count,
    saidCount: proxies.count ?? null,
    nextId: proxies.nextId,
    savedAt: typeof savedAt === 'string' ? savedAt : null,
    bytes,
  };
}

const lane = openLane<ToReader, FromReader>({
  // Whoever starts RefBot waits for this thread: it keeps its priority.
  niceness: 0,
  onMessage: () => {
    const { value, done } = batches.next();
    lane.post({ type: 'rows', text: done ? null : value });
  },
});
let batches: Iterator<string> = [].values();
try {
  const opened = openSnapshot(lane.data as ReaderData);
  batches = opened.batches;
  lane.post({ type: 'head', head: opened.head });
} catch (error) {
  if (!(error instanceof Bad)) throw error;
  lane.post({ type: 'unreadable', why: error.why, message: error.message });
}
