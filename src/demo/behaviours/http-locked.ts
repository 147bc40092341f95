/** A private proxy that leaked onto lists without its password: 407 for everybody. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'wants a password that no list gives',
  weight: 25,
  claims: ['http', 'https'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['auth-required'] },
  latencyMs: [30, 300],
  credentials: { user: 'staff', password: 'not-on-any-list', listed: false },
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: true }),
});
