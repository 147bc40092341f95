/** Works; how quickly is another matter at each connection. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'HTTP and tunnels, now quick, now slow',
  weight: 40,
  claims: ['http', 'https'],
  truth: { status: 'working', protocols: ['http', 'https'], anonymity: 'elite', reasons: [] },
  latencyMs: [300, 1_100],
  jitter: 0.95,
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: true }),
});
