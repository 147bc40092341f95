import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchOf, createWorld } from '../help/pool-world.ts';

const world = createWorld();
await world.pool.admit(
  batchOf([
    { host: '127.0.0.1', port: 80 },
    { host: '127.0.0.1', port: 81, user: 'ann', password: 'pw' },
    { host: '127.0.0.1', port: 81, user: 'bob' },
    { host: '::1', port: 9_050 },
    { host: 'gate.example', port: 8_000, user: 'carl' },
    { host: '127.0.0.2', port: 82 },
    { host: '127.0.0.2', port: 82, user: 'dora' },
  ]),
  { source: 's' },
);

test('ids and addresses in the forms people paste', () => {
  const cases: [string, number][] = [
    ['1', 1],
    ['#4', 4],
    [' 127.0.0.1:80 ', 1],
    ['http://127.0.0.1:80/', 1],
    ['127.000.000.001:80', 1],
    ['ann@127.0.0.1:81', 2],
    ['socks5://bob:secret@127.0.0.1:81', 3],
    ['[::1]:9050', 4],
    ['[0:0::1]:9050', 4],
    ['gate.example:8000', 5],
    ['GATE.example:8000', 5],
    ['dora@127.0.0.2:82', 7],
  ];
  for (const [reference, id] of cases) assert.equal(world.pool.resolve(reference), id, reference);
});

test('what names nothing', () => {
  for (const reference of [
    '0',
    '99',
    '127.0.0.1:83',
    'eve@127.0.0.1:81',
    'other.example:8000',
    'gate.example',
    '',
    '127.0.0.1',
    ':80',
    '-1',
    '1.5',
    '99999999999999999999',
  ]) {
    assert.throws(() => world.pool.resolve(reference), { errorName: 'unknown-proxy' }, reference);
  }
});

test('an address that names two is an error with their ids', () => {
  assert.throws(
    () => world.pool.resolve('127.0.0.1:81'),
    (error: Error) =>
      /ids 2, 3/.test(error.message) && (error as Error & { errorName: string }).errorName === 'ambiguous-proxy',
  );
  assert.throws(() => world.pool.resolve('127.0.0.2:82'), { errorName: 'ambiguous-proxy' });
});

test('a pasted password never comes back in the message', () => {
  assert.throws(
    () => world.pool.resolve('eve:topsecret@127.0.0.1:81'),
    (error: Error) => !error.message.includes('topsecret') && error.message.includes('eve@127.0.0.1:81'),
  );
  assert.throws(
    () => world.pool.resolve('eve:topsecret@nowhere'),
    (error: Error) => !error.message.includes('topsecret'),
  );
});
