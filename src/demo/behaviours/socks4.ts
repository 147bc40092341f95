/** SOCKS4, with host names too (4a). */
import { defineBehaviour } from '../define-behaviour.ts';
import { socksProxy } from '../socks-proxy.ts';

export default defineBehaviour({
  summary: 'SOCKS4 and 4a',
  weight: 60,
  claims: ['socks4'],
  truth: { status: 'working', protocols: ['socks4'], anonymity: 'elite', reasons: [] },
  latencyMs: [90, 1_300],
  serve: (visit) => socksProxy(visit, [4]),
});
