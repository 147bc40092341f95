/** What a proxy changed in a reply, in a few words. Pure; the words are shown to the operator. */
import type { HeaderField } from '../net/http-head.ts';

/** Response headers that act on the client: a proxy that adds one puts words into the server's mouth. */
const ACTIVE: ReadonlySet<string> = new Set([
  'set-cookie',
  'refresh',
  'link',
  'location',
  'content-disposition',
  'clear-site-data',
]);

/** The first injected response header, as `header: set-cookie added`; null when there is none. */
export function changedHeader(headers: readonly HeaderField[], seenDirectly: readonly string[]): string | null {
  for (const [name] of headers) if (ACTIVE.has(name) && !seenDirectly.includes(name)) return `header: ${name} added`;
  return null;
}

/** How `got` differs from the known page; null when they are equal byte for byte. Both latin1. */
export function changedPage(expected: string, got: string): string | null {
  if (got === expected) return null;
  if (got.length === 0) return 'page: empty';
  const prefix = commonPrefix(expected, got);
  const suffix = commonSuffix(expected, got, Math.min(expected.length, got.length) - prefix);
  if (prefix === got.length) return `page: cut after ${got.length} of ${expected.length} bytes`;
  if (prefix + suffix === expected.length) {
    const added = got.slice(prefix, got.length - suffix);
    return `page: ${/\bscript\b|javascript:|\biframe\b/i.test(added) ? 'script, ' : ''}${added.length} bytes added`;
  }
  if (prefix + suffix === got.length) return `page: ${expected.length - got.length} bytes removed`;
  return (prefix + suffix) * 2 < expected.length
    ? 'page: replaced'
    : `page: ${expected.length - prefix - suffix} bytes changed`;
}

function commonPrefix(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonSuffix(a: string, b: string, limit: number): number {
  let length = 0;
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}
