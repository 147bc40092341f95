/** Which hosts a check dials as they are, and which it asks a name server about: told by hand, nothing is dialled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProxyCheck, type Begun, type ProxyCheckOwner } from '../../src/checker/proxy-check.ts';
import type { RunContext } from '../../src/checker/run-context.ts';
import { task } from '../help/checking.ts';

/** @returns the address that would be dialled; empty where the name is asked for first */
function dialled(host: string): string {
  const asked: string[] = [];
  const run = {
    options: { connectTimeoutMs: 1_000, timeoutMs: 1_000 },
    wheel: { arm: () => {}, disarm: () => {} },
    order: () => ({ first: [], companions: [], rest: [] }),
    resolve: (name: string) => {
      asked.push(name);
      return new Promise(() => {});
    },
  };
  const owner = { onFinished: () => {} };
  const begun = { task: task(80, ['http'], { host }), connectTimeoutMs: 1_000 };
  const check = new ProxyCheck(
    owner as unknown as ProxyCheckOwner,
    run as unknown as RunContext,
    begun as unknown as Begun,
  );
  check.start();
  assert.deepEqual(asked, check.address === '' ? [host] : []);
  return check.address;
}

test('only what the socket takes for an address is dialled as one', () => {
  for (const host of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) assert.equal(dialled(host), host);
  // The system reads the last two as octal: the guard would be asked about another address than is dialled.
  for (const host of ['localhost', '127.0.0.010', '012.0.0.1']) assert.equal(dialled(host), '');
});
