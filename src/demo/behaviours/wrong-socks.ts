/** Answers a greeting of SOCKS5 in SOCKS4 and the other way round. */
import { defineBehaviour } from '../define-behaviour.ts';
import { Wire } from '../wire.ts';

const SOCKS4_GRANTED = Buffer.from([0, 0x5a, 0, 0, 0, 0, 0, 0]);
const SOCKS5_GREETING = Buffer.from([5, 0]);

export default defineBehaviour({
  summary: 'answers in the other version of SOCKS',
  weight: 8,
  claims: ['socks5'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['bad-reply'] },
  latencyMs: [20, 400],
  serve: async (visit) => {
    const version = await new Wire(visit.socket).peek();
    await visit.linger();
    visit.socket.end(version === 5 ? SOCKS4_GRANTED : SOCKS5_GREETING);
  },
});
