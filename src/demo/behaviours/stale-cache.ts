/** Answers from a cache that does not look closely: what comes back is the reply to another request for that page. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'answers with what it kept of another request',
  weight: 8,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['tampered'] },
  latencyMs: [10, 60],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: false, asks: another }),
});

/** A page of the same kind under another name: what a request before this one would have left in the cache. */
function another(path: string): string {
  return path.replace(/\w+$/, (name) => [...name].reverse().join(''));
}
