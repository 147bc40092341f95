/** A host that drops what it gets, as behind a firewall: the connection never comes about. */
import { defineBehaviour } from '../define-behaviour.ts';

export default defineBehaviour({
  summary: 'never takes a connection',
  weight: 12,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['connect-timeout'] },
  latencyMs: [1, 2],
  door: 'full',
});
