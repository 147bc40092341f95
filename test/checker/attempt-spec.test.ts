/** What one connection of a check has to do: who is trusted, what is sent to whom, and who may be met with another certificate. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attemptRequest, attemptSpec, type AttemptCase } from '../../src/checker/attempt-spec.ts';
import http from '../../src/checker/checks/http.ts';
import https from '../../src/checker/checks/https.ts';
import { LIVENESS_PLAN, type Ask } from '../../src/checker/judge-plan.ts';
import { RunMemory } from '../../src/checker/run-memory.ts';
import { runOptions } from '../../src/checker/run-options.ts';
import type { RunContext } from '../../src/checker/run-context.ts';
import { LOOPBACK, task } from '../help/checking.ts';

const run = new RunMemory(runOptions({ plan: LIVENESS_PLAN, policy: LOOPBACK }), [
  http,
  https,
]) as unknown as RunContext;
const ask: Ask = {
  secure: true,
  host: 'judge.test',
  port: 8_443,
  address: '192.0.2.9',
  authority: 'judge.test:8443',
  path: '/echo/',
  responseHeaders: [],
  fingerprint: 'AB:CD',
  session: null,
  verifyChain: true,
};
const it = (more: Partial<AttemptCase>): AttemptCase => ({
  run,
  check: https,
  task: task(80, ['https']),
  address: '127.0.0.1',
  ask,
  connectTimeoutMs: 1,
  timeoutMs: 2,
  ...more,
});

test('an address that the pool admitted is trusted, what a name resolved to is not', () => {
  const isTrusted = (host: string): boolean => attemptSpec(it({ task: task(80, [], { host }) })).trusted;
  assert.deepEqual(['127.0.0.1', 'localhost', 'proxy.test', '127.0.0.2'].map(isTrusted), [true, true, false, false]);
});

test('TLS only where the judge speaks it; another certificate only for whom the operator said so', () => {
  assert.equal(attemptSpec(it({ ask: { ...ask, secure: false } })).tls, null);
  assert.equal(attemptSpec(it({ ask: null })).tls, null);
  const { tickets, ...demand } = attemptSpec(it({})).tls!;
  assert.equal(tickets, run.tickets(ask));
  assert.deepEqual(demand, { host: 'judge.test', fingerprint: 'AB:CD', verifyChain: true, skip: false });
  assert.equal(attemptSpec(it({ task: task(80, [], { tlsSkip: true }) })).tls!.skip, true);
});

test('no time left is the least there is, not none', () =>
  assert.equal(attemptSpec(it({ timeoutMs: -5 })).timeoutMs, 1));

test('each way gets its own request, and only the proxy its password', () => {
  const ann = { user: 'ann', password: 'pw' };
  const rest = 'Host: judge.test:8443\r\nUser-Agent: RefBot\r\nAccept: */*\r\nConnection: close\r\n';
  assert.equal(
    attemptRequest(run, http, ask, 'abc', ann),
    `GET http://judge.test:8443/echo/abc HTTP/1.1\r\n${rest}Proxy-Authorization: Basic YW5uOnB3\r\n\r\n`,
  );
  assert.equal(attemptRequest(run, https, ask, 'abc', ann), `GET /echo/abc HTTP/1.1\r\n${rest}\r\n`);
  assert.equal(attemptRequest(run, https, null, '', ann), null, 'an open tunnel is enough');
  assert.match(attemptRequest(run, http, null, '', ann)!, /^GET http:\/\/127\.0\.0\.1:9\/ [^]*\r\n\r\n$/);
});
