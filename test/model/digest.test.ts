import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestReport } from '../../src/model/digest.ts';
import type { CheckReport, FailureReason, ProtocolResult } from '../../src/model/report.ts';
import { BLAMELESS, FAILURE_REASONS, REACH_FAILURES } from '../../src/model/report.ts';

const result = (part: Partial<ProtocolResult>): ProtocolResult => ({
  protocol: 'http',
  outcome: 'confirmed',
  latencyMs: 50,
  reason: null,
  anonymity: null,
  tlsIntact: null,
  changed: null,
  ...part,
});
const failure = (reason: FailureReason, protocol: ProtocolResult['protocol'] = 'http'): ProtocolResult =>
  result({ protocol, outcome: 'failed', latencyMs: null, reason });
const report = (results: readonly ProtocolResult[], reason: FailureReason | null = null): CheckReport => ({
  id: 1,
  at: 1_000,
  results,
  reason,
  exit: null,
  country: null,
  elapsedMs: 60,
});

test('every reason alone: blameless ones say nothing, reach failures did not reach, the rest did', () => {
  for (const reason of Object.keys(FAILURE_REASONS) as FailureReason[]) {
    const digest = digestReport(report([failure(reason)], reason));
    if (BLAMELESS.has(reason)) assert.equal(digest, null, reason);
    else
      assert.deepEqual(
        [digest?.outcome, digest?.reason, digest?.reached],
        ['failed', reason, !REACH_FAILURES.has(reason)],
        reason,
      );
  }
});

test('a failure without results counts by its reason', () => {
  assert.deepEqual(digestReport(report([], 'refused')), {
    outcome: 'failed',
    results: [],
    passed: 0,
    tried: 0,
    reached: false,
    reason: 'refused',
    anonymity: null,
    tlsIntact: null,
    changed: null,
    changeKnown: true,
  });
  assert.equal(digestReport(report([], 'cancelled')), null);
});

test('one confirmed protocol makes the check confirmed; what failed beside it is kept', () => {
  const digest = digestReport(
    report([result({ outcome: 'answered' }), result({ protocol: 'socks5' }), failure('denied', 'https')]),
  );
  assert.equal(digest?.outcome, 'confirmed');
  assert.equal(digest?.passed, 1 | 8);
  assert.equal(digest?.tried, 1 | 2 | 8);
  assert.equal(digest?.reason, null);
});

test('what answered until the judge went down has not failed, whatever was tried beside it', () => {
  const interrupted = result({ outcome: 'answered', reason: 'judge-down' });
  assert.equal(digestReport(report([interrupted, failure('bad-reply', 'socks5')])), null);
});

test('a blameless result beside a good one is left out', () => {
  const digest = digestReport(report([result({ outcome: 'answered' }), failure('judge-down', 'https')]));
  assert.equal(digest?.outcome, 'answered');
  assert.equal(digest?.tried, 1);
});

test('nothing that was known to be changed is taken back unless all that was tried could be told', () => {
  const told = (...results: ProtocolResult[]): boolean | undefined => digestReport(report(results))?.changeKnown;
  assert.equal(told(result({})), true);
  assert.equal(told(result({}), failure('denied', 'https')), true);
  assert.equal(told(result({}), failure('judge-down', 'https')), false);
  assert.equal(told(result({}), result({ protocol: 'socks5', changeUnknown: true })), false);
  assert.equal(told(result({ changed: 'x' }), result({ protocol: 'socks5', changeUnknown: true })), true);
});

test('the most revealing anonymity and the worst TLS count', () => {
  const digest = digestReport(
    report([
      result({ anonymity: 'elite', tlsIntact: true, protocol: 'https' }),
      result({ anonymity: 'transparent' }),
      result({ anonymity: 'anonymous', protocol: 'socks5', tlsIntact: false, changed: 'certificate' }),
    ]),
  );
  assert.deepEqual([digest?.anonymity, digest?.tlsIntact, digest?.changed], ['transparent', false, 'certificate']);
});
