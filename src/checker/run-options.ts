/** What the engine may ask of a run of checks, and the defaults of what it leaves open. Pure but for the limit of this machine. */
import type { NetworkPolicy } from '../core/guard.ts';
import type { JudgeTrouble, JudgeViewChange } from '../model/judge.ts';
import type { PaceNow } from '../model/pace.ts';
import type { Expectation } from './expectation.ts';
import { defaultConcurrency, mostConcurrency } from './fd-limit.ts';
import type { CheckPlan } from './judge-plan.ts';
import type { RunOptions } from './run-context.ts';

export interface CheckRunOptions {
  readonly plan: CheckPlan;
  readonly policy: NetworkPolicy;
  /** Check workers that share the run, and its ceilings; default 1, 0 = as many as suit the machine. */
  readonly workers?: number;
  /** Connections in flight; default {@link defaultConcurrency}, at most {@link mostConcurrency}. */
  readonly concurrency?: number;
  readonly httpLimit?: number | null;
  readonly httpsLimit?: number | null;
  /** Default 3,000. */
  readonly connectTimeoutMs?: number;
  /** Default false. */
  readonly learnConnectTimeout?: boolean;
  /** From connect start to complete reply; default 8,000. */
  readonly timeoutMs?: number;
  /** Late retries of a connect that timed out; default 1. */
  readonly retries?: number;
  /** Connections begun per second, those to loopback not counted; default 500. */
  readonly startsPerSecond?: number;
  /** Proxies of one network (IPv4 /24, IPv6 /48, host name) at once and begun per second, loopback not counted; default 64. */
  readonly perNetwork?: number | null;
  /** With a target plan: what its replies must be; default: a status below 400. */
  readonly expect?: Expectation;
  /** Called at most twice a second, when the limit in force has changed. */
  readonly onPace?: (pace: PaceNow) => void;
  /** Called when the judge or page gets into trouble, when the trouble is another one, and with null when it is over. */
  readonly onJudge?: (trouble: JudgeTrouble | null) => void;
  /** Called when the judge sees us or answers us otherwise than it did; once for each change. */
  readonly onView?: (change: JudgeViewChange) => void;
}

export function runOptions(options: CheckRunOptions): RunOptions {
  const most = mostConcurrency();
  return {
    plan: options.plan,
    policy: options.policy,
    allowed: most,
    concurrency: Math.max(1, Math.min(options.concurrency ?? defaultConcurrency(), most)),
    httpLimit: options.httpLimit ?? null,
    httpsLimit: options.httpsLimit ?? null,
    connectTimeoutMs: options.connectTimeoutMs ?? 3_000,
    learnConnectTimeout: options.learnConnectTimeout ?? false,
    timeoutMs: options.timeoutMs ?? 8_000,
    retries: options.retries ?? 1,
    startsPerSecond: options.startsPerSecond ?? 500,
    perNetwork: options.perNetwork === undefined ? 64 : options.perNetwork,
  };
}
