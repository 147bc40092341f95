/** Something listens there, but no proxy: bytes of another protocol come back. */
import { defineBehaviour } from '../define-behaviour.ts';
import { Wire } from '../wire.ts';

/** How a MySQL server greets; no proxy protocol begins so. */
const GREETING = Buffer.from('\x4a\x00\x00\x00\x0a8.0.36\x00\x1c\x02\x00\x00mysql_native_password\x00', 'latin1');

export default defineBehaviour({
  summary: 'answers in another protocol',
  weight: 20,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['bad-reply', 'closed'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    await new Wire(visit.socket).peek();
    await visit.linger();
    visit.socket.end(GREETING);
  },
});
