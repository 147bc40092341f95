/**
 * The yardstick in Node: the least that a check over bare sockets can do. It connects, asks, finds the end of the body
 * and looks for the nonce; no deadline, no strictness, no verdict, no report.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext } from 'node:tls';
import type { Kind, MakeClient, Ports } from '../check-kinds.ts';
import { inLanes, type Request } from '../in-lanes.ts';

const buffer = Buffer.allocUnsafe(64 * 1024);
const context = createSecureContext({ ecdhCurve: 'X25519:P-256:P-384' });
let session: Buffer | undefined;

function ask(kind: Kind, ports: Ports, { proxy, path, nonce }: Request): Promise<void> {
  const judgePort = ports.judge[kind];
  const authority = `127.0.0.1:${judgePort}`;
  const request = `GET ${kind === 'http' ? `http://${authority}` : ''}${path}${nonce} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: bare\r\nAccept: */*\r\nConnection: close\r\n\r\n`;
  return new Promise((resolve, reject) => {
    let stage = kind === 'http' ? 2 : 0;
    let body = '';
    const reply = (text: string, socket: { destroy(): unknown }): void => {
      body += text;
      const head = body.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(body)![1]);
      if (body.length - head - 4 < length) return;
      socket.destroy();
      if (body.includes(nonce)) resolve();
      else reject(new Error('no nonce'));
    };
    const secure = (): void => {
      const ticket = kind === 'https-resumed' ? session : undefined;
      const tls = connectTls(
        {
          socket,
          host: '127.0.0.1',
          secureContext: context,
          rejectUnauthorized: false,
          ...(ticket ? { session: ticket } : {}),
        },
        () => tls.write(request, 'latin1'),
      );
      tls.on('session', (ticket: Buffer) => (session ??= ticket));
      tls.on('data', (chunk: Buffer) =>
        reply(chunk.toString('latin1'), { destroy: () => (tls.destroy(), socket.destroy()) }),
      );
      tls.on('error', reject);
    };
    const socket: Socket = connectTcp({
      host: proxy,
      port: ports.proxy,
      autoSelectFamily: false,
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          if (stage === 2) reply(buffer.toString('latin1', 0, length), socket);
          else if (kind !== 'socks5') secure();
          else if (stage === 0) {
            stage = 1;
            socket.write(Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, judgePort >> 8, judgePort & 0xff]));
          } else {
            stage = 2;
            socket.write(request, 'latin1');
          }
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.on('connect', () => {
      if (kind === 'http') socket.write(request, 'latin1');
      else if (kind === 'socks5') socket.write(Buffer.from([5, 1, 0]));
      else socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`, 'latin1');
    });
  });
}

export default (async (kind, ports) => inLanes((request) => ask(kind, ports, request))) satisfies MakeClient;
