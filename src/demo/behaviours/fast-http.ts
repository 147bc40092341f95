/** The good one of old lists: forwards plain HTTP quickly, adds nothing, knows no CONNECT. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'forwards HTTP quickly and adds nothing',
  weight: 90,
  claims: ['http'],
  truth: { status: 'working', protocols: ['http'], anonymity: 'elite', reasons: [] },
  latencyMs: [40, 400],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: false }),
});
