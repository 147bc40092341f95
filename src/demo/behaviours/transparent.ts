/** Gives the client away: X-Forwarded-For with its address, beside a Via header. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'tells the target the address of the client',
  weight: 80,
  claims: ['http'],
  truth: { status: 'working', protocols: ['http'], anonymity: 'transparent', reasons: [] },
  latencyMs: [90, 800],
  serve: (visit) =>
    httpProxy(visit, {
      forward: true,
      tunnel: false,
      adds: ({ socket }) => ['Via: 1.1 cache', `X-Forwarded-For: ${socket.remoteAddress ?? 'unknown'}`],
    }),
});
