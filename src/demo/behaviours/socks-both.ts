/** SOCKS4 and SOCKS5 on one port, as dante speaks them. */
import { defineBehaviour } from '../define-behaviour.ts';
import { socksProxy } from '../socks-proxy.ts';

export default defineBehaviour({
  summary: 'SOCKS4 and SOCKS5 on one port',
  weight: 30,
  claims: ['socks4', 'socks5'],
  truth: { status: 'working', protocols: ['socks4', 'socks5'], anonymity: 'elite', reasons: [] },
  latencyMs: [80, 700],
  serve: (visit) => socksProxy(visit, [4, 5]),
});
