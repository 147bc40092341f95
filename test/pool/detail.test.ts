/** What the pool tells of one proxy: its breaker, and what block lists say of its exit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakerStep, CLOSED_BREAKER, openedAt } from '../../src/model/breaker.ts';
import { bad, batchOf, createWorld, good, report, START } from '../help/pool-world.ts';

test('failures in a row are counted, then the breaker opens, then a good check tries it', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([{ host: '192.0.2.7', port: 80 }]), { source: 'list' });
  const { id } = [...pool.rows()][0]!;
  const counts = () => pool.detail(id).breakerCounts;
  assert.deepEqual(counts(), { failures: 0, opened: 0, openedAt: null, openUntil: null });
  pool.apply([report(id, START, [bad('refused')])]);
  assert.equal(counts().failures, 1);
  clock.at += 1000;
  pool.apply([report(id, clock.at, [bad('refused')]), report(id, clock.at, [bad('refused')])]);
  const iso = (at: number): string => new Date(at).toISOString();
  assert.deepEqual(counts(), {
    failures: 0,
    opened: 1,
    openedAt: iso(START + 1000),
    openUntil: iso(START + 31_000),
  });
  pool.apply([report(id, clock.at, [good()])]);
  assert.deepEqual(counts(), { failures: 0, opened: 1, openedAt: null, openUntil: null });
});

test('when it opened is told as long as it is open, however often it did', () => {
  let breaker = CLOSED_BREAKER;
  assert.equal(openedAt(breaker), 0);
  let now = 1_000_000;
  for (let round = 0; round < 8; round++) {
    for (let step = 0; step < 3 && breaker.state !== 'OPEN'; step++) breaker = breakerStep(breaker, false, now, 3);
    assert.equal(breaker.state, 'OPEN');
    assert.equal(openedAt(breaker), now);
    now = breaker.openUntil;
    breaker = { ...breaker, state: 'HALF_OPEN', openUntil: 0 };
    assert.equal(openedAt(breaker), 0);
  }
});

test('what block lists say of an exit goes with another exit, and stays with the same', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([{ host: '127.0.0.7', port: 80 }]), { source: 'list' });
  const { id } = [...pool.rows()][0]!;
  const check = (exit: string): void => pool.apply([report(id, clock.at, [good()], { exit })]);
  check('127.9.0.1');
  pool.setListed(id, '127.9.0.1', ['zone']);
  check('127.9.0.1');
  assert.deepEqual(pool.row(id).listed, ['zone']);
  check('127.9.0.2');
  assert.equal(pool.row(id).listed, null);
});
