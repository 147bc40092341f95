/**
 * Check reports as one flat array: a batch crosses from the worker to the brain as a single dense array of numbers and
 * strings, which clones several times faster than objects. Pure, both ends.
 */
import { ANONYMITIES, PROTOCOLS } from '../model/proxy.ts';
import { FAILURE_REASONS, type CheckReport, type FailureReason, type ProtocolResult } from '../model/report.ts';

export type PackedReports = (number | string | null)[];

/** None has a place of its own: what is at -1 of an array V8 looks for as a property by that name. */
const REASONS = [null, ...(Object.keys(FAILURE_REASONS) as FailureReason[])];
const REASON_INDEX = new Map(REASONS.map((reason, index) => [reason, index]));
const ANONYMITY_OR_NONE = [null, ...ANONYMITIES];
const CHANGE_UNKNOWN = 1 << 8;
const OUTCOMES = ['failed', 'answered', 'confirmed'] as const;

/** Appends one report. */
export function packReport(packed: PackedReports, report: CheckReport): void {
  packed.push(
    report.id,
    report.at,
    REASON_INDEX.get(report.reason)!,
    report.exit,
    report.country,
    report.elapsedMs,
    report.results.length,
  );
  for (const result of report.results) {
    // Small sets share one number: protocol 0-3, outcome 0-2, anonymity 0-3 (0 = none), intact 0-2 (0 = none), unknown 0-1.
    const intact = result.tlsIntact === null ? 0 : result.tlsIntact ? 2 : 1;
    const facts =
      PROTOCOLS.indexOf(result.protocol) |
      (OUTCOMES.indexOf(result.outcome) << 2) |
      (ANONYMITY_OR_NONE.indexOf(result.anonymity) << 4) |
      (intact << 6) |
      (result.changeUnknown ? CHANGE_UNKNOWN : 0);
    packed.push(facts, result.latencyMs, REASON_INDEX.get(result.reason)!, result.changed);
  }
}

export function unpackReports(packed: PackedReports): CheckReport[] {
  const reports: CheckReport[] = [];
  for (let at = 0; at < packed.length;) {
    const count = packed[at + 6] as number;
    const results: ProtocolResult[] = [];
    for (let index = 0; index < count; index++) results.push(unpackResult(packed, at + 7 + index * 4));
    reports.push({
      id: packed[at] as number,
      at: packed[at + 1] as number,
      results,
      reason: REASONS[packed[at + 2] as number] ?? null,
      exit: packed[at + 3] as string | null,
      country: packed[at + 4] as string | null,
      elapsedMs: packed[at + 5] as number,
    });
    at += 7 + count * 4;
  }
  return reports;
}

function unpackResult(packed: PackedReports, at: number): ProtocolResult {
  const facts = packed[at] as number;
  const intact = (facts >> 6) & 3;
  const result: ProtocolResult = {
    protocol: PROTOCOLS[facts & 3]!,
    outcome: OUTCOMES[(facts >> 2) & 3]!,
    latencyMs: packed[at + 1] as number | null,
    reason: REASONS[packed[at + 2] as number] ?? null,
    anonymity: ANONYMITY_OR_NONE[(facts >> 4) & 3] ?? null,
    tlsIntact: intact === 0 ? null : intact === 2,
    changed: packed[at + 3] as string | null,
  };
  return (facts & CHANGE_UNKNOWN) === 0 ? result : { ...result, changeUnknown: true };
}
