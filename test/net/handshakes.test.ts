/** SOCKS4, SOCKS5 and CONNECT as byte machines: tables of dialogues, and that no cut of the bytes changes an outcome. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Credentials, Handshake, TunnelTarget } from '../../src/define/check.ts';
import { connectHandshake } from '../../src/net/connect.ts';
import { drive } from '../../src/net/handshake.ts';
import { socks4Handshake } from '../../src/net/socks4.ts';
import { socks5Handshake } from '../../src/net/socks5.ts';
import { cut, cuts, throughSharedBuffer } from './help-chunks.ts';

const nobody: Credentials = { user: null, password: null };
const ann: Credentials = { user: 'ann', password: 'pw' };
const v4: TunnelTarget = { host: '1.2.3.4', port: 0x1f90, address: null };
const v6: TunnelTarget = { host: '2001:db8::1', port: 443, address: null };
const name: TunnelTarget = { host: 'judge.example', port: 80, address: null };

/** Plays the other side's bytes in the given parts; what we sent, and how it ended. */
function play(machine: Handshake, parts: readonly Uint8Array[]): { sent: string[]; end: string } {
  const sent: string[] = [];
  const send = (bytes: Uint8Array): void => void sent.push(Buffer.from(bytes).toString('latin1'));
  let step = drive(machine, null, send);
  if (step.kind === 'more') {
    throughSharedBuffer(parts, (chunk) => {
      step = drive(machine, chunk, send);
      return step.kind !== 'more';
    });
  }
  const end =
    step.kind === 'open'
      ? `open${step.rest.length > 0 ? ` +${step.rest.length}` : ''}`
      : step.kind === 'failed'
        ? `${step.reason}${step.spoke ? ' spoke' : ''}`
        : 'more';
  return { sent, end };
}

type Row = readonly [
  what: string,
  make: () => Handshake,
  theirs: readonly number[] | string,
  end: string,
  sent?: readonly string[],
];
const granted5 = [5, 0, 0, 1, 9, 9, 9, 9, 0, 80];

const rows: readonly Row[] = [
  [
    'socks5 without a user',
    () => socks5Handshake(v4, nobody),
    [5, 0, ...granted5],
    'open',
    ['\x05\x01\x00', '\x05\x01\x00\x01\x01\x02\x03\x04\x1f\x90'],
  ],
  [
    'socks5 to an IPv6 address',
    () => socks5Handshake(v6, nobody),
    [5, 0, ...granted5],
    'open',
    ['\x05\x01\x00', '\x05\x01\x00\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x01\xbb'],
  ],
  [
    'socks5 to a name: the proxy resolves',
    () => socks5Handshake(name, nobody),
    [5, 0, ...granted5],
    'open',
    ['\x05\x01\x00', '\x05\x01\x00\x03\x0djudge.example\x00\x50'],
  ],
  [
    'socks5 with a user',
    () => socks5Handshake(v4, ann),
    [5, 2, 1, 0, ...granted5],
    'open',
    ['\x05\x02\x00\x02', '\x01\x03ann\x02pw', '\x05\x01\x00\x01\x01\x02\x03\x04\x1f\x90'],
  ],
  ['socks5 does not insist on the user', () => socks5Handshake(v4, ann), [5, 0, ...granted5], 'open'],
  ['socks5 wrong password', () => socks5Handshake(v4, ann), [5, 2, 1, 1], 'auth-required spoke'],
  ['socks5 wants a user', () => socks5Handshake(v4, nobody), [5, 255], 'auth-required spoke'],
  ['socks5 picks what was not offered', () => socks5Handshake(v4, nobody), [5, 2], 'bad-reply'],
  [
    'socks5 user too long to be said',
    () => socks5Handshake(v4, { user: 'u'.repeat(256), password: '' }),
    [5, 2],
    'auth-required spoke',
  ],
  [
    'socks5 password too long to be said',
    () => socks5Handshake(v4, { user: 'ann', password: 'p'.repeat(256) }),
    [5, 2],
    'auth-required spoke',
  ],
  [
    'socks5 name too long to be said',
    () => socks5Handshake({ ...name, host: 'n'.repeat(256) }, nobody),
    [5, 0],
    'denied spoke',
  ],
  ['socks5 refuses the target', () => socks5Handshake(v4, nobody), [5, 0, 5, 2], 'denied spoke'],
  [
    'socks5 cannot reach the target',
    () => socks5Handshake(v4, nobody),
    [5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0],
    'denied spoke',
  ],
  [
    'socks5 with a name as bound address, and bytes behind',
    () => socks5Handshake(v4, nobody),
    [5, 0, 5, 0, 0, 3, 2, 65, 66, 0, 80, 1, 2, 3],
    'open +3',
  ],
  [
    'socks5 with an IPv6 bound address',
    () => socks5Handshake(v4, nobody),
    [5, 0, 5, 0, 0, 4, ...Array<number>(18).fill(0)],
    'open',
  ],
  ['socks5 unknown address type', () => socks5Handshake(v4, nobody), [5, 0, 5, 0, 0, 9, 0, 0, 0, 0, 0, 0], 'bad-reply'],
  ['socks5 incomplete', () => socks5Handshake(v4, nobody), [5, 0, 5, 0, 0, 1, 9, 9], 'more'],
  ['socks5 asked of a web server', () => socks5Handshake(v4, nobody), 'HTTP/1.1 400 Bad Request\r\n\r\n', 'bad-reply'],
  ['socks5 of another version', () => socks5Handshake(v4, nobody), [4, 0, ...granted5], 'bad-reply'],
  ['socks5 of another version later', () => socks5Handshake(v4, nobody), [5, 0, 0, ...granted5.slice(1)], 'bad-reply'],
  ['socks5 general failure', () => socks5Handshake(v4, nobody), [5, 0, 5, 1], 'denied spoke'],
  ['socks5 a status that is none', () => socks5Handshake(v4, nobody), [5, 0, 5, 9], 'denied'],
  ['socks5 a target without a name', () => socks5Handshake({ ...name, host: '' }, nobody), [5, 0], 'denied spoke'],
  ['socks5 asked of SOCKS4', () => socks5Handshake(v4, nobody), [0, 91, 0, 0, 0, 0, 0, 0], 'bad-reply'],

  [
    'socks4 granted',
    () => socks4Handshake(v4, nobody),
    [0, 90, 0, 0, 0, 0, 0, 0],
    'open',
    ['\x04\x01\x1f\x90\x01\x02\x03\x04\0'],
  ],
  [
    'socks4 with a user',
    () => socks4Handshake(v4, ann),
    [0, 90, 0, 0, 0, 0, 0, 0],
    'open',
    ['\x04\x01\x1f\x90\x01\x02\x03\x04ann\0'],
  ],
  [
    'socks4a says the name',
    () => socks4Handshake(name, nobody),
    [0, 90, 0, 0, 0, 0, 0, 0],
    'open',
    ['\x04\x01\x00\x50\0\0\0\x01\0judge.example\0'],
  ],
  [
    'socks4 prefers a known address',
    () => socks4Handshake({ ...name, address: '5.6.7.8' }, nobody),
    [0, 90, 0, 0, 0, 0, 0, 0],
    'open',
    ['\x04\x01\x00\x50\x05\x06\x07\x08\0'],
  ],
  ['socks4 refused', () => socks4Handshake(v4, nobody), [0, 91, 0, 0, 0, 0, 0, 0], 'denied spoke'],
  ['socks4 wants ident', () => socks4Handshake(v4, nobody), [0, 92, 0, 0, 0, 0, 0, 0], 'auth-required spoke'],
  [
    'socks4 another user than ident says',
    () => socks4Handshake(v4, ann),
    [0, 93, 0, 0, 0, 0, 0, 0],
    'auth-required spoke',
  ],
  ['socks4 wrong version', () => socks4Handshake(v4, nobody), [4, 90, 0, 0, 0, 0, 0, 0], 'bad-reply'],
  ['socks4 unknown status', () => socks4Handshake(v4, nobody), [0, 1, 0, 0, 0, 0, 0, 0], 'bad-reply'],
  ['socks4 status beyond the known', () => socks4Handshake(v4, nobody), [0, 94, 0, 0, 0, 0, 0, 0], 'bad-reply'],
  [
    'socks4 a NUL would be another request',
    () => socks4Handshake(v4, { user: 'a\0b', password: null }),
    [],
    'denied spoke',
    [],
  ],
  ['socks4a a NUL in the name', () => socks4Handshake({ ...name, host: 'a\0b' }, nobody), [], 'denied spoke', []],
  ['socks4 bytes behind', () => socks4Handshake(v4, nobody), [0, 90, 0, 0, 0, 0, 0, 0, 7], 'open +1'],

  [
    'connect',
    () => connectHandshake(v4, nobody),
    'HTTP/1.1 200 Connection established\r\n\r\n',
    'open',
    ['CONNECT 1.2.3.4:8080 HTTP/1.1\r\nHost: 1.2.3.4:8080\r\n\r\n'],
  ],
  [
    'connect to IPv6',
    () => connectHandshake(v6, nobody),
    'HTTP/1.0 200\r\n\r\n',
    'open',
    ['CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n'],
  ],
  [
    'connect with a user',
    () => connectHandshake(v4, ann),
    'HTTP/1.1 200 OK\r\nVia: x\r\n\r\n',
    'open',
    ['CONNECT 1.2.3.4:8080 HTTP/1.1\r\nHost: 1.2.3.4:8080\r\nProxy-Authorization: Basic YW5uOnB3\r\n\r\n'],
  ],
  [
    'connect: a length in a 2xx means nothing',
    () => connectHandshake(v4, nobody),
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc',
    'open +3',
  ],
  [
    'connect with a user and no password, outside ASCII',
    () => connectHandshake(v4, { user: 'é', password: null }),
    'HTTP/1.1 200 OK\r\n\r\n',
    'open',
    ['CONNECT 1.2.3.4:8080 HTTP/1.1\r\nHost: 1.2.3.4:8080\r\nProxy-Authorization: Basic w6k6\r\n\r\n'],
  ],
  ['connect 407', () => connectHandshake(v4, nobody), 'HTTP/1.1 407 Auth\r\n\r\n', 'auth-required spoke'],
  [
    'connect 401 to a user (tinyproxy)',
    () => connectHandshake(v4, ann),
    'HTTP/1.1 401 Auth\r\n\r\n',
    'auth-required spoke',
  ],
  [
    'connect 401 to nobody: a web server',
    () => connectHandshake(v4, nobody),
    'HTTP/1.1 401 Auth\r\n\r\n',
    'not-a-proxy',
  ],
  ['connect 403', () => connectHandshake(v4, nobody), 'HTTP/1.1 403 No\r\n\r\n', 'denied spoke'],
  ['connect 429', () => connectHandshake(v4, nobody), 'HTTP/1.1 429 Slow\r\n\r\n', 'denied spoke'],
  ['connect 451', () => connectHandshake(v4, nobody), 'HTTP/1.1 451 Law\r\n\r\n', 'denied spoke'],
  ['connect 501: a web server', () => connectHandshake(v4, nobody), 'HTTP/1.1 501 What\r\n\r\n', 'not-a-proxy'],
  ['connect 502', () => connectHandshake(v4, nobody), 'HTTP/1.1 502 Bad Gateway\r\n\r\n', 'denied spoke'],
  ['connect 302: a portal', () => connectHandshake(v4, nobody), 'HTTP/1.1 302 Found\r\n\r\n', 'not-a-proxy'],
  ['connect 405', () => connectHandshake(v4, nobody), 'HTTP/1.1 405 No\r\n\r\n', 'not-a-proxy'],
  ['connect asked of ssh', () => connectHandshake(v4, nobody), 'SSH-2.0-OpenSSH_9.2\r\n', 'bad-reply'],
  ['connect bare LF', () => connectHandshake(v4, nobody), 'HTTP/1.1 200 OK\n\n', 'bad-reply'],
];

const bytesOf = (theirs: readonly number[] | string): Buffer =>
  typeof theirs === 'string' ? Buffer.from(theirs, 'latin1') : Buffer.from(theirs);

describe('handshakes', () => {
  for (const [what, make, theirs, end, sent] of rows) {
    test(what, () => {
      const whole = play(make(), [bytesOf(theirs)]);
      assert.equal(whole.end, end);
      if (sent) assert.deepEqual(whole.sent, sent);
    });
  }

  test('no cut changes an outcome, though what lies behind the end may not have come yet', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows), cuts, ([, make, theirs], fractions) => {
        const whole = play(make(), [bytesOf(theirs)]);
        const parts = play(make(), cut(bytesOf(theirs), fractions));
        assert.deepEqual(
          { ...parts, end: parts.end.replace(/ \+\d+$/, '') },
          { ...whole, end: whole.end.replace(/ \+\d+$/, '') },
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('no bytes make a machine throw', () => {
    const makers = [
      () => socks5Handshake(name, ann),
      () => socks4Handshake(v4, nobody),
      () => connectHandshake(v4, nobody),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...makers),
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom([], [5, 0], [5, 2], [0, 90]),
        cuts,
        (make, noise, start, fractions) => {
          play(make(), cut(Buffer.from([...start, ...noise]), fractions));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
