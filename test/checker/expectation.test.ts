/** The operator's page held against what it should be: one reply that is not so fails its protocol, and nothing of it counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyExpectation } from '../../src/checker/expectation.ts';
import type { TargetReplies } from '../../src/checker/run-context.ts';
import type { CheckReport, ProtocolResult } from '../../src/model/report.ts';

const worked = (protocol: 'http' | 'https'): ProtocolResult => ({
  protocol,
  outcome: 'confirmed',
  latencyMs: 7,
  reason: null,
  anonymity: null,
  tlsIntact: null,
  changed: null,
});
const report: CheckReport = {
  id: 1,
  at: 2,
  results: [worked('http'), worked('https')],
  reason: null,
  exit: null,
  country: null,
  elapsedMs: 3,
};
const replies = (protocol: 'http' | 'https', ...statuses: readonly number[]): TargetReplies => ({
  id: 1,
  protocol,
  replies: statuses.map((status) => ({ status, headers: {}, body: '', latencyMs: 1 })),
});
const failed = (protocol: 'http' | 'https'): ProtocolResult => ({
  ...worked(protocol),
  outcome: 'failed',
  latencyMs: null,
  reason: 'unexpected-page',
});

test('what meets it stays as it is', () =>
  assert.deepEqual(applyExpectation([report], [replies('http', 200, 399), replies('https', 200)]), [report]));

test('one of two replies that is not as expected fails that protocol, and it has no latency', () =>
  assert.deepEqual(applyExpectation([report], [replies('http', 200, 400), replies('https', 200)]), [
    { ...report, results: [failed('http'), worked('https')] },
  ]));

test('with none that is left the proxy has failed; another proxy’s replies are its own', () => {
  const other = { ...report, id: 2 };
  assert.deepEqual(
    applyExpectation([report, other], [replies('http', 200), replies('https', 200)], () => false),
    [{ ...report, results: [failed('http'), failed('https')], reason: 'unexpected-page' }, other],
  );
});
