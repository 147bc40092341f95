/** Documents over real sockets on loopback: every nasty answer a source can give, and what the guard lets through. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { after, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { NetworkPolicy } from '../../src/core/guard.ts';
import { toRefbotError } from '../../src/model/errors.ts';
import { DocumentFetcher, type DocumentRequest } from '../../src/net/fetch.ts';

const BODY = '9.8.7.6:80\n'.repeat(100);
const loopback: NetworkPolicy = { only: 'loopback', allowPrivate: true };
const open: NetworkPolicy = { only: 'any', allowPrivate: false };
const fetcher = new DocumentFetcher();
const servers: Server[] = [];
const never = new AbortController().signal;

after(async () => {
  await fetcher.close();
  for (const server of servers) {
    if ('closeAllConnections' in server) (server as unknown as { closeAllConnections(): void }).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server, host = '127.0.0.1'): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return `${host}:${(server.address() as AddressInfo).port}`;
}

/** A server that remembers its requests. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  host?: string,
): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const address = await listen(
    createServer((request, response) => answer(request, response, requests.push(request))),
    host,
  );
  return { url: `http://${address}/list.txt`, requests };
}

function get(url: string, more: Partial<DocumentRequest> = {}, signal = never): ReturnType<DocumentFetcher['fetch']> {
  return fetcher.fetch(
    {
      url,
      trusted: true,
      policy: loopback,
      etag: null,
      lastModified: null,
      timeoutMs: 2000,
      maxBytes: 1 << 20,
      backoff: { baseMs: 1, maxMs: 2 },
      ...more,
    },
    signal,
  );
}

async function text(url: string, more: Partial<DocumentRequest> = {}): Promise<string> {
  const fetched = await get(url, more);
  assert.equal(fetched.kind, 'fresh');
  return Buffer.concat(fetched.kind === 'fresh' ? fetched.chunks : []).toString();
}

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { errorName, message } = toRefbotError(error);
    return `${errorName}: ${message}`;
  }
  return 'no failure';
}

test('a document with its validators, then 304 for who sends them', async () => {
  const { url, requests } = await serve((request, response) => {
    if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"v1"', 'last-modified': 'Fri, 20 Nov 2026 12:00:00 GMT' }).end(BODY);
  });
  const first = await get(url);
  assert.ok(first.kind === 'fresh');
  assert.deepEqual(
    [first.bytes, first.etag, first.lastModified],
    [BODY.length, '"v1"', 'Fri, 20 Nov 2026 12:00:00 GMT'],
  );
  assert.deepEqual(await get(url, { etag: first.etag, lastModified: first.lastModified }), { kind: 'unchanged' });
  assert.equal(requests[1]!.headers['if-modified-since'], first.lastModified);
});

test('gzip and brotli are unpacked, the cap counts what came out', async () => {
  const { url } = await serve((request, response) => {
    const packed = request.url === '/br' ? brotliCompressSync(BODY) : gzipSync(BODY);
    response.writeHead(200, { 'content-encoding': request.url === '/br' ? 'br' : 'gzip' }).end(packed);
  });
  assert.equal(await text(url), BODY);
  assert.equal(await text(new URL('/br', url).href), BODY);
  assert.equal(await failure(get(url, { maxBytes: 1000 })), 'network: larger than 1.0 kB');
});

test('the length of a packed answer says nothing about what comes out of it', async () => {
  const packed = gzipSync('9.8.7.6:80');
  const { url } = await serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed),
  );
  assert.ok(packed.length > 10);
  assert.equal(await text(url, { maxBytes: 10 }), '9.8.7.6:80');
});

test('too large: by its length before it is read, by its bytes while it is read', async () => {
  let sent = 0;
  const { url } = await serve((request, response) => {
    if (request.url === '/said') response.writeHead(200, { 'content-length': '999999999' }).write('x');
    else {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
        sent += 65_536;
      };
      response.on('drain', more);
      more();
    }
  });
  assert.match(await failure(get(new URL('/said', url).href)), /network: larger than 1/);
  assert.match(await failure(get(url)), /network: larger than 1/);
  assert.ok(sent < 32 << 20, `${sent} bytes were taken`);
});

test('a body that does not end is cut at the deadline', async () => {
  const { url } = await serve((_request, response) => response.writeHead(200).write('9.8.7.6:80\n'));
  const silent = await serve(() => {});
  assert.equal(await failure(get(url, { timeoutMs: 150 })), 'timeout: no complete answer within 150 ms');
  assert.equal(await failure(get(silent.url, { timeoutMs: 150 })), 'timeout: no complete answer within 150 ms');
});

test('404 is final; 503 and 429 are tried again, Retry-After is obeyed within bounds', async () => {
  const missing = await serve((_request, response) => response.writeHead(404).end());
  assert.equal(await failure(get(missing.url)), 'network: HTTP 404 Not Found');
  assert.equal(missing.requests.length, 1);

  const shaky = await serve((_request, response, count) => {
    if (count < 3) response.writeHead(count === 1 ? 503 : 429, { 'retry-after': '0' }).end('later');
    else response.writeHead(200).end(BODY);
  });
  assert.equal(await text(shaky.url), BODY);
  assert.equal(shaky.requests.length, 3);

  const down = await serve((_request, response) => response.writeHead(500).end());
  assert.equal(await failure(get(down.url)), 'network: HTTP 500 Internal Server Error (3 tries)');
  assert.equal(down.requests.length, 3);

  const busy = await serve((_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
  assert.match(await failure(get(busy.url)), /^network: HTTP 429 Too Many Requests; asks to wait 1h/);
  assert.equal(busy.requests.length, 1);

  const started = performance.now();
  const polite = await serve((_request, response, count) =>
    count === 1 ? response.writeHead(429, { 'retry-after': '1' }).end() : response.writeHead(200).end(BODY),
  );
  assert.equal(await text(polite.url), BODY);
  assert.ok(performance.now() - started >= 990, 'it came back before it was asked to');
});

test('a reset connection is tried again, garbage and a dead port are told', async () => {
  let connections = 0;
  const shaky = await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      if (++connections === 1) socket.resetAndDestroy();
      else
        socket.once('data', () =>
          socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`),
        );
    }),
  );
  assert.equal(await text(`http://${shaky}/`), BODY);
  assert.equal(connections, 2);

  let cuts = 0;
  const cut = await listen(
    createTcpServer((socket) => {
      cuts++;
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n9.8.7.6:80\n'));
    }),
  );
  assert.equal(
    await failure(get(`http://${cut}/`)),
    'network: the connection was closed before the answer was complete (3 tries)',
  );
  assert.equal(cuts, 3);

  const garbage = await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.resume(); // without a reader the end of the other side is never seen
      socket.end('SSH-2.0-OpenSSH_9.9\r\n\x1b[31m\r\n');
    }),
  );
  const told = await failure(get(`http://${garbage}/`));
  assert.match(told, /^network: /);
  assert.ok(!told.includes('\x1b'));

  const dead = createTcpServer();
  const gone = await listen(dead);
  await new Promise((resolve) => dead.close(resolve));
  servers.splice(servers.indexOf(dead), 1);
  assert.equal(await failure(get(`http://${gone}/`)), 'network: nothing listens there');
});

test('redirects are followed, five at most, credentials stay with their host', async () => {
  const elsewhere = await serve((_request, response) => response.writeHead(200).end(BODY));
  const { url, requests } = await serve((request, response) => {
    if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (request.url === '/ftp') response.writeHead(302, { location: 'ftp://example.com/x' }).end();
    else if (request.url === '/away') response.writeHead(307, { location: elsewhere.url }).end();
    else if (request.url === '/list.txt') response.writeHead(301, { location: 'second' }).end();
    else response.writeHead(200).end(BODY);
  });
  const withUser = url.replace('http://', 'http://bob:s3%20cret@');
  assert.equal(await text(withUser), BODY);
  assert.equal(requests[1]!.headers.authorization, `Basic ${Buffer.from('bob:s3 cret').toString('base64')}`);
  assert.equal(await text(withUser.replace('list.txt', 'away')), BODY);
  assert.equal(elsewhere.requests[0]!.headers.authorization, undefined);
  assert.equal(await failure(get(new URL('/loop', url).href)), 'network: more than 5 redirects');
  assert.equal(requests.filter((request) => request.url === '/loop').length, 6);
  assert.match(await failure(get(new URL('/ftp', url).href)), /^network: redirected to ftp:\/\/example\.com/);
});

test('private addresses: only where the operator wrote them, never behind a name or a redirect', async () => {
  const inside = await serve((_request, response) => response.writeHead(200).end(BODY), '127.0.0.2');
  const { url } = await serve((request, response) => {
    if (request.url === '/in') response.writeHead(302, { location: inside.url }).end();
    else response.writeHead(200).end(BODY);
  });
  assert.equal(await text(url, { policy: open }), BODY);
  assert.equal(await text(url.replace('127.0.0.1', 'localhost'), { policy: open }), BODY);
  assert.match(
    await failure(get(url, { policy: open, trusted: false })),
    /^address-refused: 127\.0\.0\.1 is a loopback/,
  );
  assert.match(
    await failure(get(new URL('/in', url).href, { policy: open })),
    /^address-refused: 127\.0\.0\.2 is a loopback/,
  );
  assert.equal(inside.requests.length, 0);
  const six = createServer((_request, response) => response.writeHead(200).end(BODY));
  const hasIpv6 = await listen(six, '::1').catch(() => null);
  const named = hasIpv6 && `http://[::1]:${(six.address() as AddressInfo).port}/`;
  if (named) assert.equal(await text(named, { policy: open }), BODY, 'IPv6 in its brackets is an address as well');

  const port = new URL(url).port;
  let asked = 0;
  const rebinding = new DocumentFetcher((name) => {
    asked++;
    assert.equal(name, 'lists.example');
    return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  });
  const request: DocumentRequest = {
    url: `http://lists.example:${port}/list.txt`,
    trusted: true,
    policy: open,
    etag: null,
    lastModified: null,
    timeoutMs: 2000,
    maxBytes: 1 << 20,
  };
  assert.match(
    await failure(rebinding.fetch(request, never)),
    /^address-refused: lists\.example: 127\.0\.0\.1 is a loopback/,
  );
  // Allowed, the very address that was checked is the one that is dialled: one look-up, one answer.
  const allowed = await rebinding.fetch({ ...request, policy: { only: 'any', allowPrivate: true } }, never);
  assert.equal(allowed.kind, 'fresh');
  assert.equal(asked, 2);
  await rebinding.close();
});

test('with network.only = loopback nothing else is dialled or looked up', async () => {
  const sockets: unknown[] = [];
  const onSocket = (message: unknown): void => void sockets.push(message);
  subscribe('net.client.socket', onSocket);
  const offline = new DocumentFetcher(() => assert.fail('a name was looked up'));
  for (const host of ['9.8.7.6', '10.0.0.1', '[2606:4700::1]', '[::ffff:9.8.7.6]', 'lists.example', '134744072']) {
    const why = await failure(
      offline.fetch(
        {
          url: `http://${host}:8080/`,
          trusted: true,
          policy: loopback,
          etag: null,
          lastModified: null,
          timeoutMs: 2000,
          maxBytes: 1,
        },
        never,
      ),
    );
    assert.match(why, /^address-refused: .*network\.only is loopback/, host);
  }
  await offline.close();
  unsubscribe('net.client.socket', onSocket);
  assert.deepEqual(sockets.length, 0);
});

test('a cancelled fetch ends at once, also while it waits to try again', async () => {
  const { url } = await serve((_request, response) => response.writeHead(503, { 'retry-after': '20' }).end());
  const abort = new AbortController();
  const waiting = failure(get(url, {}, abort.signal));
  setTimeout(() => abort.abort(), 50);
  // Far from the twenty seconds that the server asks for, and far from a slow day.
  const late = AbortSignal.timeout(10_000);
  const tooLong = new Promise<string>((resolve) => late.addEventListener('abort', () => resolve('still waiting')));
  assert.equal(await Promise.race([waiting, tooLong]), 'cancelled: cancelled');
  assert.equal(await failure(get(url, {}, AbortSignal.abort())), 'cancelled: cancelled');
});

test('what is no web address is told', async () => {
  assert.match(await failure(get('file:///etc/passwd')), /^bad-value: /);
  assert.match(await failure(get('not a url')), /^bad-value: /);
});

test('what a server says about itself cannot move the cursor', async () => {
  const port = (
    await listen(
      createTcpServer((socket) =>
        socket
          .on('error', () => {})
          .end('HTTP/1.1 404 \xc2\x9b2Jgone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', 'latin1'),
      ),
    )
  ).split(':')[1];
  const why = await failure(get(`http://127.0.0.1:${port}/`));
  assert.match(why, /^network: HTTP 404 /);
  assert.doesNotMatch(why, /[\x00-\x1f\x7f-\x9f]/);
});
