/**
 * A web site on loopback for tests of proxies, over HTTP and HTTPS: `/echo` tells what arrived, `/page` is a known HTML
 * page, `/size/N` is N bytes, anything else is 404. It knows who connected, so a test can see which proxy was used.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

export const KNOWN_PAGE = '<!doctype html><title>known</title><p>The same bytes for everybody.</p>\n';

export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly from: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Target {
  /** `http://127.0.0.1:port` */
  readonly http: string;
  readonly https: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** SHA-256 of the certificate, as `getPeerCertificate().fingerprint256` tells it. */
  readonly fingerprint: string;
  /** Remote addresses of all connections so far. */
  readonly visitors: readonly string[];
  stop(): Promise<void>;
}

export async function startTarget(): Promise<Target> {
  const visitors: string[] = [];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
  const plain = createServer(respond);
  const secure = createTlsServer({ key, cert }, respond);
  for (const server of [plain, secure]) server.on('connection', (socket) => visitors.push(socket.remoteAddress ?? '?'));
  const [httpPort, httpsPort] = await Promise.all([listening(plain), listening(secure)]);
  const { X509Certificate } = await import('node:crypto');
  return {
    http: `http://127.0.0.1:${httpPort}`,
    https: `https://127.0.0.1:${httpsPort}`,
    httpPort,
    httpsPort,
    fingerprint: new X509Certificate(cert).fingerprint256,
    visitors,
    stop: async () => void (await Promise.all([closed(plain), closed(secure)])),
  };
}

const respond: RequestListener = (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://target');
  const size = /^\/size\/(\d+)$/.exec(pathname)?.[1];
  if (pathname === '/echo') {
    void echo(request).then((facts) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(facts));
    });
  } else if (pathname === '/page')
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(KNOWN_PAGE);
  else if (size !== undefined) response.writeHead(200, { 'Content-Type': 'text/plain' }).end('x'.repeat(Number(size)));
  else response.writeHead(404).end();
};

async function echo(request: IncomingMessage): Promise<Echo> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    from: request.socket.remoteAddress ?? '',
    headers,
    body,
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
