/** What a run works out once: the address of a name, the order of protocols, requests, and the newest ticket. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import http from '../../src/checker/checks/http.ts';
import { LIVENESS_PLAN, type Ask } from '../../src/checker/judge-plan.ts';
import { RunMemory } from '../../src/checker/run-memory.ts';
import { runOptions } from '../../src/checker/run-options.ts';
import { LOOPBACK } from '../help/checking.ts';

const ask = (authority: string, session: Uint8Array | null = null): Ask => ({
  secure: true,
  host: '127.0.0.1',
  port: 1,
  address: '127.0.0.1',
  authority,
  path: '/echo/',
  responseHeaders: [],
  fingerprint: null,
  session,
  verifyChain: false,
});
const memory = (): RunMemory => new RunMemory(runOptions({ plan: LIVENESS_PLAN, policy: LOOPBACK }), [http]);

test('thousands of ports behind one name are one look-up', async () => {
  const it = memory();
  assert.equal(it.resolve('localhost'), it.resolve('localhost'));
  assert.equal((await it.resolve('localhost')).ok, true);
});

test('orders and requests are made once', () => {
  const it = memory();
  const one = ask('a:1');
  assert.equal(it.order(1), it.order(1));
  assert.equal(it.template(one), it.template(one));
  assert.notEqual(it.template(one), it.template(ask('b:1')));
});

test('tickets are those of a host, whichever of its pages is asked', () => {
  const it = memory();
  assert.equal(it.tickets(ask('a:1', Uint8Array.of(1))), it.tickets(ask('a:1')));
  assert.notEqual(it.tickets(ask('a:1')), it.tickets(ask('b:1')));
});
