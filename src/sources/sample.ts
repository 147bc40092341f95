/** The first candidates of a list as text, to show what a source holds. */
import { formatIpv4 } from '../lib/address.ts';
import { safeText } from '../lib/safe-text.ts';
import type { CandidateBatch } from '../model/candidate.ts';
import { formatAddress } from '../model/proxy.ts';

/** At most `limit` addresses, without passwords. */
export function sampleOf(batch: CandidateBatch, limit: number): string[] {
  const odd = new Map(batch.odd.slice(0, limit).map((candidate) => [candidate.index, candidate]));
  return Array.from({ length: Math.min(limit, batch.count) }, (_, index) => {
    const candidate = odd.get(index);
    const host = candidate?.host ?? formatIpv4(batch.ipv4[index]!);
    const user = candidate?.user === undefined ? {} : { user: candidate.user };
    return safeText(formatAddress({ host, port: batch.port[index]!, ...user }), 120);
  });
}
