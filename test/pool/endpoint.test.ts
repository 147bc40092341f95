/** The endpoint of a proxy holds what a client needs to use it, and nobody else is told the password. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchOf, createWorld } from '../help/pool-world.ts';

test('an endpoint names host, port, user and password', async () => {
  const { pool } = createWorld();
  await pool.admit(
    batchOf([
      { host: '192.0.2.1', port: 80 },
      { host: '192.0.2.1', port: 80, user: 'bob', password: 'secret' },
      { host: '2001:db8::1', port: 1080 },
    ]),
    { source: 'test', protocols: 0 },
  );
  const endpoints = [...pool.rows()].map(({ id }) => pool.endpoint(id));
  assert.deepEqual(endpoints, [
    { host: '192.0.2.1', port: 80 },
    { host: '192.0.2.1', port: 80, user: 'bob', password: 'secret' },
    { host: '2001:db8::1', port: 1080 },
  ]);
  assert.ok(!JSON.stringify([...pool.rows()]).includes('secret'));
  assert.throws(() => pool.endpoint(99), /99/);
});
