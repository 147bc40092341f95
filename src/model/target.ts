/** What a check against one page of the operator's found out about one proxy. Made by the checker, kept by the pool; pure. */
import type { ProtocolSet } from './proxy.ts';
import { PROTOCOL_BIT } from './proxy.ts';
import type { CheckReport, FailureReason } from './report.ts';
import { BLAMELESS, REACH_FAILURES } from './report.ts';

export interface TargetVerdict {
  /** Pool id of the proxy. */
  readonly id: number;
  /** Epoch milliseconds at the end of the check. */
  readonly at: number;
  /** The page came twice, on two connections, as it should. Null: the check says nothing (the page is down, cancelled). */
  readonly passed: boolean | null;
  /** Why it did not pass; null when it did. */
  readonly reason: FailureReason | null;
  /** Status code of the page's last reply over the protocol that is told; null when there was none. */
  readonly status: number | null;
  /** Of the fastest protocol that passed, to the complete first reply; null when none did. */
  readonly latencyMs: number | null;
  /** Those that passed. */
  readonly protocols: ProtocolSet;
  /** False when any TLS showed another certificate than the page's own, null when none was spoken. */
  readonly tlsIntact: boolean | null;
  /** Whether the proxy itself was there; null when the page may have been the cause of what was seen. */
  readonly reached: boolean | null;
}

/** No connection to the proxy came about: no page has a part in that. */
const NOT_THERE: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'refused',
  'connect-timeout',
  'unreachable',
  'unresolved',
]);

/** @param report with the expectation applied @param statusOf status code of the last reply over a protocol; null = no reply */
export function targetVerdict(
  report: CheckReport,
  statusOf: (protocol: CheckReport['results'][number]['protocol']) => number | null,
): TargetVerdict {
  const { id, at, results } = report;
  const good = results.filter(({ outcome }) => outcome === 'confirmed');
  const [best] = good.toSorted((a, b) => (a.latencyMs ?? Infinity) - (b.latencyMs ?? Infinity));
  // What came once and not again has not passed; why not is the reason of that protocol.
  const half = results.find(({ outcome }) => outcome === 'answered');
  const reason = best
    ? null
    : (half?.reason ?? report.reason ?? results.find((one) => one.reason !== null)?.reason ?? null);
  const told = best ?? half ?? results.find(({ protocol }) => statusOf(protocol) !== null);
  const known = results.flatMap(({ tlsIntact }) => (tlsIntact === null ? [] : [tlsIntact]));
  return {
    id,
    at,
    passed: best ? true : reason === null || BLAMELESS.has(reason) ? null : false,
    reason,
    status: told ? statusOf(told.protocol) : null,
    latencyMs: best?.latencyMs ?? null,
    protocols: good.reduce((set, { protocol }) => set | PROTOCOL_BIT[protocol], 0),
    tlsIntact: known.length === 0 ? null : !known.includes(false),
    reached: reachedBy(report),
  };
}

function reachedBy({ results, reason }: CheckReport): boolean | null {
  const reasons = [reason, ...results.map((result) => result.reason)].filter((one) => one !== null);
  if (results.some(({ outcome }) => outcome !== 'failed')) return true;
  if (reasons.some((one) => !REACH_FAILURES.has(one) && !BLAMELESS.has(one))) return true;
  return reasons.length > 0 && reasons.every((one) => NOT_THERE.has(one)) ? false : null;
}
