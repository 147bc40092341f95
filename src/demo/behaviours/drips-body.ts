/** Forwards, and lets the page through one byte at a time. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { splitReply } from '../page.ts';
import { drip } from '../pour.ts';

const EVERY_MS = 250;

export default defineBehaviour({
  summary: 'forwards, but pages arrive byte by byte',
  weight: 6,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['no-answer'] },
  latencyMs: [20, 400],
  serve: (visit) =>
    httpProxy(visit, {
      forward: true,
      tunnel: false,
      delivers: async (reply) => {
        const parts = splitReply(reply);
        if (!parts) throw new Error('the target gave no whole reply');
        visit.socket.write(parts.head, 'latin1');
        await drip(visit, parts.body, EVERY_MS);
      },
    }),
});
