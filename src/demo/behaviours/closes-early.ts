/** Begins a reply and hangs up in the middle of its head; clients that speak no HTTP hear nothing at all. */
import { defineBehaviour } from '../define-behaviour.ts';
import { Wire } from '../wire.ts';

const LETTER_A = 0x41;

export default defineBehaviour({
  summary: 'hangs up in the middle of the reply',
  weight: 20,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['closed'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    const [first = 0] = await new Wire(visit.socket).take(1);
    await visit.linger();
    visit.socket.end(first >= LETTER_A ? 'HTTP/1.1 200 OK\r\nContent-Type: text/pl' : '');
  },
});
