/** Opens tunnels and nothing else, as proxies do that were set up for HTTPS alone. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'opens tunnels only; plain HTTP is answered 405',
  weight: 50,
  claims: ['https'],
  truth: { status: 'working', protocols: ['https'], anonymity: 'elite', reasons: [] },
  latencyMs: [90, 1_000],
  serve: (visit) => httpProxy(visit, { forward: false, tunnel: true }),
});
