/**
 * Details of many proxies in one array of numbers, as the thread that reads a state hands them over: a tenth of the
 * objects that they would be, and none for the garbage collector to follow. src/pool/details.ts keeps them.
 */
import { PROTOCOLS } from '../model/proxy.ts';
import type { Detail } from './details.ts';

/** From a place on: numbers of the texts of exit and change + 1, time of the throughput, lengths of the lists, the lists. */
export interface DetailPack {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
}

const HEAD = 4;
/** Bits of the length of one list. */
export const LENGTH_BITS = 4;
const LENGTH_MASK = 15;

export function unpacked({ numbers, texts }: DetailPack, at: number): Detail {
  const lengths = numbers[at + 3]!;
  let from = at + HEAD;
  const latencies = PROTOCOLS.map((_, i) => {
    const to = from + ((lengths >>> (i * LENGTH_BITS)) & LENGTH_MASK);
    const list: number[] = [];
    for (; from < to; from += 1) list.push(numbers[from]!);
    return list;
  });
  return { exit: textAt(numbers[at]!), changed: textAt(numbers[at + 1]!), throughputAt: numbers[at + 2]!, latencies };

  function textAt(number: number): string | null {
    return number === 0 ? null : texts[number - 1]!;
  }
}
