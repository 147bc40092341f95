/** The facts that travel on the bus, in the past tense. Batched where the rate is high; listeners never write back. */
import type { CheckReport } from './report.ts';

export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Which part speaks: `source`, `check`, `store`, `breaker`, … */
  readonly area: string;
  /** Safe text, no secrets. */
  readonly message: string;
}

export interface EventMap {
  'source.fetched': {
    readonly source: string;
    readonly found: number;
    readonly added: number;
    readonly error: string | null;
    readonly ms: number;
  };
  'pool.changed': { readonly added: number; readonly removed: number; readonly total: number };
  'proxy.checked': { readonly reports: readonly CheckReport[] };
  /** One per proxy whose stored status or breaker state changed. */
  'proxy.status': { readonly changes: readonly { readonly id: number; readonly from: string; readonly to: string }[] };
  'job.changed': { readonly id: number };
  'log.added': LogEntry;
  'config.changed': { readonly keys: readonly string[] };
  'store.saved': { readonly seq: number; readonly bytes: number; readonly ms: number };
  'store.failed': { readonly error: string };
}
