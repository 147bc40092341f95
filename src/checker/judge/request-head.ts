/** Strict parser of the request heads that the judge answers. Pure; the judge refuses what this refuses. */
import type { HeaderField } from '../../net/http-head.ts';

export interface RequestHead {
  readonly method: string;
  /** As sent: a path, or with `absolute` the whole URL of a client that takes us for a proxy. */
  readonly target: string;
  readonly absolute: boolean;
  readonly keepAlive: boolean;
  readonly host: string;
  readonly headers: readonly HeaderField[];
}

/** Bytes of a request head; judges are asked short things only. */
export const MAX_REQUEST_BYTES = 16 * 1024;

const REQUEST_LINE = /^([A-Z]{1,16}) ([\x21-\x7e]{1,8000}) HTTP\/1\.([01])$/;
const FIELD = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;

/** @returns null when it is malformed, has a body, or no single Host. `text` is latin1 without the empty line */
export function parseRequestHead(text: string): RequestHead | null {
  const lines = text.split('\r\n');
  const first = REQUEST_LINE.exec(lines[0]!);
  if (!first) return null;
  const headers: HeaderField[] = [];
  let host: string | null = null;
  let keepAlive = first[3] === '1';
  for (let index = 1; index < lines.length; index++) {
    const field = FIELD.exec(lines[index]!);
    if (!field) return null;
    const name = field[1]!.toLowerCase();
    const value = field[2]!.trimEnd();
    headers.push([name, value]);
    if (name === 'host') {
      if (host !== null) return null;
      host = value;
    } else if (name === 'connection') {
      if (/\bclose\b/i.test(value)) keepAlive = false;
    } else if (name === 'transfer-encoding' || (name === 'content-length' && value !== '0')) {
      return null;
    }
  }
  if (host === null && first[3] === '1') return null;
  return {
    method: first[1]!,
    target: first[2]!,
    absolute: !first[2]!.startsWith('/'),
    keepAlive,
    host: host ?? '',
    headers,
  };
}
