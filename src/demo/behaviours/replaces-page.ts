/** Echoes honestly and shows pages of its own: one good reply says nothing about the next one. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { isWebPage, pageReply, splitReply } from '../page.ts';

const PAGE = '<!doctype html><title>Blocked</title><h1>This page is not for you</h1>\n';

export default defineBehaviour({
  summary: 'shows its own page instead of any web page',
  weight: 8,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['tampered'] },
  latencyMs: [30, 400],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: false, alters: replace }),
});

function replace(reply: Buffer): Buffer {
  const parts = splitReply(reply);
  return parts && isWebPage(parts.head) ? pageReply(PAGE) : reply;
}
