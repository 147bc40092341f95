/** Says that the tunnel is open and answers the TLS handshake itself, with a page. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { pageReply } from '../page.ts';

const PAGE = '<!doctype html><title>Upgrade your plan</title><h1>Tunnels are for members</h1>\n';

export default defineBehaviour({
  summary: 'opens a tunnel to a page of its own',
  weight: 8,
  claims: ['https'],
  // A list that calls it http as well has it asked for a page, too: that it answers by itself.
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['tls-failed', 'not-a-proxy'] },
  latencyMs: [30, 400],
  serve: (visit) =>
    httpProxy(visit, {
      forward: false,
      tunnel: true,
      answersConnect: async ({ socket }, wire) => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        await wire.peek();
        socket.end(pageReply(PAGE));
      },
    }),
});
