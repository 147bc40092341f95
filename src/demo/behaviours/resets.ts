/** Accepts, and resets the connection at the first word. */
import { defineBehaviour } from '../define-behaviour.ts';
import { Wire } from '../wire.ts';

export default defineBehaviour({
  summary: 'resets the connection at the first word',
  weight: 20,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['reset'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    await new Wire(visit.socket).peek();
    await visit.linger();
    visit.socket.resetAndDestroy();
  },
});
