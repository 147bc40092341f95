/** What error codes of sockets mean for a check: whose fault it was, and what this machine was out of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnLimit } from '../../src/model/pace.ts';
import type { FailureReason } from '../../src/model/report.ts';
import { ownLimit, reasonOfError } from '../../src/net/errno.ts';

const error = (code: string): Error => Object.assign(new Error(code), { code });

const ROWS: readonly (readonly [code: string, reason: FailureReason, lacking: OwnLimit | null])[] = [
  ['ECONNREFUSED', 'refused', null],
  ['ETIMEDOUT', 'connect-timeout', null],
  ['EHOSTUNREACH', 'unreachable', null],
  ['ENETUNREACH', 'unreachable', null],
  ['EHOSTDOWN', 'unreachable', null],
  ['ENETDOWN', 'unreachable', null],
  ['EAFNOSUPPORT', 'unreachable', null],
  ['EACCES', 'unreachable', null],
  ['EPERM', 'unreachable', null],
  ['ENOTFOUND', 'unresolved', null],
  ['EAI_AGAIN', 'unresolved', null],
  ['ECONNRESET', 'reset', null],
  ['EPIPE', 'reset', null],
  ['ECONNABORTED', 'reset', null],
  ['EPROTO', 'tls-failed', null],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed', null],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-failed', null],
  ['ESOMETHING', 'closed', null],
  ['EMFILE', 'closed', 'descriptors'],
  ['ENFILE', 'closed', 'descriptors'],
  ['EADDRNOTAVAIL', 'unreachable', 'ports'],
  ['EADDRINUSE', 'closed', 'ports'],
  ['ENOBUFS', 'closed', 'buffers'],
  ['ENOMEM', 'closed', 'buffers'],
  ['EAGAIN', 'closed', 'buffers'],
];
for (const [code, reason, lacking] of ROWS)
  test(code, () =>
    assert.deepEqual([reasonOfError(error(code)), ownLimit(error(code), '192.0.2.1')], [reason, lacking]),
  );

test('what is no error with a code is a close, and nobody was out of anything', () => {
  for (const odd of [null, 'ECONNREFUSED', {}, { code: 7 }, new Error('x')])
    assert.deepEqual([reasonOfError(odd), ownLimit(odd, '192.0.2.1')], ['closed', null]);
});

test('without IPv6 on this machine no port is missing: waiting would not help', () =>
  assert.equal(ownLimit(error('EADDRNOTAVAIL'), '2001:db8::1'), null));
