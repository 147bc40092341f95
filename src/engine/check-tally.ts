/** Counts the reports of one check by what they came to: its note while it runs, its summary at the end. Used by checking. */
import type { CheckReport, FailureReason, ProtocolResult } from '../model/report.ts';
import type { CheckSummary } from './types.ts';

/** Reasons that come with what was changed. */
const CHANGES: ReadonlySet<FailureReason> = new Set<FailureReason>(['tampered', 'tls-untrusted']);

export class CheckTally {
  #working = 0;
  #answered = 0;
  #failed = 0;
  cancelled = 0;
  readonly #reasons: Partial<Record<FailureReason, number>> = {};
  /** Proxies by what they changed. */
  readonly #tampered: Record<string, number> = {};

  get note(): string {
    return `${this.#working} working`;
  }

  add(reports: readonly CheckReport[]): void {
    for (const { results, reason } of reports) {
      let lie: ProtocolResult | null = null;
      let isWorking = false;
      let isAnswered = false;
      for (const result of results) {
        if (lie === null && result.reason !== null && CHANGES.has(result.reason)) lie = result;
        if (result.outcome === 'confirmed') isWorking = true;
        else if (result.outcome === 'answered') isAnswered = true;
      }
      const kind = lie?.changed?.split(':', 1)[0];
      if (kind !== undefined) this.#tampered[kind] = (this.#tampered[kind] ?? 0) + 1;
      if (isWorking) this.#working += 1;
      else if (isAnswered) this.#answered += 1;
      else if (reason === 'cancelled') this.cancelled += 1;
      else {
        this.#failed += 1;
        if (reason !== null) this.#reasons[reason] = (this.#reasons[reason] ?? 0) + 1;
      }
    }
  }

  summary(): Pick<CheckSummary, 'checked' | 'working' | 'answered' | 'failed' | 'cancelled' | 'reasons' | 'tampered'> {
    return {
      checked: this.#working + this.#answered + this.#failed + this.cancelled,
      working: this.#working,
      answered: this.#answered,
      failed: this.#failed,
      cancelled: this.cancelled,
      reasons: Object.fromEntries(Object.entries(this.#reasons).sort(([, a], [, b]) => b - a)),
      tampered: Object.fromEntries(Object.entries(this.#tampered).sort(([, a], [, b]) => b - a)),
    };
  }
}
