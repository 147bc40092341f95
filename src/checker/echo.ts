/** Reads what judges echo: our own JSON, azenv-style text and httpbin-style JSON. Pure; used directly and through proxies. */
import { isIP } from 'node:net';
import type { HeaderField } from '../net/http-head.ts';

export const ECHO_FORMATS = ['refbot', 'azenv', 'httpbin'] as const;
export type EchoFormat = (typeof ECHO_FORMATS)[number];

export interface Echo {
  /** The address the judge was asked from. */
  readonly address: string;
  /** Request headers as they arrived, names in lower case. */
  readonly headers: readonly HeaderField[];
}

export type EchoResult =
  | { readonly kind: 'echo'; readonly echo: Echo }
  /** An echo of this format, but of another request: a cache or a mix-up. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'no-echo' };

const NO_ECHO: EchoResult = { kind: 'no-echo' };
const NO_FIELDS: readonly HeaderField[] = [];

/** Our own judge's JSON around the nonce. */
const BEFORE_NONCE = '{"refbot":1,"nonce":"';
const BEFORE_ADDRESS = '","address":"';
/** What follows the address in it, by the request headers that it echoes. */
const endings = new WeakMap<readonly HeaderField[], string>();

/**
 * @param body latin1
 * @param untouched the request headers of who changes none; what is echoed of them need not be read to be known
 */
export function readEcho(format: EchoFormat, body: string, nonce: string, untouched = NO_FIELDS): EchoResult {
  if (format === 'azenv') return readAzenv(body, nonce);
  if (format === 'refbot') {
    const address = addressIn(body, nonce, untouched);
    if (address !== null) return { kind: 'echo', echo: { address, headers: untouched } };
  }
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return NO_ECHO;
  }
  if (typeof json !== 'object' || json === null) return NO_ECHO;
  return format === 'refbot' ? readRefbot(json, nonce) : readHttpbin(json, nonce);
}

/** Of the echo that our judge writes of these headers; null where the text is another. A quarter of what reading JSON takes. */
function addressIn(body: string, nonce: string, headers: readonly HeaderField[]): string | null {
  let ending = endings.get(headers);
  if (ending === undefined) endings.set(headers, (ending = `","headers":${JSON.stringify(headers)}}`));
  const from = BEFORE_NONCE.length + nonce.length + BEFORE_ADDRESS.length;
  const address = body.slice(from, body.length - ending.length);
  return body === `${BEFORE_NONCE}${nonce}${BEFORE_ADDRESS}${address}${ending}` && isAddress(address) ? address : null;
}

function readRefbot(json: object, nonce: string): EchoResult {
  if (!('refbot' in json && 'nonce' in json && 'address' in json && 'headers' in json)) return NO_ECHO;
  const { address, headers } = json;
  if (typeof address !== 'string' || !isAddress(address) || !Array.isArray(headers)) return NO_ECHO;
  for (const field of headers as unknown[])
    if (!Array.isArray(field) || typeof field[0] !== 'string' || typeof field[1] !== 'string') return NO_ECHO;
  return json.nonce === nonce
    ? { kind: 'echo', echo: { address, headers: headers as HeaderField[] } }
    : { kind: 'stale' };
}

/** `{args, headers: {Name: value}, origin, url}`; go-httpbin gives arrays of values. */
function readHttpbin(json: object, nonce: string): EchoResult {
  if (!('headers' in json && 'origin' in json && 'url' in json)) return NO_ECHO;
  const { headers, origin, url } = json;
  if (typeof origin !== 'string' || typeof url !== 'string' || typeof headers !== 'object' || headers === null)
    return NO_ECHO;
  // A load balancer in front appends the address it was asked from to what the client claims.
  const address = withoutPort(origin.split(',').at(-1)!.trim());
  if (!isAddress(address)) return NO_ECHO;
  const fields: HeaderField[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (!values.every((one) => typeof one === 'string')) return NO_ECHO;
    fields.push([name.toLowerCase(), values.join(', ')]);
  }
  return url.includes(nonce) ? { kind: 'echo', echo: { address, headers: fields } } : { kind: 'stale' };
}

/** Lines `NAME = value` of CGI variables, often inside <pre>. */
function readAzenv(body: string, nonce: string): EchoResult {
  let address = '';
  let uri = '';
  const fields: HeaderField[] = [];
  // Index by index instead of one pattern: a hostile page must not make a pattern backtrack.
  for (const line of body.split(/\r?\n|<br ?\/?>/i)) {
    const equals = line.indexOf(' = ');
    const name = line.slice(line.lastIndexOf('>', equals) + 1, Math.max(0, equals)).trim();
    if (!/^[A-Z][A-Z\d_]*$/.test(name)) continue;
    const tag = line.indexOf('<', equals);
    const value = line.slice(equals + 3, tag < 0 ? line.length : tag).trim();
    if (name === 'REMOTE_ADDR') address = value;
    else if (name === 'REQUEST_URI') uri = value;
    else if (name.startsWith('HTTP_')) fields.push([name.slice(5).toLowerCase().replaceAll('_', '-'), value]);
  }
  if (!isAddress(address) || uri === '') return NO_ECHO;
  return uri.includes(nonce) ? { kind: 'echo', echo: { address, headers: fields } } : { kind: 'stale' };
}

/** Without a zone: that is a name of the judge's own interfaces, and as long as somebody likes. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

function withoutPort(text: string): string {
  if (isIP(text) !== 0) return text;
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/:\d+$/, '');
}
