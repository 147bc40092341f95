/**
 * What the state file holds beside the proxies: the small documents that a person may open and read. Additive: a part
 * that keeps something new adds a key with a default here; keys of the file that are not known are kept as they are.
 */

import type { ByteText } from '../lib/byte-text.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Version of the file that this RefBot writes. Files with a higher one are refused untouched. Since 2 rows leave out the
 * zeros they end with.
 */
export const STATE_VERSION = 2;

/** First key of every state file; a JSON file without it is somebody else's and never replaced. */
export const STATE_FORMAT = 'refbot-state';

/** Columns that no proxy is without, and what stands there: a row with anything else is not what was written. */
export const ROW_KEYS = {
  id: (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0,
  host: (value: unknown): boolean => typeof value === 'string' && value !== '',
  port: (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0 && (value as number) <= 65_535,
} as const;
export type RowKey = keyof typeof ROW_KEYS;

export interface StateSettings {
  /** Background scraping and checking. */
  auto: boolean;
  [name: string]: Json;
}

/** `db.data` of the store. The owner changes it in place and marks the store dirty. */
export interface StateDocuments {
  /** ISO 8601, when the state was first made. */
  createdAt: string;
  /** Settings that commands switch; configuration is config.json's. */
  settings: StateSettings;
  /** Command lines by short name. */
  aliases: Record<string, string>;
  /** Records of the source book, own and built-in. */
  sources: readonly Json[];
  /** What src/model/survival.ts has learned; null = nothing yet. */
  predictor: Json;
  /** The operator's own pages that proxies were checked against (src/pool/target-results.ts); null = none yet. */
  targets: Json;
  /** The history of src/analytics/metrics-history.ts; null = none yet. Written with the state file only: {@link UNJOURNALLED}. */
  metrics: Json;
  /** Its last two hours, for the journal; null = none yet. */
  recentMetrics: Json;
  [name: string]: Json;
}

/** Documents that change all the time and are large: the journal leaves them out, they are as of the last state file. */
export const UNJOURNALLED: ReadonlySet<string> = new Set(['metrics']);

/** Values of a state that was never saved; files that lack a key get it from here. */
export function emptyDocuments(now: number): StateDocuments {
  return {
    createdAt: new Date(now).toISOString(),
    settings: { auto: false },
    aliases: {},
    sources: [],
    predictor: null,
    targets: null,
    metrics: null,
    recentMetrics: null,
  };
}

/**
 * Through this the store reads and fills the pool, which owns the proxies: rows of plain JSON values in the order of
 * `columns`, 0 for none. The rows may change while they are iterated (the store lets other work run in between); each row is whole.
 */
export interface ProxyRowPort {
  readonly columns: readonly string[];
  /** Next id to be given; never goes back, so that no id is used twice. */
  nextId: number;
  count(): number;
  images(): IterableIterator<readonly unknown[]>;
  /** The row of one proxy as it is now; null when it is gone. */
  image(id: number): readonly unknown[] | null;
  /** The same rows as text, made without objects; absent = there are only the rows. */
  readonly texts?: RowTexts;
  /**
   * Ids of proxies that were added, changed or removed since the last call; some may be named twice. What is loaded by
   * {@link restore} is no change.
   */
  takeChanged(): readonly Uint32Array[];
  /** They could not be written: they are named again. */
  giveBackChanged(ids: readonly Uint32Array[]): void;
  /**
   * Adds rows whose values are in the order of the given columns (an older file may have other ones); values that a row
   * lacks at its end are 0.
   */
  restore(rows: readonly (readonly unknown[])[], columns: readonly string[]): void;
  /** How many rows are loaded by a thread of their own; absent = only {@link restore} loads. */
  readonly packing?: RowPacking;
  /** Forgets every proxy and keeps `nextId`; only a restore of a backup does this. */
  clear(): void;
}

/** Rows that are looked up together: what is read for so many stays in the nearest caches. */
export const ROWS_AHEAD = 16;

/** Rows as JSON without the zeros that they end with. */
export interface RowTexts {
  /** Makes {@link one} quicker for these ids, when it is called for them next. At most {@link ROWS_AHEAD}. */
  prefetch(ids: Uint32Array, from: number, to: number): void;
  /** Appends that of one proxy. @returns false when it is gone */
  one(id: number, to: ByteText): boolean;
  /** Appends the next one at each step. */
  all(to: ByteText): IterableIterator<void>;
}

/** A batch of rows as the owner of the proxies likes to take them; what else is in it is between its packer and itself. */
export interface PackedRows {
  readonly count: number;
}

/** JSON text of an array of rows. */
export interface RowBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly from: number;
  readonly to: number;
  /** A checksum vouches for so many rows, each that of a proxy; absent = rows that are none are passed over. */
  readonly sealed?: number;
  /** Whose they are, one for each of them; absent = that is not known before. */
  readonly ids?: readonly number[];
  /** Places of rows that count no more, ascending. */
  readonly skip?: readonly number[];
}

/** Makes batches of rows in the thread that reads them. */
export interface RowPacker {
  /**
   * @param columns the same list for rows of the same columns
   * @throws Error where the text is none, or what is sealed is not what it is to be
   */
  add(rows: RowBytes, columns: readonly string[]): void;
  /** Emits what is left. */
  end(): void;
}

export type CreatePacker = (
  data: unknown,
  emit: (batch: PackedRows, transfer: readonly ArrayBuffer[]) => void,
) => RowPacker;

export interface RowPacking {
  /** Address of a module that exports `createPacker`, a {@link CreatePacker}. */
  readonly module: string;
  /** For it; plain data. */
  readonly data: unknown;
  /**
   * Begins a reading.
   * @param packedWith the data that the packer had, which may not be {@link data}
   * @param expected how many rows may come
   * @returns takes a few rows of each batch in order, as `restore` does, and says with which row to go on
   */
  receive(packedWith: unknown, expected: number): (batch: PackedRows, row: number) => number;
}
