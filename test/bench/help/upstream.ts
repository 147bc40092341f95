/**
 * The other side of the bench of the check, in a process of its own so that its CPU is not counted: our judge, and a
 * proxy for absolute-form, CONNECT and SOCKS5 that only passes bytes on. Prints one line of JSON when it is ready.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeCertificate } from '../../../src/checker/judge/certificate.ts';
import { serveJudge } from '../../../src/checker/judge/server.ts';

const host = '127.0.0.1';
const folder = mkdtempSync(join(tmpdir(), 'refbot-bench-'));
const certificate = await judgeCertificate(folder, new Date());
rmSync(folder, { recursive: true, force: true });
const judge = await serveJudge({ host, port: 0, httpsPort: 0, certificate });

const passOn = (client: Socket, port: number, first: string | Buffer | null, reply: string | Buffer | null): void => {
  const server = connect({ host, port, noDelay: true });
  server.on('error', () => client.destroy());
  client.on('close', () => server.destroy());
  server.on('close', () => client.destroy());
  server.once('connect', () => {
    if (reply) client.write(reply);
    if (first) server.write(first);
    client.pipe(server);
    server.pipe(client);
  });
};

const proxy = createServer({ noDelay: true }, (client) => {
  client.on('error', () => client.destroy());
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
    else
      passOn(
        client,
        Number(/^GET http:\/\/[^/]+:(\d+)/.exec(text)![1]),
        text.replace(/^GET http:\/\/[^/]+/, 'GET '),
        null,
      );
  });
});
proxy.listen({ host, port: 0, backlog: 4_096 }, () => {
  process.stdout.write(
    `${JSON.stringify({ proxy: (proxy.address() as AddressInfo).port, http: judge.httpPort, https: judge.httpsPort })}\n`,
  );
});
// The bench ends us by closing our input.
process.stdin.on('end', () => process.exit(0)).resume();
