/** Lives on commissions: every request goes out with a cookie that books its client to somebody. Pages stay as they are. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';

export default defineBehaviour({
  summary: 'adds an affiliate cookie to every request',
  weight: 8,
  claims: ['http'],
  truth: { status: 'working', protocols: ['http'], anonymity: 'anonymous', reasons: [] },
  latencyMs: [60, 600],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: false, adds: () => ['Cookie: partner=4711'] }),
});
