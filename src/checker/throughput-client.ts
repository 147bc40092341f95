/**
 * One download through one proxy: how many bytes a second come, from the first of the page to the last. Runs in the
 * throughput worker. Bytes that are not those of the page are no measurement, however many they are.
 */
import { isIP, type Socket } from 'node:net';
import { isLocalName, type NetworkPolicy } from '../core/guard.ts';
import type { CheckDefinition } from '../define/check.ts';
import { RefbotError } from '../model/errors.ts';
import type { FailureReason } from '../model/report.ts';
import { dial } from '../net/dial.ts';
import { reasonOfError } from '../net/errno.ts';
import { Transfer, type Marks, type Page } from './transfer.ts';

export interface Download extends Page {
  /** Of the proxy. */
  readonly host: string;
  readonly port: number;
  readonly policy: NetworkPolicy;
  readonly connectTimeoutMs: number;
  /** For everything; what came until then is measured, too. */
  readonly timeoutMs: number;
}

export type Downloaded =
  | { readonly ok: true; readonly kibPerSecond: number }
  | {
      readonly ok: false;
      readonly reason: FailureReason;
      /** With `tampered`: what came instead, `page: …`. */
      readonly changed: string | null;
    };

/** Time as a download sees it, so that a test can say when it is over. */
export interface Time {
  /** Milliseconds from any start. */
  now(): number;
  /** @returns what calls it off */
  after(ms: number, then: () => void): () => void;
}

const REAL: Time = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** Shorter times are below what the clock and the kernel's buffers can tell apart. */
const LEAST_MS = 1;

/** Never rejects, except with the signal's reason. */
export async function download(
  task: Download,
  check: CheckDefinition,
  signal: AbortSignal,
  time: Time = REAL,
): Promise<Downloaded> {
  const startedAt = time.now();
  let socket: Socket | null = null;
  try {
    socket = await connect(task, signal);
    const transfer = new Transfer(task, check, socket, time.now);
    const cancel = time.after(Math.max(1, task.timeoutMs - (time.now() - startedAt)), () => transfer.stop());
    const onAbort = (): void => transfer.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    transfer.start();
    const end = await transfer.ended;
    cancel();
    signal.removeEventListener('abort', onAbort);
    signal.throwIfAborted();
    const { marks } = transfer;
    if (end.kind === 'whole') return { ok: true, kibPerSecond: rateOf(marks) };
    if (end.kind === 'refused') return { ok: false, reason: end.reason, changed: end.changed };
    // All that was wanted came, and only its end was never told.
    if (marks.bytes === task.bytes) return { ok: true, kibPerSecond: rateOf(marks) };
    // A slow one is not a failed one: the share that came says how slow.
    return marks.bytes > marks.first
      ? { ok: true, kibPerSecond: rateOf({ ...marks, lastAt: time.now() }) }
      : { ok: false, reason: 'no-answer', changed: null };
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, reason: reasonFor(error), changed: null };
  } finally {
    socket?.destroy();
  }
}

function connect({ host, port, policy, connectTimeoutMs, timeoutMs }: Download, signal: AbortSignal): Promise<Socket> {
  const trusted = isIP(host) !== 0 || isLocalName(host);
  return dial({ host, port, policy, trusted, timeoutMs: Math.min(connectTimeoutMs, timeoutMs), signal });
}

/** KiB a second. Where all came at once the time since the question counts: the least it can have been. */
export function rateOf({ askedAt, firstAt, lastAt, first, bytes }: Marks): number {
  const spread = lastAt - firstAt;
  const [counted, ms] =
    bytes > first && spread >= LEAST_MS ? [bytes - first, spread] : [bytes, Math.max(LEAST_MS, lastAt - askedAt)];
  return Math.round((counted / 1024 / (ms / 1_000)) * 10) / 10;
}

/** Why there is no connection. */
function reasonFor(error: unknown): FailureReason {
  if (!(error instanceof RefbotError)) return reasonOfError(error);
  if (error.errorName === 'address-refused') return 'blocked';
  if (error.errorName === 'timeout') return 'connect-timeout';
  return reasonOfError(error.cause ?? error);
}
