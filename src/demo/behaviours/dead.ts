/** Most of any list: nobody listens there any more. */
import { defineBehaviour } from '../define-behaviour.ts';

export default defineBehaviour({
  summary: 'the port is closed',
  weight: 90,
  claims: ['http', 'https'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['refused'] },
  latencyMs: [1, 2],
  door: 'closed',
});
