/**
 * Rows on their way from the reader's worker to the pool: the bytes of the files themselves, handed over without a copy,
 * and where in them each piece of rows is. The worker makes them, the reader parses them piece by piece.
 */

import { isRow } from './row-text.ts';

/** Some rows: JSON text of an array in one of the buffers. */
export interface RowPiece {
  readonly buffer: number;
  readonly from: number;
  readonly to: number;
  /** Places of rows that count no more; absent = all of them count. */
  readonly skip?: readonly number[];
}

export interface RowPieces {
  /** In these the pieces are; each owns its memory. */
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
  /** Columns of the rows of each buffer. */
  readonly columns: readonly (readonly string[])[];
  /** In the order in which they have to be taken. */
  readonly pieces: readonly RowPiece[];
}

export class PieceList implements RowPieces {
  readonly buffers: Uint8Array<ArrayBuffer>[] = [];
  readonly columns: (readonly string[])[] = [];
  readonly pieces: RowPiece[] = [];

  /** @returns the number for {@link add} */
  addBuffer(bytes: Buffer<ArrayBuffer>, columns: readonly string[]): number {
    // Small ones share the memory of others, which cannot be handed over.
    const isAlone = bytes.byteLength === bytes.buffer.byteLength;
    this.columns.push(columns);
    return this.buffers.push(isAlone ? bytes : Uint8Array.from(bytes)) - 1;
  }

  add(piece: RowPiece): void {
    this.pieces.push(piece);
  }

  addText(text: string, columns: readonly string[]): void {
    const bytes = Buffer.from(text);
    this.add({ buffer: this.addBuffer(bytes, columns), from: 0, to: bytes.length });
  }
}

/** The rows of a piece; null where the text is none, which only a defect of whoever sealed it explains. */
export function rowsOf(
  { buffers, columns }: RowPieces,
  { buffer, from, to, skip }: RowPiece,
): readonly (readonly unknown[])[] | null {
  const { buffer: memory, byteOffset, byteLength } = buffers[buffer]!;
  const width = columns[buffer]!.length;
  let rows: unknown;
  try {
    rows = JSON.parse(Buffer.from(memory, byteOffset, byteLength).toString('utf8', from, to));
  } catch {
    return null;
  }
  if (!Array.isArray(rows) || !rows.every((row) => isRow(row, width))) return null;
  const good = rows as readonly (readonly unknown[])[];
  if (skip === undefined) return good;
  const left = new Set(skip);
  return good.filter((_, place) => !left.has(place));
}
