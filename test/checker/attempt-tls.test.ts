/** TLS of one connection by itself: which certificate and which resumed session count, and whose ticket is kept for the next one. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { Attempt, type AttemptEnd } from '../../src/checker/attempt.ts';
import { judgeCertificate, type Certificate } from '../../src/checker/judge/certificate.ts';
import { Tickets } from '../../src/checker/tickets.ts';
import { nowMs } from '../../src/lib/now-ms.ts';
import { TimerWheel } from '../../src/lib/timer-wheel.ts';
import { LOOPBACK, temporaryFolder } from '../help/checking.ts';

const wheel = new TimerWheel();
const servers: Server[] = [];
let certificate: Certificate;
let fingerprint = '';
const OTHER = 'AB:CD';
before(async () => {
  const folder = temporaryFolder();
  certificate = await judgeCertificate(folder.path, new Date());
  folder.drop();
  fingerprint = new X509Certificate(certificate.cert).fingerprint256;
});
after(() => {
  for (const server of servers) server.close();
  wheel.stop();
});

/** Says the same to everybody who speaks TLS with it. */
async function judge(more: TlsOptions = {}): Promise<number> {
  const server = createServer({ ...certificate, ...more }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

interface Demand {
  readonly fingerprint: string | null;
  readonly verifyChain?: boolean;
  readonly skip?: boolean;
}

/** A tunnel that is open at once. */
const OPEN = { kind: 'open', rest: new Uint8Array(0) } as const;
const handshake = { start: () => OPEN, feed: () => OPEN };

function ask(
  port: number,
  tickets: Tickets,
  { fingerprint, verifyChain = false, skip = false }: Demand,
): Promise<AttemptEnd> {
  const tls = { host: '127.0.0.1', fingerprint, verifyChain, skip, tickets };
  const spec = {
    address: '127.0.0.1',
    port,
    policy: LOOPBACK,
    trusted: true,
    connectTimeoutMs: 5_000,
    timeoutMs: 5_000,
  };
  return new Promise((onEnd) => {
    const owner = { onConnected: () => {}, requestOf: () => 'x', onEnd: (_: Attempt, end: AttemptEnd) => onEnd(end) };
    new Attempt(owner, wheel, { ...spec, handshake, tls }).start(nowMs());
  });
}

const told = (end: AttemptEnd): string =>
  end.kind === 'reply'
    ? `${end.reply.latin1} ${end.tlsIntact}`
    : end.kind === 'failed'
      ? `${end.reason}${end.spoke ? ' spoke' : ''} ${/\((.*)\)$/.exec(end.changed ?? '')?.[1] ?? ''}`.trim()
      : end.kind;

/** A full handshake each. `isKept`: the ticket that came with it; null = as it happens, it is the judge's own. */
const CASES: readonly (readonly [what: string, demand: () => Demand, told: string, isKept: boolean | null])[] = [
  ['the certificate that was seen directly', () => ({ fingerprint }), 'ok true', true],
  ['another one', () => ({ fingerprint: OTHER }), 'tls-untrusted spoke', false],
  ['another one that the operator knows of', () => ({ fingerprint: OTHER, skip: true }), 'ok false', false],
  ['none was seen directly', () => ({ fingerprint: null }), 'ok null', false],
  [
    'the right one, and nobody has signed it',
    () => ({ fingerprint, verifyChain: true }),
    'tls-untrusted spoke DEPTH_ZERO_SELF_SIGNED_CERT',
    null,
  ],
  [
    'the same where the operator does not mind',
    () => ({ fingerprint, verifyChain: true, skip: true }),
    'ok true',
    true,
  ],
];
for (const [what, demand, expected, isKept] of CASES)
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const)
    test(`${what}, ${maxVersion}`, async () => {
      const tickets = new Tickets(null);
      const port = await judge({ maxVersion });
      assert.equal(told(await ask(port, tickets, demand())), expected);
      if (isKept !== null) assert.equal(tickets.next() !== null, isKept);
    });

test('who resumes has no better chain than before', async () => {
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    const port = await judge({ maxVersion });
    const tickets = new Tickets(null);
    await ask(port, tickets, { fingerprint });
    assert.notEqual(tickets.next(), null);
    assert.match(told(await ask(port, tickets, { fingerprint, verifyChain: true })), /^tls-untrusted spoke/);
  }
});

test('whoever lies gets no ticket to lie with: the next one looks at his certificate again', async () => {
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    const port = await judge({ maxVersion });
    const tickets = new Tickets(null);
    for (const skip of [true, true, false])
      assert.equal(
        told(await ask(port, tickets, { fingerprint: OTHER, skip })),
        skip ? 'ok false' : 'tls-untrusted spoke',
      );
  }
});

test('that others do not take up a ticket of the judge is not held against the judge', async () => {
  const port = await judge();
  const tickets = new Tickets(null);
  await ask(port, tickets, { fingerprint });
  assert.notEqual(tickets.next(), null);
  const middle = await judge();
  for (let time = 0; time < 10; time++) await ask(middle, tickets, { fingerprint: OTHER });
  assert.notEqual(tickets.next(), null);
  assert.equal(
    told(await ask(port, tickets, { fingerprint: OTHER })),
    'ok true',
    'who resumes holds the key of the judge',
  );
});
