/**
 * The judge itself: echoes who asks and how, serves the known page, over HTTP and HTTPS. Written on bare sockets
 * because every check asks it twice. Runs in the judge's worker; refuses absolute-form and CONNECT with 421, or it
 * would pass for a proxy.
 */
import { X509Certificate, createHmac } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { authority } from '../../net/connect.ts';
import type { Certificate } from './certificate.ts';
import { LOAD_PATH, loadOf, sendLoad } from './load.ts';
import { ABOUT_PATH, ECHO_PATH, PAGE_PATH, echoBody, knownPage, nonceOf, type JudgeAbout } from './page.ts';
import { MAX_REQUEST_BYTES, parseRequestHead, type RequestHead } from './request-head.ts';

export interface JudgeServerOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly httpsPort: number;
  readonly certificate: Certificate;
}

export interface JudgeServer {
  readonly httpPort: number;
  readonly httpsPort: number;
  stop(): Promise<void>;
}

/** A connection that says nothing for so long is closed. */
const IDLE_MS = 15_000;
const MAX_CONNECTIONS = 20_000;
const END = Buffer.from('\r\n\r\n');

/** @throws the error of listen (EADDRINUSE, …) */
export async function serveJudge(options: JudgeServerOptions): Promise<JudgeServer> {
  // From the key, so that a judge that is started again in the middle of a check still is the same one.
  const token = createHmac('sha256', options.certificate.key).update('page').digest('hex').slice(0, 32);
  const fingerprint = new X509Certificate(options.certificate.cert).fingerprint256;
  const open = new Set<Socket>();
  const ports = { http: 0, https: 0 };
  const about = (host: string): JudgeAbout => {
    // As the asker reached us: we may listen on a wildcard address and know no name of our own.
    const name =
      /^(\[[\da-fA-F:]+\]|[\w.-]+)(?::\d+)?$/.exec(host)?.[1] ??
      authority({ host: options.host, port: 0 }).slice(0, -2);
    return {
      refbot: 1,
      http: `http://${name}:${ports.http}`,
      https: `https://${name}:${ports.https}`,
      echo: ECHO_PATH,
      page: PAGE_PATH,
      load: LOAD_PATH,
      fingerprint,
    };
  };
  const answer = (request: RequestHead, address: string): string => {
    if (request.absolute) return reply(421, 'text/plain', 'this is a judge, no proxy\n', false);
    if (request.method !== 'GET') return reply(405, 'text/plain', 'GET only\n', false);
    const echo = nonceOf(request.target, ECHO_PATH);
    if (echo !== null)
      return reply(200, 'application/json', echoBody(echo, address, request.headers), request.keepAlive);
    const page = nonceOf(request.target, PAGE_PATH);
    if (page !== null)
      return reply(200, 'text/html; charset=utf-8', knownPage(page, token), request.keepAlive, PROTECTION);
    if (request.target === ABOUT_PATH)
      return reply(200, 'application/json', JSON.stringify(about(request.host)), request.keepAlive);
    return reply(404, 'text/plain', 'nothing here\n', request.keepAlive);
  };
  const accept = (socket: Socket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    serveConnection(socket, answer);
  };
  const http = createServer({ noDelay: true }, accept);
  const https = createTlsServer(
    { key: options.certificate.key, cert: options.certificate.cert, minVersion: 'TLSv1.2', noDelay: true },
    accept,
  );
  // Sockets that never finish the TLS handshake are known to the TCP layer only.
  https.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  https.on('tlsClientError', (_error, socket) => socket.destroy());
  for (const server of [http, https]) server.maxConnections = MAX_CONNECTIONS;
  const stop = async (): Promise<void> => {
    const closed = [http, https]
      .filter((server) => server.listening)
      .map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const socket of open) socket.destroy();
    await Promise.all(closed);
  };
  try {
    ports.http = await listen(http, options.host, options.port);
    ports.https = await listen(https, options.host, options.httpsPort);
  } catch (error) {
    await stop();
    throw error;
  }
  return { httpPort: ports.http, httpsPort: ports.https, stop };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 4_096 }, () => {
      server.removeListener('error', reject);
      server.on('error', () => {}); // EMFILE on accept: the connection is lost, the judge goes on
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function serveConnection(socket: Socket, answer: (request: RequestHead, address: string) => string): void {
  const address = plainAddress(socket.remoteAddress ?? '');
  let pending: Buffer | null = null;
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const bytes = pending ? Buffer.concat([pending, chunk]) : chunk;
    const end = bytes.indexOf(END);
    if (end < 0) {
      pending = bytes;
      if (bytes.length > MAX_REQUEST_BYTES) socket.end(reply(431, 'text/plain', 'head too large\n', false), 'latin1');
      return;
    }
    pending = null;
    const request = parseRequestHead(bytes.toString('latin1', 0, end));
    // Bytes behind a request would be a body or a second request: nobody who asks a judge sends those.
    if (!request || bytes.length > end + 4) {
      socket.end(reply(400, 'text/plain', 'malformed request\n', false), 'latin1');
      return;
    }
    const load = request.method === 'GET' && !request.absolute ? loadOf(request.target) : null;
    if (load !== null) {
      sendLoad(socket, load);
      return;
    }
    const text = answer(request, address);
    if (text.includes('\r\nConnection: close\r\n')) socket.end(text, 'latin1');
    else socket.write(text, 'latin1');
  });
}

/** IPv4 without the IPv6 mapping that dual-stack sockets show. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/** Who slips scripts into pages takes this away first. */
const PROTECTION = "Content-Security-Policy: default-src 'none'\r\n";

const STATUS_TEXT: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  421: 'Misdirected Request',
  431: 'Request Header Fields Too Large',
};

/** Header values are latin1 and so is the echo of them: one encoding for the whole reply, lengths in bytes fit. */
function reply(status: number, type: string, body: string, keepAlive: boolean, more = ''): string {
  return (
    `HTTP/1.1 ${status} ${STATUS_TEXT[status]}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n` +
    `Cache-Control: no-store\r\n${more}Connection: ${keepAlive ? 'keep-alive' : 'close'}\r\n\r\n${body}`
  );
}
