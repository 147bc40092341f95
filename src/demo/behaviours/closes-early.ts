/** Begins a reply and hangs up in the middle of its head; clients that speak no HTTP hear nothing at all. */
import { defineBehaviour } from '../define-behaviour.ts';
import { beginsRequest } from '../http-proxy.ts';
import { Wire } from '../wire.ts';

export default defineBehaviour({
  summary: 'hangs up in the middle of the reply',
  weight: 20,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['closed'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    const http = beginsRequest(await new Wire(visit.socket).peek());
    await visit.linger();
    visit.socket.end(http ? 'HTTP/1.1 200 OK\r\nContent-Type: text/pl' : '');
  },
});
