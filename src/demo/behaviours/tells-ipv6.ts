/** Gives the client away by its other address: asked over IPv4, it tells an IPv6 one, spelled as nobody else would. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'tells the target the IPv6 address of the client',
  weight: 8,
  claims: ['http'],
  truth: { status: 'working', protocols: ['http'], anonymity: 'transparent', reasons: [] },
  latencyMs: [60, 600],
  serve: (visit) =>
    httpProxy(visit, {
      forward: true,
      tunnel: false,
      adds: () => ['Forwarded: for="[0:0:0:0:0:0:0:1]:4711";proto=http'],
    }),
});
