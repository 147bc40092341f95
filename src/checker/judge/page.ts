/**
 * What the judge says, as pure functions: the echo of a request and the known page. The judge serves them; the checker
 * never calls these but learns page and format from the judge itself, so that judges of other versions work too.
 */
import type { HeaderField } from '../../net/http-head.ts';

/** Where a RefBot judge tells about itself. */
export const ABOUT_PATH = '/.well-known/refbot-judge';
export const ECHO_PATH = '/echo';
export const PAGE_PATH = '/page';

export interface JudgeAbout {
  readonly refbot: 1;
  readonly http: string;
  readonly https: string;
  readonly echo: string;
  readonly page: string;
  /** Pages of asked size, `LOAD/BYTES/NONCE`, whose bytes follow from the nonce (judge/load.ts). */
  readonly load?: string;
  /** SHA-256 of the certificate, `AB:CD:…`. */
  readonly fingerprint: string;
}

export function echoBody(nonce: string, address: string, headers: readonly HeaderField[]): string {
  return JSON.stringify({ refbot: 1, nonce, address, headers });
}

/**
 * A page with all that ad injectors and caches like to touch. The nonce is inside, so that no other reply can pass for
 * it, and so is a token of this judge alone, which who never asked it cannot know.
 */
export function knownPage(nonce: string, token: string): string {
  const rows = Array.from({ length: 12 }, (_, row) => `<tr><td>${row}</td><td>${token.slice(row, row + 8)}</td></tr>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>RefBot judge ${nonce}</title>`,
    '<script src="/nothing.js"></script>',
    '</head>',
    '<body>',
    `<h1>${nonce}</h1>`,
    '<p>This page is known in advance. Whoever sees it changed looks through a proxy that changes pages.</p>',
    `<table>${rows.join('')}</table>`,
    `<p id="token">${token}</p>`,
    '<a href="http://example.com/">a link</a>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The part of a path behind the prefix, when it can be a nonce; null otherwise. */
export function nonceOf(path: string, prefix: string): string | null {
  if (!path.startsWith(`${prefix}/`)) return null;
  const nonce = path.slice(prefix.length + 1);
  return /^[\w-]{1,64}$/.test(nonce) ? nonce : null;
}
