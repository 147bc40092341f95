/**
 * The other side of the bench of the check, in a process of its own so that its CPU is not counted: a judge, and a proxy
 * for absolute-form, CONNECT and SOCKS5 that only passes bytes on.
 */
import { constants } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { Socket } from 'node:net';
import { judgeCertificate } from '../../../src/checker/judge/certificate.ts';
import { ECHO_PATH, PAGE_PATH, type JudgeAbout } from '../../../src/checker/judge/page.ts';
import { serveJudge } from '../../../src/checker/judge/server.ts';
import { answerLines } from './answer-lines.ts';
import { KINDS, type Kind, type Ports } from './check-kinds.ts';

const host = '127.0.0.1';
/** Nobody listens there. */
const CLOSED = `${host}:1`;

async function listen(server: Server, on = host): Promise<number> {
  await new Promise<void>((resolve) => server.listen({ host: on, port: 0, backlog: 4_096 }, resolve));
  return (server.address() as AddressInfo).port;
}

function passOn(client: Socket, port: number, first: string | null, reply: string | Buffer | null): void {
  const server = connect({ host, port, noDelay: true });
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
  client.on('close', () => server.destroy());
  server.on('close', () => client.destroy());
  server.once('connect', () => {
    if (reply) client.write(reply);
    if (first) server.write(first);
    client.pipe(server);
    server.pipe(client);
  });
}

const proxy = createServer({ noDelay: true }, (client) => {
  client.on('error', () => client.destroy());
  // The one listener that is not on an explicit loopback address: it is every 127.b.c.d, and nothing else.
  if (!client.remoteAddress?.startsWith('127.')) return void client.destroy();
  client.once('data', (chunk: Buffer) => {
    if (chunk[0] === 5) {
      client.write(Buffer.from([5, 0]));
      client.once('data', (request: Buffer) =>
        passOn(client, request.readUInt16BE(8), null, Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])),
      );
      return;
    }
    const text = chunk.toString('latin1');
    const tunnel = /^CONNECT [^ ]+:(\d+) /.exec(text);
    if (tunnel) passOn(client, Number(tunnel[1]), null, 'HTTP/1.1 200 Connection established\r\n\r\n');
    else {
      const port = Number(/^GET http:\/\/[^/]+:(\d+)/.exec(text)?.[1] ?? 1);
      passOn(client, port, text.replace(/^GET http:\/\/[^/]+/, 'GET '), null);
    }
  });
});

const folder = mkdtempSync(join(tmpdir(), 'refbot-bench-'));
const certificate = await judgeCertificate(folder, new Date());
rmSync(folder, { recursive: true, force: true });
const judge = await serveJudge({ host, port: 0, httpsPort: 0, certificate });
/** Its tickets are numbers that nobody remembers: every handshake is a full one. */
const forgetful = createTlsServer(
  { key: certificate.key, cert: certificate.cert, secureOptions: constants.SSL_OP_NO_TICKET },
  (client) => passOn(client, judge.httpPort, null, null),
).on('tlsClientError', () => {});
const ports = { http: judge.httpPort, socks5: judge.httpPort, https: 0, 'https-resumed': judge.httpsPort };
ports.https = await listen(forgetful);

const about = Object.fromEntries(
  await Promise.all(
    KINDS.map(async (kind): Promise<[Kind, number]> => {
      const secure = kind.startsWith('https');
      const facts: JudgeAbout = {
        refbot: 1,
        http: `http://${secure ? CLOSED : `${host}:${ports[kind]}`}`,
        https: `https://${secure ? `${host}:${ports[kind]}` : CLOSED}`,
        echo: ECHO_PATH,
        page: PAGE_PATH,
        fingerprint: '',
      };
      return [kind, await listen(createHttpServer((_request, response) => response.end(JSON.stringify(facts))))];
    }),
  ),
) as Record<Kind, number>;

const ready: Ports = { proxy: await listen(proxy, '0.0.0.0'), judge: ports, about };
await answerLines(ready);
