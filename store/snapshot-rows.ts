/**
 * The rows of a snapshot as pieces, cut at its lines or out of a parsed list, without those that a journal replaces. Runs
 * in the reader's worker. What a good checksum vouches for is not parsed here; everything else is, row by row.
 */
import type { PieceList } from './row-pieces.ts';
import { ROWS_BEGIN, ROWS_END } from './snapshot-layout.ts';

const NEW_LINE = 0x0a;
const COMMA = 0x2c;
const ZERO = 0x30;
const OPEN = 0x5b;
const CLOSE = 0x5d;
/** Of id, address, port and what is between them. */
const LEAST_ROW_BYTES = 16;

/** Where the rows are in a file of our own layout. */
export interface RowRange {
  readonly bytes: Buffer<ArrayBuffer>;
  /** Of the first row. */
  readonly begin: number;
  /** After the line break behind the last. */
  readonly end: number;
}

export interface RowsWanted {
  readonly columns: readonly string[];
  /** Most rows in a piece. */
  readonly most: number;
  /** Nobody parses a piece in one go: there may be as many rows in one as there are. */
  readonly anySize: boolean;
  /** Whether a journal has a newer image of a proxy; null = of none. */
  readonly isReplaced: ((id: unknown) => boolean) | null;
}

/** Null for any other layout: somebody else wrote the file, or it holds no proxy. */
export function findRows(bytes: Buffer<ArrayBuffer>): RowRange | null {
  const begin = bytes.indexOf(ROWS_BEGIN);
  const end = bytes.lastIndexOf(ROWS_END);
  return begin !== -1 && end >= begin + ROWS_BEGIN.length
    ? { bytes, begin: begin + ROWS_BEGIN.length, end: end + 1 }
    : null;
}

/**
 * The rows of a file whose checksum is good, as they stand there; their first column is the id.
 * @param said how many there are to be
 * @returns how many lines there are, as far as they are looked at: whoever takes the rows in counts them
 */
export function addSealedRows(
  to: PieceList,
  { bytes, begin, end }: RowRange,
  { columns, most, anySize, isReplaced }: RowsWanted,
  said: number,
): number {
  const buffer = to.addBuffer(bytes, columns);
  if (anySize && isReplaced === null) {
    // What a file says is no reason to make room for more rows than fit into it.
    const fit = Math.min(said, Math.ceil((end - begin) / LEAST_ROW_BYTES));
    to.add({ buffer, ...asArray(to.buffers[buffer]!, begin, end), sealed: said }, fit);
    return said;
  }
  let count = 0;
  for (const [from, next, lines] of cutLines(bytes, begin, end, most)) {
    const skip = isReplaced === null ? null : replacedLines(bytes, from, next, isReplaced);
    const piece = { buffer, ...asArray(to.buffers[buffer]!, from, next), sealed: lines };
    to.add(skip === null ? piece : { ...piece, skip }, lines);
    count += lines;
  }
  return count;
}

/** @returns places of the rows that are replaced, null when none is */
function replacedLines(
  bytes: Buffer,
  from: number,
  to: number,
  isReplaced: (id: unknown) => boolean,
): readonly number[] | null {
  const skip: number[] = [];
  for (const [place, [start]] of cutLines(bytes, from, to, 1).entries())
    if (isReplaced(idAt(bytes, start + 1))) skip.push(place);
  return skip.length === 0 ? null : skip;
}

/**
 * The same where each row has to be looked at first.
 * @param check parses some rows; throws for what is no good
 * @returns how many there are @throws Error where the comma between two is missing
 */
export function addCheckedRows(
  to: PieceList,
  { bytes, begin, end }: RowRange,
  { columns, most, isReplaced }: RowsWanted,
  check: (text: string, before: number) => readonly (readonly unknown[])[],
): number {
  const buffer = to.addBuffer(bytes, columns);
  let count = 0;
  for (const [from, next] of cutLines(bytes, begin, end, most)) {
    const rows = check(`[${bytes.toString('utf8', from, withoutComma(bytes, next))}]`, count);
    count += rows.length;
    if (next < end && bytes[next - 2] !== COMMA) throw new Error(`no comma after proxy ${count}`);
    if (isReplaced === null) to.add({ buffer, ...asArray(to.buffers[buffer]!, from, next) }, rows.length);
    else addList(to, rows, columns, isReplaced);
  }
  return count;
}

/** Rows that were parsed already. */
export function addList(
  to: PieceList,
  rows: readonly (readonly unknown[])[],
  columns: readonly string[],
  isReplaced: RowsWanted['isReplaced'],
): void {
  const at = columns.indexOf('id');
  const kept = isReplaced === null || at < 0 ? rows : rows.filter((row) => !isReplaced(row[at]));
  if (kept.length > 0) to.addText(JSON.stringify(kept), columns, kept.length);
}

/** @returns from each first line to the line after the last, `most` lines each, and how many they are */
function cutLines(
  bytes: Buffer,
  begin: number,
  end: number,
  most: number,
): [from: number, to: number, lines: number][] {
  const cuts: [number, number, number][] = [];
  for (let from = begin; from < end;) {
    let to = from;
    let lines = 0;
    for (; lines < most && to < end; lines++) {
      const next = bytes.indexOf(NEW_LINE, to);
      to = next === -1 || next >= end ? end : next + 1;
    }
    cuts.push([from, to, lines]);
    from = to;
  }
  return cuts;
}

/** Makes an array of the lines in their place: what stands before and after them is of no more use. */
function asArray(bytes: Uint8Array, from: number, to: number): { readonly from: number; readonly to: number } {
  const end = withoutComma(bytes, to);
  bytes[from - 1] = OPEN;
  bytes[end] = CLOSE;
  return { from: from - 1, to: end + 1 };
}

/** Where the last row before a line break ends. */
function withoutComma(bytes: Uint8Array, to: number): number {
  if (bytes[to - 1] !== NEW_LINE) return to;
  return bytes[to - 2] === COMMA ? to - 2 : to - 1;
}

function idAt(bytes: Buffer, from: number): number {
  let id = 0;
  for (let at = from; ; at++) {
    const digit = bytes[at]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return id;
    id = id * 10 + digit;
  }
}
