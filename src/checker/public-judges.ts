/**
 * Public judges and known pages, one declared row each. Used when the operator names no judge and the proxies are out
 * on the internet; each is asked directly first and taken only when it answers. The nonce is appended to the URL.
 */
import type { EchoFormat } from './echo.ts';

export interface PublicJudge {
  readonly url: string;
  readonly format: EchoFormat;
}

export const PUBLIC_JUDGES: readonly PublicJudge[] = [
  { url: 'http://azenv.net/?nonce=', format: 'azenv' },
  { url: 'http://httpbin.org/get?nonce=', format: 'httpbin' },
  { url: 'http://mojeip.net.pl/asdfa/azenv.php?nonce=', format: 'azenv' },
  { url: 'http://www.proxy-listen.de/azenv.php?nonce=', format: 'azenv' },
  { url: 'http://nghttp2.org/httpbin/get?nonce=', format: 'httpbin' },
  { url: 'https://httpbin.org/get?nonce=', format: 'httpbin' },
  { url: 'https://nghttp2.org/httpbin/get?nonce=', format: 'httpbin' },
  { url: 'https://www.proxy-listen.de/azenv.php?nonce=', format: 'azenv' },
];

/** Pages that answer the same bytes to everybody, small enough to be fetched often. */
export const KNOWN_PAGES: readonly string[] = [
  'http://example.com/?nonce=',
  'http://detectportal.firefox.com/success.txt?nonce=',
  'http://www.msftconnecttest.com/connecttest.txt?nonce=',
  'https://example.com/?nonce=',
  'https://www.iana.org/domains/reserved?nonce=',
];
