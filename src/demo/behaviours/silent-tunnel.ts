/** Forwards plain HTTP, and takes every CONNECT without a word. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'forwards HTTP and never answers a CONNECT',
  weight: 8,
  claims: ['http', 'https'],
  truth: { status: 'working', protocols: ['http'], anonymity: 'elite', reasons: [] },
  latencyMs: [50, 500],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: true, answersConnect: () => {} }),
});
