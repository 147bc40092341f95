/** Files with lists in the shapes in which they are published, addresses of 127.0.0.0/8, a quarter of the lines duplicates. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { loopbackAddress } from './loopback-list.ts';

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

/**
 * @param count distinct addresses of all lists together
 * @param portOf of the n-th address
 * @returns paths in the folder
 */
export async function writePublishedLists(
  folder: string,
  count: number,
  portOf: (n: number) => number,
): Promise<string[]> {
  const each = Math.ceil(count / SHAPES.length);
  const paths: string[] = [];
  for (const [index, shape] of SHAPES.entries()) {
    const path = join(folder, shape.name);
    const from = index * each;
    await pipeline(pieces(shape, from, Math.min(count, from + each), portOf), createWriteStream(path));
    paths.push(path);
  }
  return paths;
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
