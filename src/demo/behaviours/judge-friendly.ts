/**
 * Knows what judges are asked for and leaves that alone; everybody else gets its page. A check by a judge must call it
 * working; only a check against the operator's own page finds it out.
 */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { pageReply } from '../page.ts';

const JUDGE_PAGE = /^\/(?:echo|page|\.well-known\/refbot-judge)(?:\/|$)/;
const PAGE = '<!doctype html><title>Best offers</title><h1>You may also like</h1>\n';

export default defineBehaviour({
  summary: 'honest to judges, its own page for everybody else',
  weight: 5,
  claims: ['http'],
  truth: { status: 'working', protocols: ['http'], anonymity: 'elite', reasons: [] },
  latencyMs: [40, 400],
  serve: (visit) =>
    httpProxy(visit, {
      forward: true,
      tunnel: false,
      alters: (reply, path) => (JUDGE_PAGE.test(path) ? reply : pageReply(PAGE)),
    }),
});
