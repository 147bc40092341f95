/** Lists of proxies on 127.0.0.0/8 as text in pieces, as an import reads them: all different, in no order. */
import { formatIpv4 } from '../../../src/lib/address.ts';

const LINES_A_PIECE = 5_000;
/** Odd, so that it meets every address of the 24 bits once before it comes back. */
export const STRIDE = 7_919_317;

/** @param port of the n-th, or of all */
export async function* loopbackList(count: number, port: number | ((n: number) => number)): AsyncGenerator<Buffer> {
  const portOf = typeof port === 'number' ? (): number => port : port;
  for (let at = 0; at < count; at += LINES_A_PIECE) {
    const lines: string[] = [];
    for (let n = at; n < Math.min(count, at + LINES_A_PIECE); n++) lines.push(`${loopbackAddress(n)}:${portOf(n)}\n`);
    yield Buffer.from(lines.join(''));
  }
}

/** The n-th address: 127.b.c.d, never 127.0.0.0, which is none. */
export function loopbackAddress(n: number): string {
  return formatIpv4(0x7f00_0000 + (((n + 1) * STRIDE) % 0x100_0000));
}
