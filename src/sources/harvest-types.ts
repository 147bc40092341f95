/** What the brain asks of the harvest worker and what comes back: plain data that crosses between threads. */
import type { NetworkPolicy } from '../core/guard.ts';
import type { ParsedList } from '../model/candidate.ts';
import type { ListOptions } from '../model/list/builder.ts';

/** Where a source is. */
export type SourceLocation =
  | { readonly kind: 'url'; readonly url: string }
  /** A file, or a folder: every file in it. */
  | { readonly kind: 'path'; readonly path: string };

export interface HarvestTask {
  readonly location: SourceLocation;
  /** The operator named the location, so an address literal in it may be private. */
  readonly trusted: boolean;
  readonly policy: NetworkPolicy;
  /** What the list did at the last fetch, for `unchanged`; null asks for the whole list. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of one try. */
  readonly timeoutMs: number;
  /** After unpacking; applies to URLs, the operator's own files may be of any size. */
  readonly maxBytes: number;
  readonly list: ListOptions;
}

export interface HarvestResult {
  readonly state: 'ok' | 'unchanged' | 'failed';
  /** Set when `ok`. */
  readonly parsed: ParsedList | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly bytes: number;
  readonly ms: number;
  /** Set when `failed`: why, as safe text without secrets. */
  readonly error: string | null;
}

/** Jobs are told apart by `id`. A `feed` job is opened, gets chunks, and ends. */
export type ToHarvester =
  | { readonly kind: 'fetch'; readonly id: number; readonly task: HarvestTask }
  | { readonly kind: 'feed'; readonly id: number; readonly list: ListOptions }
  | { readonly kind: 'chunk'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'abort'; readonly id: number };

export type FromHarvester =
  | { readonly kind: 'fetched'; readonly id: number; readonly result: HarvestResult }
  | { readonly kind: 'parsed'; readonly id: number; readonly parsed: ParsedList }
  /** A chunk has been read: another one may be sent. */
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
