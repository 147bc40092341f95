/** Several parsed lists as one: the files of a folder are one source. Pure. */
import { MAX_REFUSALS, type OddCandidate, type ParsedList, type Refusal } from '../candidate.ts';

/** Joins lists in their order; refusals say which list they are from. */
export function mergeLists(lists: readonly { readonly name: string; readonly list: ParsedList }[]): ParsedList {
  const count = lists.reduce((sum, { list }) => sum + list.batch.count, 0);
  const ipv4 = new Uint32Array(count);
  const port = new Uint16Array(count);
  const protocols = new Uint8Array(count);
  const odd: OddCandidate[] = [];
  const refusals: Refusal[] = [];
  let at = 0;
  for (const { name, list } of lists) {
    ipv4.set(list.batch.ipv4, at);
    port.set(list.batch.port, at);
    protocols.set(list.batch.protocols, at);
    for (const candidate of list.batch.odd) odd.push({ ...candidate, index: candidate.index + at });
    for (const refusal of list.refusals) {
      if (refusals.length < MAX_REFUSALS) refusals.push({ ...refusal, reason: `${refusal.reason} (${name})` });
    }
    at += list.batch.count;
  }
  return {
    batch: { count, ipv4, port, protocols, odd },
    read: lists.reduce((sum, { list }) => sum + list.read, 0),
    refused: lists.reduce((sum, { list }) => sum + list.refused, 0),
    refusals,
    format: [...new Set(lists.map(({ list }) => list.format))].join('+') || 'none',
  };
}
