/** A direct request over TLS and plain: what it tells of the certificate, and that nothing of it stays when it is over. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { getEventListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createServer } from 'node:tls';
import { judgeCertificate } from '../../src/checker/judge/certificate.ts';
import { RefbotError } from '../../src/model/errors.ts';
import { request } from '../../src/net/request.ts';
import { LOOPBACK, temporaryFolder } from '../help/checking.ts';
import { nasty } from '../help/nasty.ts';

const base = { headers: [], policy: LOOPBACK, trusted: true, maxBodyBytes: 99 };

test('whose certificate it was, and that nobody this machine trusts has signed it', async () => {
  const folder = temporaryFolder();
  const certificate = await judgeCertificate(folder.path, new Date());
  folder.drop();
  const server = createServer(certificate, (socket) => {
    socket.on('error', () => {});
    socket.once('data', (head: Buffer) => {
      const said = head.toString('latin1');
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${said.length}\r\n\r\n${said}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const over = new AbortController();
  try {
    const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = new URL(`https://${at}/a?b=c`);
    const reply = await request({ ...base, headers: ['X-A: b'], url, timeoutMs: 5_000, signal: over.signal });
    assert.equal(reply.latin1, `GET /a?b=c HTTP/1.1\r\nHost: ${at}\r\nX-A: b\r\nConnection: close\r\n\r\n`);
    assert.equal(reply.tls?.fingerprint, new X509Certificate(certificate.cert).fingerprint256);
    assert.equal(reply.tls?.authorized, false);
    assert.deepEqual(getEventListeners(over.signal, 'abort'), []);
  } finally {
    server.close();
  }
});

test('the whole exchange has one time, of which what went before is taken', async () => {
  const silent = await nasty((socket) => void socket.resume());
  const over = new AbortController();
  const startedAt = performance.now();
  try {
    const url = new URL(`http://127.0.0.1:${silent.port}/`);
    await assert.rejects(
      request({ ...base, url, timeoutMs: 150, signal: over.signal }),
      (error) => error instanceof RefbotError && error.errorName === 'timeout',
    );
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs >= 140 && tookMs < 1_500, `${tookMs} ms`);
    assert.deepEqual(getEventListeners(over.signal, 'abort'), []);
    for (let wait = 0; silent.open() > 0 && wait < 100; wait++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(silent.open(), 0);
  } finally {
    await silent.stop();
  }
});
