/** The facts that travel on the bus, in the past tense. Batched where the rate is high; listeners never write back. */
import type { JudgeOutage, JudgeViewChange } from './judge.ts';
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

/** Log lines by number, without copies. Numbers only grow; a reader that fell behind finds its lines gone. */
export interface LogLines {
  /** Number of the oldest line that is kept. */
  readonly first: number;
  /** One more than the number of the newest. */
  readonly end: number;
  /** Undefined outside of `first` and `end`. */
  at(number: number): LogEntry | undefined;
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
  /** A page of the operator's own, and how many proxies were checked against it. */
  'target.checked': { readonly id: number; readonly checked: number };
  /** One per proxy whose stored status or breaker state changed. */
  'proxy.status': { readonly changes: readonly { readonly id: number; readonly from: string; readonly to: string }[] };
  /** What is wrong with the judge of the check that runs; null = it is well again. */
  'judge.changed': { readonly outage: JudgeOutage | null; readonly was: JudgeOutage | null };
  /** It sees us, or answers us, otherwise than when the check began. */
  'judge.seen': JudgeViewChange;
  'job.changed': { readonly id: number };
  'log.added': LogEntry;
  'config.changed': { readonly keys: readonly string[] };
  'store.saved': { readonly seq: number; readonly bytes: number; readonly ms: number };
  'store.failed': { readonly error: string };
}
