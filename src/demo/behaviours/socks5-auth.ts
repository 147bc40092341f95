/** SOCKS5 that wants the user and password that lists give along (RFC 1929). */
import { defineBehaviour } from '../define-behaviour.ts';
import { socksProxy } from '../socks-proxy.ts';

export default defineBehaviour({
  summary: 'SOCKS5 for those who have the password',
  weight: 25,
  claims: ['socks5'],
  truth: { status: 'working', protocols: ['socks5'], anonymity: 'elite', reasons: [] },
  latencyMs: [60, 500],
  credentials: { user: 'demo', password: 'open-sesame', listed: true },
  serve: (visit) => socksProxy(visit, [5]),
});
