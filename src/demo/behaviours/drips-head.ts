/** Answers one byte at a time, and is never done with the head. */
import { defineBehaviour } from '../define-behaviour.ts';
import { drip } from '../pour.ts';
import { Wire } from '../wire.ts';

const EVERY_MS = 250;
const HEAD = Buffer.from(`HTTP/1.1 200 OK\r\nX-Patience: ${'zzz '.repeat(100)}\r\n\r\n`);

export default defineBehaviour({
  summary: 'sends the head of its reply byte by byte',
  weight: 6,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['no-answer'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    await new Wire(visit.socket).peek();
    await visit.linger();
    await drip(visit, HEAD, EVERY_MS);
  },
});
