/** An ordinary web server that a careless list took for a proxy: it answers for itself. */
import { defineBehaviour } from '../define-behaviour.ts';
import { answer, beginsRequest } from '../http-proxy.ts';
import { Wire } from '../wire.ts';

export default defineBehaviour({
  summary: 'a web server that is no proxy',
  weight: 25,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['not-a-proxy', 'bad-reply', 'denied'] },
  latencyMs: [20, 300],
  serve: async (visit) => {
    const wire = new Wire(visit.socket);
    const http = beginsRequest(await wire.peek());
    const request = http ? (await wire.takeUntil('\r\n', 8_192)).toString('latin1') : '';
    await visit.linger();
    const headers = ['Server: nginx', 'Content-Type: text/html'];
    if (!http) answer(visit.socket, '400 Bad Request', headers);
    else if (request.startsWith('CONNECT')) answer(visit.socket, '405 Not Allowed', headers);
    else answer(visit.socket, '404 Not Found', headers, '<html><h1>404 Not Found</h1><hr>nginx</html>\r\n');
  },
});
