/** What everybody looks for: HTTP and tunnels, and no trace of the client or of itself. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'forwards HTTP and opens tunnels without a trace',
  weight: 110,
  claims: ['http', 'https'],
  truth: { status: 'working', protocols: ['http', 'https'], anonymity: 'elite', reasons: [] },
  latencyMs: [70, 900],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: true }),
});
