/** Serves many clients at once and confuses them: each gets the reply to the request before. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

/** The reply before, by kind of page; shared by all of them, so that one proxy's reply comes through another one. */
const before = new Map<string, Buffer>();
const MAX_KINDS = 100;
const NONE = Buffer.from('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');

export default defineBehaviour({
  summary: 'hands the reply of one client to the next',
  weight: 8,
  claims: ['http'],
  // The very first client gets an error, since nobody was there before it.
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['tampered', 'denied'] },
  latencyMs: [30, 300],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: false, alters: cross }),
});

function cross(reply: Buffer, path: string): Buffer {
  const kind = path.slice(0, path.lastIndexOf('/'));
  const old = before.get(kind) ?? NONE;
  if (before.size >= MAX_KINDS) before.clear();
  before.set(kind, reply);
  return old;
}
