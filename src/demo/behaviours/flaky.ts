/** Hangs up on every third connection: one good reply from it proves little. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { Wire } from '../wire.ts';

const FAILS_EVERY = 3;

export default defineBehaviour({
  summary: 'resets every third connection',
  weight: 50,
  claims: ['http'],
  truth: { status: 'varies', protocols: ['http'], anonymity: 'elite', reasons: ['reset', 'closed'] },
  latencyMs: [40, 500],
  serve: async (visit) => {
    if (visit.nth % FAILS_EVERY !== 0) return httpProxy(visit, { forward: true, tunnel: false });
    await new Wire(visit.socket).peek();
    visit.socket.resetAndDestroy();
  },
});
