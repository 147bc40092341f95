/** What the brain and the throughput worker tell each other: plain data. */
import type { NetworkPolicy } from '../core/guard.ts';
import type { Protocol } from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';

/** A proxy to be measured. */
export interface ThroughputTask {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly password: string | null;
  /** Which it works with. */
  readonly protocols: readonly Protocol[];
}

/** What is downloaded. */
export interface ThroughputPage {
  /** Over plain HTTP and over TLS; one of them may be missing. */
  readonly http: string | null;
  readonly https: string | null;
  /** A RefBot judge's: a nonce goes behind the URL, and it sends exactly so many bytes, which follow from the nonce. */
  readonly nonced: boolean;
}

/** Posted to the worker when it starts. */
export interface ThroughputData {
  readonly page: ThroughputPage;
  readonly bytes: number;
  readonly policy: NetworkPolicy;
  readonly concurrency: number;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

export interface ThroughputTasks {
  readonly tasks: readonly ThroughputTask[];
}

/** A rate or a reason. */
export interface ThroughputResult {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kibPerSecond: number | null;
  readonly reason: FailureReason | null;
  /** With `tampered`: what came instead of the page, in the words of src/checker/tamper.ts. */
  readonly changed: string | null;
}

export interface ThroughputResults {
  readonly results: readonly ThroughputResult[];
}
