/**
 * Rows of a state as columns, as the thread that reads a file hands them over: what the pool copies instead of parsing.
 * Made by src/pool/row-packer.ts, taken by src/pool/packed-restore.ts, both of one program: never kept in a file.
 */
import type { PackedRows } from '../model/state.ts';
import type { Columns } from './columns.ts';
import type { DetailPack } from './detail-pack.ts';

/** Rows of a batch: as many as the columns of an empty pool have room for. */
export const ROWS_A_BATCH = 1_024;

/**
 * Columns as in src/pool/columns.ts; those of eight bytes first, then four, two, one, so that all fit into one buffer.
 * `host` is a text of the batch where the flags say that it is odd; `user` is a text + 1; `sources` and `tags` are sets
 * of the packer.
 */
export const PACKED_COLUMNS = [
  ...(['checkedAt', 'dueAt'] as const),
  ...(['id', 'host', 'user', 'sources', 'tags', 'results', 'checks', 'passes', 'history'] as const),
  ...(['latency', 'throughput', 'firstSeen', 'openUntil', 'passTally', 'checkTally'] as const),
  ...(['port', 'country', 'score'] as const),
  ...(['flags', 'status', 'claimed', 'speaks', 'spoken', 'anonymity', 'reason', 'drift'] as const),
  ...(['breaker', 'failures', 'opened'] as const),
] as const;

export type PackedColumn = (typeof PACKED_COLUMNS)[number];
export type PackedColumns = Pick<Columns, PackedColumn>;

export interface PackedBatch extends PackedRows {
  /** Columns as src/pool/batch-columns.ts finds them in it. */
  readonly memory: ArrayBuffer;
  /** The texts are those of the whole batch. */
  readonly details: DetailPack;
  /** Of each first the length, then what `Timelines.packed` gave. */
  readonly timelines: Uint32Array;
  /** Names of sets that no batch before had. */
  readonly sources: readonly (readonly [set: number, names: readonly string[]])[];
  readonly tags: readonly (readonly [set: number, names: readonly string[]])[];
  /** Values for the readers of src/pool/image-fields.ts, by row. */
  readonly rest: ReadonlyMap<number, readonly (readonly [column: string, value: unknown])[]>;
}
