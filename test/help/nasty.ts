/**
 * Small servers that behave badly on purpose, one listener each on a free port of 127.0.0.1, and a plain forward proxy
 * whose replies a test can bend. Everything is closed by `stop`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer as createHttpServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Nasty {
  readonly port: number;
  /** Connections seen so far, and the most at one time. */
  readonly seen: { total: number; peak: number };
  /** Connections that are open now. */
  open(): number;
  stop(): Promise<void>;
}

async function listen(server: Server, host = '127.0.0.1'): Promise<Nasty> {
  const open = new Set<Socket>();
  const seen = { total: 0, peak: 0 };
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    seen.total++;
    seen.peak = Math.max(seen.peak, open.size);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    open: () => open.size,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Treats each connection as told. @param host where it listens; default 127.0.0.1 */
export function nasty(treat: (socket: Socket) => void, host?: string): Promise<Nasty> {
  return listen(createServer(treat), host);
}

/** Says the same to whoever says something first. */
export function answers(reply: string | Buffer): Promise<Nasty> {
  return nasty((socket) => socket.once('data', () => socket.end(reply)));
}

export interface Bend {
  /** The reply to the nth absolute-form request (from 0). */
  readonly reply?: (body: string, nth: number, response: ServerResponse) => string;
  /** Adds to what is asked for. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** Address it asks from, as its exit; default whichever the system takes. */
  readonly from?: string;
  /** Instead of the tunnel that was asked for, after the 200. */
  readonly tunnel?: (client: Socket, to: { readonly host: string; readonly port: number }) => void;
  /** Where it listens; default 127.0.0.1. */
  readonly host?: string;
  /** Milliseconds before anything is passed on. */
  readonly delayMs?: number;
}

/** A forward proxy for absolute-form and CONNECT that passes everything on, bent as told. */
export function forwardProxy(bend: Bend = {}): Promise<Nasty> {
  let nth = 0;
  const forward = (incoming: IncomingMessage, response: ServerResponse): void => {
    const index = nth++;
    const upstream = request(
      incoming.url!,
      {
        headers: { ...incoming.headers, ...(typeof bend.headers === 'function' ? bend.headers() : bend.headers) },
        agent: false,
        ...(bend.from === undefined ? {} : { localAddress: bend.from }),
      },
      (reply) => {
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('end', () => {
          const body =
            bend.reply?.(Buffer.concat(parts).toString('latin1'), index, response) ??
            Buffer.concat(parts).toString('latin1');
          if (response.destroyed) return;
          const { connection: _c, 'content-length': _l, 'transfer-encoding': _t, ...headers } = reply.headers;
          response.writeHead(reply.statusCode!, headers);
          response.end(body, 'latin1');
        });
      },
    );
    upstream.on('error', () => response.writeHead(502).end());
    upstream.end();
  };
  const server = createHttpServer(
    (incoming, response) => void setTimeout(forward, bend.delayMs ?? 0, incoming, response),
  );
  server.on('connect', (incoming, client: Socket) => {
    const [host, port] = incoming.url!.split(':') as [string, string];
    client.on('error', () => {});
    if (bend.tunnel) {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      bend.tunnel(client, { host, port: Number(port) });
      return;
    }
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('close', () => upstream.destroy());
  });
  return listen(server, bend.host);
}

/** A listener whose queue is full and that accepts nobody until `wake`: connecting to it times out. Then it closes on everybody. */
export interface BlackHole {
  readonly port: number;
  wake(): void;
  stop(): Promise<void>;
}

export async function blackHole(): Promise<BlackHole> {
  const program = `require('node:net').createServer((s) => { s.on('error', () => {}); s.destroy(); }).listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port); })`;
  const child: ChildProcess = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) =>
    child.stdout!.once('data', (text: Buffer) => resolve(Number(text.toString()))),
  );
  child.kill('SIGSTOP');
  // The kernel takes backlog + 1 connections for a stopped process; further ones get no answer.
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    port,
    wake: () => child.kill('SIGCONT'),
    stop: async () => {
      for (const filler of fillers) filler.destroy();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}
