/**
 * A RefBot judge over plain HTTP that moves house: it may see its callers at other addresses, stand behind a server that
 * adds headers to requests and replies, or hide who asks. Everything it says is genuine: nonces, page, echo.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ABOUT_PATH, ECHO_PATH, PAGE_PATH, echoBody, knownPage, nonceOf } from '../../src/checker/judge/page.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

/** Where it stands: who somebody is to it, and what the server in front of it adds. */
export interface Place {
  /** The address it sees for a caller's. */
  readonly sees: (caller: string) => string;
  readonly requests?: (caller: string) => readonly HeaderField[];
  readonly replies?: Readonly<Record<string, string>>;
  /** The content type of a reply, if not always the same one. */
  readonly type?: (usual: string, caller: string) => string;
}

export interface MovingJudge {
  readonly url: string;
  move(place: Place): void;
  /** Nobody listens for so long; then it answers from the new place. @throws EADDRINUSE where somebody took its port */
  restart(place: Place, deadMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function movingJudge(first: Place): Promise<MovingJudge> {
  let place = first;
  let port = 0;
  const fieldsOf = ({ rawHeaders }: IncomingMessage): HeaderField[] =>
    rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1]!] as const] : []));
  const server = createServer((request, response) => {
    const path = request.url!;
    const caller = request.socket.remoteAddress!;
    const [echo, page] = [nonceOf(path, ECHO_PATH), nonceOf(path, PAGE_PATH)];
    for (const [name, value] of Object.entries(place.replies ?? {})) response.setHeader(name, value);
    const usual = page === null ? 'application/json' : 'text/html';
    response.setHeader('Content-Type', place.type?.(usual, caller) ?? usual);
    if (echo !== null) {
      const headers = [...fieldsOf(request), ...(place.requests?.(caller) ?? [])];
      // What stands there already is continued, as front servers do.
      const merged = new Map<string, string>();
      for (const [name, value] of headers) merged.set(name, merged.has(name) ? `${merged.get(name)}, ${value}` : value);
      response.end(echoBody(echo, place.sees(caller), [...merged]));
    } else if (page !== null) response.end(knownPage(page, 'f00d'.repeat(8)));
    else if (path === ABOUT_PATH) {
      const http = `http://127.0.0.1:${port}`;
      response.end(JSON.stringify({ refbot: 1, http, https: 'https://127.0.0.1:9', echo: ECHO_PATH, page: PAGE_PATH }));
    } else response.writeHead(404).end();
  });
  const listen = async (): Promise<void> => {
    server.listen(port, '127.0.0.1');
    // Rejects where somebody else listens there meanwhile.
    await once(server, 'listening');
  };
  const close = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  await listen();
  ({ port } = server.address() as AddressInfo);
  return {
    url: `http://127.0.0.1:${port}`,
    move: (next) => void (place = next),
    restart: async (next, deadMs) => {
      await close();
      await new Promise((resolve) => setTimeout(resolve, deadMs));
      place = next;
      await listen();
    },
    stop: close,
  };
}
