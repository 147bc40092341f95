/** A proxy for its own network: it understands, and lets nobody else through. */
import { defineBehaviour } from '../define-behaviour.ts';
import { answer } from '../http-proxy.ts';
import { Wire } from '../wire.ts';

export default defineBehaviour({
  summary: 'answers every request with 403',
  weight: 25,
  claims: ['http', 'https'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['denied', 'bad-reply'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    await new Wire(visit.socket).peek();
    await visit.linger();
    answer(
      visit.socket,
      '403 Forbidden',
      ['Via: 1.1 gateway', 'X-Squid-Error: ERR_ACCESS_DENIED 0'],
      'Access denied.\n',
    );
  },
});
