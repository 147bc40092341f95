/** Begins a reply and hangs up in the middle of its head. */
import { defineBehaviour } from '../define-behaviour.ts';
import { Wire } from '../wire.ts';

export default defineBehaviour({
  summary: 'hangs up in the middle of the reply',
  weight: 20,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['closed'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    await new Wire(visit.socket).spoken();
    await visit.linger();
    visit.socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/pl');
  },
});
