/** Leaves the page alone and sets a cookie in the name of the target, to know the client again. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'sets a cookie in the name of every site',
  weight: 8,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['tampered'] },
  latencyMs: [30, 400],
  serve: (visit) =>
    httpProxy(visit, {
      forward: true,
      tunnel: false,
      alters: (reply) =>
        Buffer.from(
          reply.toString('latin1').replace('\r\n', '\r\nSet-Cookie: follow=you; Max-Age=31536000\r\n'),
          'latin1',
        ),
    }),
});
