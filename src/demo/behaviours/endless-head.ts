/** Begins a reply and adds one header line after another. */
import { defineBehaviour } from '../define-behaviour.ts';
import { pour } from '../pour.ts';
import { Wire } from '../wire.ts';

export default defineBehaviour({
  summary: 'sends header lines without an end',
  weight: 6,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['bad-reply'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    await new Wire(visit.socket).peek();
    await visit.linger();
    await pour(visit, 'HTTP/1.1 200 OK\r\n', 'X-More: of the same, and there is no last one\r\n');
  },
});
