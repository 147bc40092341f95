/** SOCKS5 without a password. */
import { defineBehaviour } from '../define-behaviour.ts';
import { socksProxy } from '../socks-proxy.ts';

export default defineBehaviour({
  summary: 'SOCKS5',
  weight: 80,
  claims: ['socks5'],
  truth: { status: 'working', protocols: ['socks5'], anonymity: 'elite', reasons: [] },
  latencyMs: [60, 1_000],
  serve: (visit) => socksProxy(visit, [5]),
});
