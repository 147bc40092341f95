/** How fast a run of checks may go and why: the words of the check worker's governor, read by engine, commands and shell. */
import { formatCount, formatDuration } from '../lib/units.ts';

/** Why the limit in force is what it is; the closed set, with the words a person reads. */
export const PACE_REASONS = {
  starting: 'starting gently',
  full: 'as many as wanted',
  behind: 'this machine falls behind',
  descriptors: 'out of file descriptors',
  ports: 'out of local ports',
  buffers: 'out of network buffers',
  network: 'connections stop coming about: the network may be saturated',
  growing: 'growing back',
} as const;
export type PaceReason = keyof typeof PACE_REASONS;

/** What this machine may be out of when it cannot even begin to connect. */
export type OwnLimit = 'descriptors' | 'ports' | 'buffers';

/** The limit in force, while a run goes on. */
export interface PaceNow {
  /** Connections that may be open now. */
  readonly limit: number;
  /** The most there may be when all is well. */
  readonly wanted: number;
  readonly why: PaceReason;
  /** The connect timeout in use that was learnt from this machine's own connections; null = the configured one. */
  readonly learntMs: number | null;
}

/** From this moment on, until the next step. */
export interface PaceStep {
  /** Since the run began. */
  readonly atMs: number;
  readonly limit: number;
  readonly why: PaceReason;
  /** The same trouble in a row; `limit` is the one after the last. */
  readonly times: number;
}

/** What kept a run from beginning one more proxy. */
export const BOUNDS = {
  concurrency: 'as many in flight as wanted',
  limit: 'the limit was below what was wanted',
  starts: 'the starts per second',
  networks: 'as many at single networks as is polite',
  tasks: 'the next proxies were not there yet',
  answers: 'nothing left to begin: the last answers',
} as const;
export type Bound = keyof typeof BOUNDS;

/** How a run went, for whoever wants to make the next one faster. */
export interface PaceFacts {
  /** Connections in flight that were wanted, and that the file descriptors allow. */
  readonly wanted: number;
  readonly allowed: number;
  /** The newest; `stepsLost` older ones were dropped. */
  readonly steps: readonly PaceStep[];
  readonly stepsLost: number;
  readonly startsPerSecond: number;
  readonly perNetwork: number | null;
  /** Milliseconds that the run could not begin one more, by what kept it. */
  readonly bound: Readonly<Record<Bound, number>>;
  /** Proxies that waited because many of their network were being checked. */
  readonly parked: number;
  readonly connectTimeoutMs: number;
  /** Learnt at the end of the run, used or not; null = too few connections so far, or no less than the configured one. */
  readonly learntMs: { readonly internet: number | null; readonly loopback: number | null };
  readonly isLearning: boolean;
  /** Connects that timed out, and the time they took altogether. */
  readonly timeouts: number;
  readonly timeoutsMs: number;
  /** Connections that came about on a late retry only. */
  readonly rescued: number;
}

/** How a check as a whole went about it. */
export interface CheckPace extends PaceFacts {
  /** The run alone, without asking for a judge. */
  readonly runMs: number;
  /** Σ of what every proxy took: divided by `wanted` it is the time the run could not go below. */
  readonly busyMs: number;
  readonly connections: number;
  readonly peakConnections: number;
  readonly retried: number;
  readonly judgeProbes: number;
}

/** One line for a run that goes on: `up to 855 of 10,000 at once: out of file descriptors`. */
export function paceText({ limit, wanted, why, learntMs }: PaceNow): string {
  const most = why === 'full' ? formatCount(limit) : `${formatCount(limit)} of ${formatCount(wanted)}`;
  const because = why === 'full' ? '' : `: ${PACE_REASONS[why]}`;
  return `up to ${most} at once${because}${learntMs === null ? '' : `; connect timeout ${formatDuration(learntMs)}, learnt`}`;
}
