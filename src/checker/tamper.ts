/**
 * What a proxy changed in a reply, in a few words. Pure; the words are kept with the proxy and shown to the operator:
 * `KIND: what`, where the kind is what summaries count by.
 */
import { safeText } from '../lib/safe-text.ts';
import { commonFields, lastValue, type HeaderField } from '../net/http-head.ts';
import type { PeerCertificate } from '../net/tls.ts';

/** What runs in a browser. */
const SCRIPT = /\bscript\b|javascript:|\biframe\b/i;
/** Bytes of what was put in that are shown. */
const EXCERPT = 60;

/** Response headers that act on the client: a proxy that adds one puts words into the server's mouth. */
const ACTIVE: ReadonlySet<string> = new Set([
  'set-cookie',
  'refresh',
  'link',
  'location',
  'content-disposition',
  'clear-site-data',
]);

/** Response headers that protect the client; not every server sends them every time, so that one less proves nothing. */
const GUARDING: readonly string[] = [
  'content-security-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
];

/**
 * The first response header that was added, or changed, to act on the client: `header: set-cookie added: id=7`; null
 * when there is none.
 * @param direct as the judge answers directly
 */
export function changedHeader(headers: readonly HeaderField[], direct: readonly HeaderField[]): string | null {
  for (let at = commonFields(headers, direct); at < headers.length; at++) {
    const [name, value] = headers[at]!;
    if (ACTIVE.has(name)) {
      if (lastValue(direct, name) === null) return `header: ${name} added: ${safeText(value, EXCERPT)}`;
    } else if (name === 'content-type') {
      // Another type makes a browser take a page for a program or the other way round.
      if (lastValue(direct, name) !== null && !hasType(direct, value))
        return `header: ${name} changed to ${safeText(value, EXCERPT)}`;
    }
  }
  return null;
}

/**
 * The headers of two direct replies as one: what acts on the client and comes and goes is the judge's all the same, and so
 * is each content type that it gives a page.
 */
export function eitherReply(seen: readonly HeaderField[], before: readonly HeaderField[]): readonly HeaderField[] {
  const kept = before.filter(([name, value]) =>
    name === 'content-type' ? !hasType(seen, value) : ACTIVE.has(name) && lastValue(seen, name) === null,
  );
  return kept.length === 0 ? seen : [...seen, ...kept];
}

/** Whether what was changed is a response header, which a judge with several servers may have done as well. */
export function isOfHeaders(changed: string): boolean {
  return changed.startsWith('header:');
}

/** The first protecting response header that is missing; worth showing, but no proof of tampering. */
export function droppedHeader(headers: readonly HeaderField[], direct: readonly HeaderField[]): string | null {
  if (commonFields(headers, direct) === direct.length) return null;
  for (const name of GUARDING)
    if (lastValue(direct, name) !== null && lastValue(headers, name) === null) return `header: ${name} removed`;
  return null;
}

/** Whether these headers say, in one of the replies that they are of, that it is such a page. */
function hasType(headers: readonly HeaderField[], type: string): boolean {
  return headers.some(
    ([name, value]) => name === 'content-type' && (value === type || mediaType(value) === mediaType(type)),
  );
}

function mediaType(value: string): string {
  return value.split(';', 1)[0]!.trim().toLowerCase();
}

/**
 * How `got` differs from the known page; null when they are equal byte for byte. All latin1.
 * @param parts the page, cut where the nonce stands
 */
export function changedPage(parts: readonly string[], nonce: string, got: string): string | null {
  if (isPage(parts, nonce, got)) return null;
  const expected = parts.join(nonce);
  if (got.length === 0) return 'page: empty';
  const prefix = commonPrefix(expected, got);
  const suffix = commonSuffix(expected, got, Math.min(expected.length, got.length) - prefix);
  if (prefix === got.length) return `page: cut after ${got.length} of ${expected.length} bytes`;
  if (prefix + suffix === expected.length) {
    const between = got.slice(prefix, got.length - suffix);
    // What was put in between tags begins like the tag behind it: `<` belongs to the first as well.
    const added = between.endsWith('<') && got[prefix - 1] === '<' ? `<${between.slice(0, -1)}` : between;
    const kind = SCRIPT.test(added) ? 'script' : 'page';
    return `${kind}: ${added.length} bytes added: ${excerpt(added)}`;
  }
  if (prefix + suffix === got.length) return `page: ${expected.length - got.length} bytes removed`;
  return (prefix + suffix) * 2 < expected.length
    ? `page: replaced by ${excerpt(got)}`
    : `page: ${expected.length - prefix - suffix} bytes changed`;
}

/**
 * Compared piece by piece: most pages are as they should be, and need not be made once more to see that. A slice is no copy,
 * and is compared as a block; `startsWith` goes letter by letter, which takes twenty times as long.
 */
function isPage(parts: readonly string[], nonce: string, got: string): boolean {
  let at = 0;
  for (let index = 0; index < parts.length; index++) {
    if (index > 0) {
      if (got.slice(at, at + nonce.length) !== nonce) return false;
      at += nonce.length;
    }
    const part = parts[index]!;
    if (got.slice(at, at + part.length) !== part) return false;
    at += part.length;
  }
  return at === got.length;
}

/** For a reply that should be an echo and is not any more: what it should have said nobody knows. */
export function changedText(latin1: string): string {
  const at = latin1.search(SCRIPT);
  return at < 0
    ? `page: changed to ${excerpt(latin1)}`
    : `script: added: ${excerpt(latin1.slice(Math.max(0, at - 1)))}`;
}

/** Bytes of a page as text, on one line. */
export function excerpt(latin1: string): string {
  const text = Buffer.from(latin1.slice(0, 4 * EXCERPT), 'latin1').toString();
  return safeText(text.replace(/\s+/g, ' ').trim(), EXCERPT);
}

/**
 * Whose certificate was shown instead of the judge's.
 * @param certificate null = it was not shown (a resumed session)
 * @param problem what else is wrong with it
 */
export function changedCertificate(certificate: PeerCertificate | null, problem: string | null): string {
  if (certificate === null) return `certificate: ${problem === null ? 'none' : safeText(problem, 80)}`;
  const named = (name: string): string => safeText(name, 80) || 'nobody';
  return `certificate: ${named(certificate.subject)}, issued by ${named(certificate.issuer)}, SHA-256 ${certificate.fingerprint}${problem === null ? '' : ` (${safeText(problem, 80)})`}`;
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
