/** Answers with a page that has no end. */
import { defineBehaviour } from '../define-behaviour.ts';
import { pour } from '../pour.ts';
import { Wire } from '../wire.ts';

export default defineBehaviour({
  summary: 'sends a page without an end',
  weight: 6,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['not-a-proxy'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    await new Wire(visit.socket).peek();
    await visit.linger();
    await pour(visit, 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>', '<p>and so on</p>\n');
  },
});
