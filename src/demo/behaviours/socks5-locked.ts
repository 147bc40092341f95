/** SOCKS5 that takes no client without a password, and no list gives it. */
import { defineBehaviour } from '../define-behaviour.ts';
import { socksProxy } from '../socks-proxy.ts';

export default defineBehaviour({
  summary: 'SOCKS5 with a password that no list gives',
  weight: 15,
  claims: ['socks5'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['auth-required'] },
  latencyMs: [30, 400],
  credentials: { user: 'staff', password: 'not-on-any-list', listed: false },
  serve: (visit) => socksProxy(visit, [5]),
});
