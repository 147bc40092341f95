/** Hides the client but says that it is a proxy: a Via header, as tinyproxy sends it. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'adds a Via header; the client stays hidden',
  weight: 70,
  claims: ['http', 'https'],
  truth: { status: 'working', protocols: ['http', 'https'], anonymity: 'anonymous', reasons: [] },
  latencyMs: [80, 1_000],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: true, adds: () => ['Via: 1.1 gateway (squid/6.6)'] }),
});
