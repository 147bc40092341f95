/** What one run of checks shares between its proxies inside the worker: options, judge, slots. Read-only for them. */
import type { NetworkPolicy } from '../core/guard.ts';
import type { TimerWheel } from '../lib/timer-wheel.ts';
import type { OwnLimit } from '../model/pace.ts';
import type { Protocol, ProtocolSet } from '../model/proxy.ts';
import type { CheckReport } from '../model/report.ts';
import type { Resolved } from '../net/resolve.ts';
import type { DirectViews } from './direct-views.ts';
import type { CountryLookup } from './geo.ts';
import type { Ask, CheckPlan } from './judge-plan.ts';
import type { JudgeWatch } from './judge-watch.ts';
import type { ProbeOrder } from './probe-order.ts';
import type { RequestTemplate } from './requests.ts';
import type { Tickets } from './tickets.ts';

/** Plain data, posted to the worker with the plan. */
export interface RunOptions {
  readonly plan: CheckPlan;
  readonly policy: NetworkPolicy;
  /** Connections in flight at most. */
  readonly concurrency: number;
  /** What the file descriptors of this machine allow. */
  readonly allowed: number;
  /** Ceilings of their own for connections that check http and https; null = none. */
  readonly httpLimit: number | null;
  readonly httpsLimit: number | null;
  readonly connectTimeoutMs: number;
  /** Wait less for a connection once it is known how long those take that come about. */
  readonly learnConnectTimeout: boolean;
  readonly timeoutMs: number;
  /** Late retries of a connect that timed out. */
  readonly retries: number;
  /** Connections started per second at most; those to loopback do not count. */
  readonly startsPerSecond: number;
  /** Proxies of one network checked at once and begun per second; null = no limit. */
  readonly perNetwork: number | null;
}

/** A reply of the operator's own page, for the expectation in the brain. */
export interface TargetReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most 64 KB. */
  readonly body: string;
  readonly latencyMs: number;
}

/** Replies of one protocol in the order of the requests: one, or two when the second connection worked as well. */
export interface TargetReplies {
  readonly id: number;
  readonly protocol: Protocol;
  readonly replies: readonly TargetReply[];
}

export interface Finished {
  readonly report: CheckReport;
  /** Only with a target. */
  readonly replies: readonly TargetReplies[];
}

export interface RunContext {
  readonly options: RunOptions;
  /** What is tried for a claim, as far as this judge or target can be asked for it. */
  order(claimed: ProtocolSet): ProbeOrder;
  readonly wheel: TimerWheel;
  readonly watch: JudgeWatch;
  readonly views: DirectViews;
  readonly country: CountryLookup;
  /** The address of a proxy that has a name; looked up once a run, since one name often stands for thousands of ports. */
  resolve(host: string): Promise<Resolved>;
  template(ask: Ask): RequestTemplate;
  /** Those of the host of an ask. */
  tickets(ask: Ask): Tickets;
  /** Calls `start`, with the monotonic time, now or as soon as a connection may be opened for this protocol; each call takes one slot. */
  withSlot(protocol: Protocol, start: (now: number) => void): void;
  /** Gives a slot back. @param lacking what this machine was out of, so that nothing came of it; else null */
  freeSlot(protocol: Protocol, lacking: OwnLimit | null): void;
}
