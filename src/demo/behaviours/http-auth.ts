/** Wants the user and password that lists give along (Basic, RFC 7617); 407 for everybody else. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'HTTP and tunnels for those who have the password',
  weight: 30,
  claims: ['http', 'https'],
  truth: { status: 'working', protocols: ['http', 'https'], anonymity: 'elite', reasons: [] },
  latencyMs: [60, 500],
  credentials: { user: 'demo', password: 'open-sesame', listed: true },
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: true }),
});
