/** The request texts of checks: everything but the nonce is built once per run. Direct probes send the same headers. */
import type { Credentials } from '../define/check.ts';
import { proxyAuthorization } from '../net/connect.ts';
import type { Ask } from './judge-plan.ts';

/** Header lines beyond Host and Connection; the judge's baseline is taken with the same ones. */
export const REQUEST_HEADERS: readonly string[] = ['User-Agent: RefBot', 'Accept: */*'];

/** A GET for one page of the judge; the nonce goes between the two halves. */
export interface RequestTemplate {
  /** `GET …` up to the nonce, with the URL in absolute form (`http://…`) for proxies that want that. */
  readonly absolute: string;
  /** The same in origin form, for tunnels. */
  readonly origin: string;
  /** From behind the nonce to the last header line. */
  readonly rest: string;
}

export function requestTemplate(ask: Pick<Ask, 'authority' | 'path'>): RequestTemplate {
  return {
    absolute: `GET http://${ask.authority}${ask.path}`,
    origin: `GET ${ask.path}`,
    rest: [' HTTP/1.1', `Host: ${ask.authority}`, ...REQUEST_HEADERS, 'Connection: close', ''].join('\r\n'),
  };
}

/** @param proxy credentials for the proxy that reads this request; null inside a tunnel */
export function requestText(template: RequestTemplate, nonce: string, proxy: Credentials | null): string {
  if (proxy === null) return `${template.origin}${nonce}${template.rest}\r\n`;
  return `${template.absolute}${nonce}${template.rest}${proxyAuthorization(proxy)}\r\n`;
}
