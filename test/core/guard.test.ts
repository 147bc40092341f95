import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameRefusal, refusal } from '../../src/core/guard.ts';

const open = { only: 'any', allowPrivate: false } as const;
const lab = { only: 'any', allowPrivate: true } as const;
const loopback = { only: 'loopback', allowPrivate: true } as const;

test('what may be dialled', () => {
  const cases: readonly (readonly [string, typeof open | typeof lab | typeof loopback, boolean, boolean])[] = [
    // address, policy, trusted, allowed
    ['8.8.8.8', open, false, true],
    ['2606:4700::1', open, false, true],
    ['10.0.0.1', open, false, false],
    ['10.0.0.1', open, true, true],
    ['10.0.0.1', lab, false, true],
    ['127.0.0.1', open, false, false],
    ['127.0.0.1', open, true, true],
    ['::1', open, false, false],
    ['::ffff:127.0.0.1', open, false, false],
    ['::ffff:10.0.0.1', open, false, false],
    ['fe80::1', open, false, false],
    ['169.254.169.254', open, false, false],
    ['100.64.0.1', open, false, false],
    ['224.0.0.1', open, true, false],
    ['0.0.0.0', open, true, false],
    ['0.0.0.0', lab, true, false],
    ['8.8.8.8', loopback, true, false],
    ['10.0.0.1', loopback, true, false],
    ['127.0.0.1', loopback, false, true],
    ['127.10.0.7', loopback, true, true],
    ['::1', loopback, true, true],
    ['::ffff:8.8.8.8', loopback, true, false],
    ['0.0.0.0', loopback, true, false],
    ['example.org', open, true, false],
    ['127.1', loopback, true, false],
    ['', open, true, false],
  ];
  for (const [ip, policy, trusted, allowed] of cases) {
    const reason = refusal(ip, policy, trusted);
    assert.equal(reason === null, allowed, `${ip} ${policy.only} trusted=${trusted}: ${reason}`);
    if (reason !== null && ip !== '') assert.ok(reason.includes(ip), 'the reason names the address');
  }
});

test('under network.only = loopback no name but localhost is looked up', () => {
  assert.equal(nameRefusal('LocalHost', loopback), null);
  assert.match(nameRefusal('example.com', loopback) ?? '', /is a name/);
  assert.equal(nameRefusal('example.com', { only: 'any', allowPrivate: false }), null);
});
