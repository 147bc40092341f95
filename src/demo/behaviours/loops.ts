/** Forwards to itself, until the trail of Via headers tells it so: a few rounds, never a storm. */
import { defineBehaviour } from '../define-behaviour.ts';
import { answer, beginsRequest } from '../http-proxy.ts';
import { relay } from '../relay.ts';
import { Wire } from '../wire.ts';

const MAX_ROUNDS = 2;
const VIA = 'Via: 1.1 loop\r\n';

export default defineBehaviour({
  summary: 'forwards every request to itself',
  weight: 6,
  claims: ['http', 'https'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['denied'] },
  latencyMs: [5, 60],
  serve: async (visit) => {
    const wire = new Wire(visit.socket);
    if (!beginsRequest(await wire.peek())) return void visit.socket.end();
    const head = (await wire.takeUntil('\r\n\r\n', 32 * 1024)).toString('latin1');
    await visit.linger();
    if (head.split(VIA).length > MAX_ROUNDS) return answer(visit.socket, '508 Loop Detected');
    const itself = await visit.dial(visit.host, visit.socket.localPort!);
    wire.release();
    itself.write(head.slice(0, -2) + VIA + '\r\n', 'latin1');
    relay(visit.socket, itself);
  },
});
