/** Lists in the shapes in which they are published, with addresses of 127.0.0.0/8: a quarter of the lines are duplicates. */
import { loopbackAddress } from './loopback-list.ts';

export interface PublishedList {
  readonly name: string;
  readonly text: AsyncIterable<Buffer>;
}

type Line = (host: string, port: number, n: number) => string;

interface Shape {
  readonly name: string;
  readonly first?: string;
  readonly line: Line;
}

const SHAPES: readonly Shape[] = [
  { name: 'plain', line: (host, port) => `${host}:${port}` },
  { name: 'scheme', line: (host, port, n) => `${n % 3 === 0 ? 'socks5' : 'http'}://${host}:${port}` },
  { name: 'country', line: (host, port) => `${host}:${port}:Germany` },
  { name: 'csv', first: 'ip,port,protocol,country', line: (host, port) => `${host},${port},http,DE` },
  { name: 'ndjson', line: (host, port) => `{"ip":"${host}","port":${port},"protocols":["http"]}` },
];
const LINES_A_PIECE = 5_000;
/** Every third line is followed by one that was there before: 25 % of all. */
const REPEATED_EVERY = 3;

/** @param count distinct addresses of all lists together @param portOf of the n-th address */
export function publishedLists(count: number, portOf: (n: number) => number): PublishedList[] {
  const each = Math.ceil(count / SHAPES.length);
  return SHAPES.map((shape, index) => {
    const from = index * each;
    return { name: shape.name, text: pieces(shape, from, Math.min(count, from + each), portOf) };
  });
}

async function* pieces(shape: Shape, from: number, to: number, portOf: (n: number) => number): AsyncGenerator<Buffer> {
  const lineOf = (n: number): string => `${shape.line(loopbackAddress(n), portOf(n), n)}\n`;
  if (shape.first !== undefined) yield Buffer.from(`${shape.first}\n`);
  for (let at = from; at < to; at += LINES_A_PIECE) {
    const lines: string[] = [];
    for (let n = at; n < Math.min(to, at + LINES_A_PIECE); n++) {
      lines.push(lineOf(n));
      if (n % REPEATED_EVERY === 0) lines.push(lineOf(from + Math.floor((n - from) / 2)));
    }
    yield Buffer.from(lines.join(''));
  }
}
