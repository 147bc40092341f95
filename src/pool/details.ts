/**
 * What only proxies that were seen alive have: the exit address, what a tampering one changed, and the last nine
 * latencies of each protocol. Kept beside the columns and made on demand, because most proxies of a list are dead.
 */
import { median } from '../lib/stats.ts';
import type { ProtocolSet } from '../model/proxy.ts';
import { PROTOCOL_BIT, PROTOCOLS } from '../model/proxy.ts';
import { LATENCY_UNIT } from './columns.ts';

/** Latencies kept for each protocol. */
export const LATENCIES_KEPT = 9;

export interface Detail {
  exit: string | null;
  changed: string | null;
  /** When its throughput was measured, epoch seconds; 0 = never. */
  throughputAt: number;
  /** Milliseconds, oldest first, by index of PROTOCOLS. */
  readonly latencies: (readonly number[])[];
}

export class Details {
  readonly #bySlot = new Map<number, Detail>();

  get size(): number {
    return this.#bySlot.size;
  }

  get(slot: number): Detail | undefined {
    return this.#bySlot.get(slot);
  }

  obtain(slot: number): Detail {
    let detail = this.#bySlot.get(slot);
    if (detail === undefined) {
      this.#bySlot.set(
        slot,
        (detail = { exit: null, changed: null, throughputAt: 0, latencies: PROTOCOLS.map(() => []) }),
      );
    }
    return detail;
  }

  delete(slot: number): void {
    this.#bySlot.delete(slot);
  }
}

/** Kept to the tenth of a millisecond. */
export function addLatency(detail: Detail, protocolIndex: number, latencyMs: number): void {
  const rounded = Math.round(latencyMs * LATENCY_UNIT) / LATENCY_UNIT;
  detail.latencies[protocolIndex] = [...detail.latencies[protocolIndex]!, rounded].slice(-LATENCIES_KEPT);
}

/**
 * The protocol with the least median latency: of those that work now, else (nothing works, or was not measured) of
 * those that ever did, so that what was measured once is never shown as unmeasured. Null when nothing ever was.
 */
export function fastest(
  detail: Detail | undefined,
  speaks: ProtocolSet,
  spoken: ProtocolSet,
): { readonly index: number; readonly medianMs: number } | null {
  return detail === undefined ? null : (fastestOf(detail, speaks) ?? fastestOf(detail, spoken));
}

function fastestOf(detail: Detail, set: ProtocolSet): { readonly index: number; readonly medianMs: number } | null {
  let best: { index: number; medianMs: number } | null = null;
  for (let index = 0; index < PROTOCOLS.length; index += 1) {
    if ((set & PROTOCOL_BIT[PROTOCOLS[index]!]) === 0) continue;
    const medianMs = median(detail.latencies[index]!);
    if (medianMs !== null && (best === null || medianMs < best.medianMs)) best = { index, medianMs };
  }
  return best;
}
