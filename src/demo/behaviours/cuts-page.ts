/** Forwards, and hangs up in the middle of what it announced. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { splitReply } from '../page.ts';

export default defineBehaviour({
  summary: 'hangs up in the middle of every page',
  weight: 8,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['closed'] },
  latencyMs: [30, 400],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: false, alters: half }),
});

function half(reply: Buffer): Buffer {
  const parts = splitReply(reply);
  return parts ? reply.subarray(0, parts.head.length + Math.floor(parts.body.length / 2)) : reply;
}
