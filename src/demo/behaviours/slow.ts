/** Works, but takes its time. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'HTTP and tunnels, one to three seconds late',
  weight: 50,
  claims: ['http', 'https'],
  truth: { status: 'working', protocols: ['http', 'https'], anonymity: 'elite', reasons: [] },
  latencyMs: [1_000, 2_600],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: true }),
});
