/**
 * Clients written by hand for tests of proxies: each speaks one protocol as the RFC says and gives back what came,
 * byte for byte. They share no code with the program, so that a mistake there cannot hide here.
 */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface At {
  readonly host: string;
  readonly port: number;
}

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** How a conversation ended: the peer closed, it broke the connection, nobody listened, or it said nothing for too long. */
export type Ending = 'closed' | 'reset' | 'refused' | 'silent';

export interface Heard {
  readonly bytes: Buffer;
  readonly ending: Ending;
}

/** Sends bytes and hears the peer out. */
export function converse(at: At, bytes: Buffer | string, silentMs = 3_000): Promise<Heard> {
  return hearOut(connect({ ...at, autoSelectFamily: false }), bytes, silentMs);
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request in absolute form through an HTTP proxy. @throws when no whole reply came */
export async function viaHttp(proxy: At, url: string, login?: Login, body = ''): Promise<HttpReply> {
  const { host } = new URL(url);
  const lines = [`${body ? 'POST' : 'GET'} ${url} HTTP/1.1`, `Host: ${host}`, ...basic(login), 'Connection: close'];
  if (body) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return parseReply((await converse(proxy, `${lines.join('\r\n')}\r\n\r\n${body}`)).bytes);
}

/** Asks for a tunnel. @returns the reply's status, and the open socket where it is 200 */
export async function openTunnel(proxy: At, target: At, login?: Login): Promise<{ status: number; socket: Socket }> {
  const socket = await dialled(proxy);
  const authority = `${target.host}:${target.port}`;
  socket.write(`${[`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`, ...basic(login)].join('\r\n')}\r\n\r\n`);
  const head = await readUntil(socket, '\r\n\r\n');
  return { status: Number(head.split(' ')[1]), socket };
}

/** A request over TLS through an open tunnel. */
export async function overTls(tunnel: Socket, path: string): Promise<HttpReply & { readonly fingerprint: string }> {
  const secure = connectTls({ socket: tunnel, rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => void secure.once('secureConnect', resolve).once('error', reject));
  const { fingerprint256: fingerprint } = secure.getPeerCertificate();
  const { bytes } = await hearOut(secure, request(path));
  return { ...parseReply(bytes), fingerprint };
}

/** A plain request through an open tunnel. */
export async function overTunnel(tunnel: Socket, path: string): Promise<HttpReply> {
  return parseReply((await hearOut(tunnel, request(path))).bytes);
}

/** SOCKS4; a host that is no address makes it 4a. @returns the reply's code (90 = granted) and the socket */
export async function openSocks4(proxy: At, target: At): Promise<{ code: number; socket: Socket }> {
  const socket = await dialled(proxy);
  const octets = target.host.split('.').map(Number);
  const isAddress = octets.length === 4 && octets.every((octet) => octet >= 0 && octet < 256);
  const head = Buffer.from([4, 1, target.port >> 8, target.port & 255, ...(isAddress ? octets : [0, 0, 0, 1])]);
  socket.write(Buffer.concat([head, Buffer.from(isAddress ? 'me\0' : `me\0${target.host}\0`)]));
  return { code: (await readExactly(socket, 8))[1]!, socket };
}

/**
 * SOCKS5 with the target as a host name.
 * @returns `refused` in the greeting, `login` where the password was wrong, or the reply's code (0 = granted)
 */
export async function openSocks5(
  proxy: At,
  target: At,
  login?: Login,
): Promise<{ code: number | 'refused' | 'login'; socket: Socket }> {
  const socket = await dialled(proxy);
  socket.write(Buffer.from(login ? [5, 1, 2] : [5, 1, 0]));
  if ((await readExactly(socket, 2))[1] === 0xff) return { code: 'refused', socket };
  if (login) {
    const sized = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
    socket.write(Buffer.concat([Buffer.from([1]), sized(login.user), sized(login.password)]));
    if ((await readExactly(socket, 2))[1] !== 0) return { code: 'login', socket };
  }
  const name = Buffer.from(target.host);
  const port = Buffer.from([target.port >> 8, target.port & 255]);
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, port]));
  return { code: (await readExactly(socket, 10))[1]!, socket };
}

const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: target\r\nConnection: close\r\n\r\n`;

function basic(login?: Login): string[] {
  if (!login) return [];
  return [`Proxy-Authorization: Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`];
}

function dialled(at: At): Promise<Socket> {
  const socket = connect({ ...at, autoSelectFamily: false });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      socket.off('error', reject).on('error', () => {});
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function hearOut(socket: Socket, bytes: Buffer | string, silentMs = 3_000): Promise<Heard> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    let ending: Ending = 'closed';
    socket
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('error', (error: NodeJS.ErrnoException) => {
        ending = error.code === 'ECONNREFUSED' ? 'refused' : 'reset';
      })
      .setTimeout(silentMs, () => {
        ending = 'silent';
        socket.destroy();
      })
      .once('close', () => resolve({ bytes: Buffer.concat(chunks), ending }));
    socket.write(bytes);
  });
}

async function readUntil(socket: Socket, marker: string): Promise<string> {
  let text = '';
  while (!text.endsWith(marker)) text += (await readExactly(socket, 1)).toString('latin1');
  return text;
}

/** @throws when the peer leaves before */
async function readExactly(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const piece = socket.read(count) as Buffer | null;
    if (piece?.length === count) return piece;
    if (socket.destroyed || socket.readableEnded) throw new Error('the peer left in the middle of a reply');
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        socket.off('readable', wake).off('end', wake).off('close', wake);
        resolve();
      };
      socket.on('readable', wake).on('end', wake).on('close', wake);
    });
  }
}

function parseReply(bytes: Buffer): HttpReply {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no whole reply: ${JSON.stringify(text.slice(0, 200))}`);
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const raw = text.slice(end + 4);
  return {
    status: Number(first.split(' ')[1]),
    headers,
    body: headers['transfer-encoding'] === 'chunked' ? joinChunks(raw) : raw,
  };
}

function joinChunks(raw: string): string {
  let body = '';
  for (let at = 0; ;) {
    const end = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.slice(at, end), 16);
    if (!size) return body;
    body += raw.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}
