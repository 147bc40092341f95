/**
 * Rows on their way from the reader's worker to the pool: the bytes of the files themselves, handed over without a copy,
 * and where in them each piece of rows is. The worker makes them, the reader parses them piece by piece.
 */
import { keyCheck } from './row-keys.ts';
import { isRow } from './row-text.ts';

/** Some rows: JSON text of an array in one of the buffers. */
export interface RowPiece {
  readonly buffer: number;
  readonly from: number;
  readonly to: number;
  /** A checksum vouches for so many rows, each that of a proxy; absent = they were looked at as somebody left them. */
  readonly sealed?: number;
  /** Whose they are to be; absent = nothing beside them says that. */
  readonly ids?: readonly number[];
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
  /** Rows in all pieces, but for those that count no more. */
  count = 0;

  /** @returns the number for {@link add} */
  addBuffer(bytes: Buffer<ArrayBuffer>, columns: readonly string[]): number {
    // Small ones share the memory of others, which cannot be handed over.
    const isAlone = bytes.byteLength === bytes.buffer.byteLength;
    this.columns.push(columns);
    return this.buffers.push(isAlone ? bytes : Uint8Array.from(bytes)) - 1;
  }

  /** @param rows how many are in it, those that count no more among them */
  add(piece: RowPiece, rows: number): void {
    this.pieces.push(piece);
    this.count += rows - (piece.skip?.length ?? 0);
  }

  /** Rows that were looked at already, as text of their own. @param more of the piece */
  addText(text: string, columns: readonly string[], rows: number, more: Pick<RowPiece, 'skip'> = {}): void {
    const bytes = Buffer.from(text);
    this.add({ buffer: this.addBuffer(bytes, columns), from: 0, to: bytes.length, ...more }, rows);
  }
}

/** The rows of a piece; null where it is not what its checksum vouches for, which only a defect of whoever sealed it explains. */
export function rowsOf(
  { buffers, columns }: RowPieces,
  { buffer, from, to, sealed, ids, skip }: RowPiece,
): readonly (readonly unknown[])[] | null {
  const { buffer: memory, byteOffset, byteLength } = buffers[buffer]!;
  const names = columns[buffer]!;
  let rows: unknown;
  try {
    rows = JSON.parse(Buffer.from(memory, byteOffset, byteLength).toString('utf8', from, to));
  } catch {
    return null;
  }
  if (!Array.isArray(rows) || !rows.every((row) => isRow(row, names.length))) return null;
  const good = rows as readonly (readonly unknown[])[];
  if (sealed !== undefined) {
    const check = keyCheck(names, true);
    if (good.length !== sealed || good.some((row) => check(row).length > 0)) return null;
  }
  const idAt = names.indexOf('id');
  if (ids?.some((id, place) => good[place]?.[idAt] !== id) === true) return null;
  if (skip === undefined) return good;
  const left = new Set(skip);
  return good.filter((_, place) => !left.has(place));
}
