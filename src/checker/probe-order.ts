/** Which protocols a proxy is asked for, and in which order. Pure; built from the discovered checks. */
import type { CheckDefinition } from '../define/check.ts';
import { PROTOCOL_BIT, type ProtocolSet } from '../model/proxy.ts';
import type { CheckPlan } from './judge-plan.ts';

export interface ProbeOrder {
  /** Tried in any case. */
  readonly first: readonly CheckDefinition[];
  /** Tried when one of the first was answered: lists name one of a pair. */
  readonly companions: readonly CheckDefinition[];
  /** Tried when the claim proved wrong: something answers, but none of the above. */
  readonly rest: readonly CheckDefinition[];
}

/** @param claimed 0 = unknown: everything is `first`, by probe order */
export function probeOrder(checks: readonly CheckDefinition[], claimed: ProtocolSet): ProbeOrder {
  const sorted = checks.toSorted((a, b) => a.probeOrder - b.probeOrder);
  if (claimed === 0) return { first: sorted, companions: [], rest: [] };
  const isClaimed = (check: CheckDefinition): boolean => (claimed & PROTOCOL_BIT[check.protocol]) !== 0;
  // Cheapest first: a TLS handshake costs several times a plain request.
  const first = sorted.filter(isClaimed).sort((a, b) => Number(a.site === 'https') - Number(b.site === 'https'));
  const paired = new Set(first.flatMap((check) => check.companions));
  const companions = sorted.filter((check) => !isClaimed(check) && paired.has(check.protocol));
  return { first, companions, rest: sorted.filter((check) => !isClaimed(check) && !companions.includes(check)) };
}

/** The same without what this judge or target cannot be asked for; companions take the place of an empty `first`. */
export function askable(order: ProbeOrder, plan: CheckPlan): ProbeOrder {
  const usable = (check: CheckDefinition): boolean => {
    // A page over TLS needs a tunnel; for a plain one CONNECT would prove nothing about https.
    if (plan.kind === 'target') return plan.ask.secure ? check.handshake !== null : check.site === 'http';
    return plan.kind === 'none' || plan[check.site] !== null;
  };
  const first = order.first.filter(usable);
  const companions = order.companions.filter(usable);
  const rest = order.rest.filter(usable);
  return first.length > 0 ? { first, companions, rest } : { first: companions, companions: [], rest };
}
