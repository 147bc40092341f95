/** Candidates as text, for tests of the list parser. */
import { Buffer } from 'node:buffer';
import { formatIpv4 } from '../../../src/lib/address.ts';
import type { CandidateBatch, ParsedList } from '../../../src/model/candidate.ts';
import type { ListOptions } from '../../../src/model/list/builder.ts';
import { parseList } from '../../../src/model/list/parser.ts';
import { formatAddress, protocolNames } from '../../../src/model/proxy.ts';

/** `socks5://user:password@host:port`; the protocols, joined by +, only where known. */
export function candidates(batch: CandidateBatch): string[] {
  const odd = new Map(batch.odd.map((candidate) => [candidate.index, candidate]));
  return Array.from({ length: batch.count }, (_, index) => {
    const special = odd.get(index);
    const address = formatAddress({ host: special?.host ?? formatIpv4(batch.ipv4[index]!), port: batch.port[index]! });
    const user =
      special?.user === undefined
        ? ''
        : `${special.user}${special.password === undefined ? '' : `:${special.password}`}@`;
    const protocols = protocolNames(batch.protocols[index]!).join('+');
    return `${protocols === '' ? '' : `${protocols}://`}${user}${address}`;
  });
}

export function parse(text: string | Uint8Array, options: Partial<ListOptions> = {}): ParsedList {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return parseList(bytes, { protocols: 0, allowPrivate: false, ...options });
}

/** Format, candidates and refusals (`line reason`) in one value to compare. */
export function view(
  text: string | Uint8Array,
  options: Partial<ListOptions> = {},
): { format: string; found: string[]; refused: string[] } {
  const list = parse(text, options);
  return {
    format: list.format,
    found: candidates(list.batch),
    refused: list.refusals.map(({ line, reason }) => `${line} ${reason}`),
  };
}
