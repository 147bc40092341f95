/** Says 200 to everything and serves a page of its own: a parked domain, a captive portal. */
import { defineBehaviour } from '../define-behaviour.ts';
import { answer } from '../http-proxy.ts';
import { Wire } from '../wire.ts';

const PAGE = '<!doctype html><title>Welcome</title><h1>Your connection is ready</h1><p>Log in to go on.</p>\n';

export default defineBehaviour({
  summary: 'serves a page of its own instead of the target’s',
  weight: 35,
  claims: ['http', 'https'],
  truth: {
    status: 'failed',
    protocols: [],
    anonymity: null,
    reasons: ['bad-reply', 'not-a-proxy', 'tampered', 'tls-failed'],
  },
  latencyMs: [20, 300],
  serve: async (visit) => {
    await new Wire(visit.socket).peek();
    await visit.linger();
    answer(visit.socket, '200 OK', ['Content-Type: text/html; charset=utf-8'], PAGE);
  },
});
