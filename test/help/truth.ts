/** Whether the program's verdict about a proxy is what is true of it, and of this one and no other. */
import type { Role } from '../../src/demo/cast.ts';
import type { Truth } from '../../src/demo/define-behaviour.ts';
import { DEFAULT_JITTER } from '../../src/demo/visits.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';
import type { CheckReport } from '../../src/model/report.ts';

export function agrees(row: ProxyRow, truth: Truth): boolean {
  if (truth.status === 'varies') return true;
  if (row.status !== truth.status) return false;
  if (truth.status === 'failed') return (truth.reasons as readonly (string | null)[]).includes(row.failure);
  return String(row.protocols) === String(truth.protocols) && row.anonymity === truth.anonymity;
}

/** Timers may be early by so much. */
const TIMER_MS = 3;

/**
 * What a report tells that can only be true of another proxy; null = nothing. On the scale farm each proxy leaves from its
 * own address, and takes at least its own time.
 */
export function mixedUp(report: CheckReport | undefined, host: string, { behaviour, latencyMs }: Role): string | null {
  if (!report) return 'no report';
  if (report.exit !== null && report.exit !== host) return `exit ${report.exit}`;
  const leastMs = latencyMs * (1 - (behaviour.jitter ?? DEFAULT_JITTER)) - TIMER_MS;
  for (const { protocol, latencyMs: tookMs } of report.results)
    if (tookMs !== null && tookMs < leastMs) return `${protocol} in ${tookMs} ms, never below ${Math.floor(leastMs)}`;
  return null;
}
