/**
 * What the HTTP behaviours share: one request of a client, forwarded (absolute form) or tunnelled (CONNECT). A behaviour
 * says which of the two it does, which headers it adds and what it does to a page on its way.
 */
import type { Socket } from 'node:net';
import type { Visit } from './define-behaviour.ts';
import { TargetRefused } from './dial.ts';
import { relay } from './relay.ts';
import { Wire } from './wire.ts';

export interface HttpProxyRules {
  /** Absolute-form requests are forwarded. */
  readonly forward: boolean;
  /** CONNECT is answered with a tunnel. */
  readonly tunnel: boolean;
  /** Header lines that the proxy adds to what it forwards. */
  readonly adds?: (visit: Visit) => readonly string[];
  /** Names the page that the target is really asked for; default: the one that the client wants. */
  readonly asks?: (path: string) => string;
  /** Turns the target's whole reply to a request for `path` into what the client gets. */
  readonly alters?: (reply: Buffer, path: string) => Buffer;
  /** How the reply reaches the client; default: at once, and the connection ends. */
  readonly delivers?: (reply: Buffer, visit: Visit) => void | Promise<void>;
  /** Takes over a CONNECT before any target is dialled. */
  readonly answersConnect?: (visit: Visit, wire: Wire) => void | Promise<void>;
  /** Takes over after the `200` of a CONNECT; default: bytes pass unseen. */
  readonly tunnels?: (client: Socket, target: Socket, visit: Visit) => void | Promise<void>;
}

const MAX_HEAD_BYTES = 32 * 1024;
const MAX_REPLY_BYTES = 2 * 1024 * 1024;
/** Meant for the next hop only (RFC 9110 §7.6.1), or for the proxy itself. */
const HOP_BY_HOP = /^(?:connection|keep-alive|proxy-connection|proxy-authorization|te|trailer|upgrade):/i;

interface Target {
  readonly host: string;
  readonly port: number;
  /** Empty for CONNECT, which names no page. */
  readonly path: string;
}

interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
}

/** Serves the one request of this connection, then closes it. @throws when the client leaves in the middle */
export async function httpProxy(visit: Visit, rules: HttpProxyRules): Promise<void> {
  const wire = new Wire(visit.socket);
  // As strict servers do: whoever speaks another protocol is told at once, not left waiting for the end of a head.
  const spoken = beginsRequest(await wire.peek());
  const head = spoken ? parseHead(await wire.takeUntil('\r\n\r\n', MAX_HEAD_BYTES)) : null;
  await visit.linger();
  if (!head) return answer(visit.socket, '400 Bad Request');
  if (!admitted(head, visit)) {
    return answer(visit.socket, '407 Proxy Authentication Required', ['Proxy-Authenticate: Basic realm="proxy"']);
  }
  const target = head.method === 'CONNECT' ? authority(head.target) : absolute(head.target);
  if (!target) return answer(visit.socket, '400 Bad Request');
  if (!(head.method === 'CONNECT' ? rules.tunnel : rules.forward)) {
    return answer(visit.socket, '405 Method Not Allowed');
  }
  if (head.method === 'CONNECT' && rules.answersConnect) return rules.answersConnect(visit, wire);
  let upstream: Socket;
  try {
    upstream = await visit.dial(target.host, target.port);
  } catch (error) {
    return answer(visit.socket, error instanceof TargetRefused ? '403 Forbidden' : '502 Bad Gateway');
  }
  wire.release();
  if (head.method === 'CONNECT') {
    visit.socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    return rules.tunnels ? rules.tunnels(visit.socket, upstream, visit) : relay(visit.socket, upstream);
  }
  // A target that speaks 1.0 back ends its reply by closing, so an altering proxy needs no chunk parser.
  const { alters, delivers } = rules;
  const version = alters || delivers ? '1.0' : '1.1';
  const path = rules.asks?.(target.path) ?? target.path;
  const kept = head.headers.filter((line) => !HOP_BY_HOP.test(line));
  const lines = [`${head.method} ${path} HTTP/${version}`, ...kept, ...(rules.adds?.(visit) ?? [])];
  upstream.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`, 'latin1');
  if (!alters && !delivers) return relay(visit.socket, upstream);
  visit.socket.pipe(upstream, { end: false });
  visit.socket.once('close', () => upstream.destroy());
  const whole = await new Wire(upstream).takeAll(MAX_REPLY_BYTES);
  const reply = alters?.(whole, target.path) ?? whole;
  if (delivers) return delivers(reply, visit);
  visit.socket.end(reply);
}

/** Whether a first byte can be that of an HTTP request: methods are letters. */
export function beginsRequest(byte: number): boolean {
  return /[A-Za-z]/.test(String.fromCharCode(byte));
}

/** A reply of the proxy's own, after which it closes. */
export function answer(socket: Socket, status: string, headers: readonly string[] = [], body = ''): void {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  socket.end(`HTTP/1.1 ${[status, ...headers, length, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
}

function parseHead(bytes: Buffer): RequestHead | null {
  const [first = '', ...headers] = bytes.toString('latin1').trimEnd().split('\r\n');
  const [method, target, version] = first.split(' ');
  if (!method || !target || !version?.startsWith('HTTP/1.')) return null;
  return { method, target, headers };
}

function admitted(head: RequestHead, visit: Visit): boolean {
  if (!visit.credentials) return true;
  const { user, password } = visit.credentials;
  const wanted = `basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const given = head.headers.find((line) => /^proxy-authorization:/i.test(line));
  return (
    given !== undefined &&
    given
      .slice(given.indexOf(':') + 1)
      .trim()
      .replace(/^basic/i, 'basic') === wanted
  );
}

function authority(text: string): Target | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  return match ? { host: (match[1] ?? match[2])!, port: Number(match[3]), path: '' } : null;
}

function absolute(text: string): Target | null {
  if (!/^http:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 80),
    path: url.pathname + url.search,
  };
}
