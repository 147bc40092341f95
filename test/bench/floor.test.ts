/** The benches' own footing: the C program that everything is held against makes real checks, and every client of the table does. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Cost, KINDS, type Ports } from './help/check-kinds.ts';
import { buildFloor, type Floor, runFloor } from './help/floor.ts';
import { Peer } from './help/peer.ts';

const CHECKS = 50;

let folder: string;
let upstream: Peer;
let ports: Ports;
let floor: Floor | null;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'refbot-bench-'));
  [{ peer: upstream, first: ports }, floor] = await Promise.all([Peer.start<Ports>('upstream.ts'), buildFloor(folder)]);
});

after(async () => {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const kind of KINDS) {
  test(`the floor makes ${CHECKS} checks by ${kind}`, async (t) => {
    if (!floor) return t.skip('no C compiler');
    if (kind.startsWith('https') && !floor.tls) return t.skip('no headers of OpenSSL');
    const cost = await runFloor(floor, kind, CHECKS, ports);
    assert.equal(cost.checks, CHECKS);
    assert.equal(cost.resumed, kind === 'https-resumed' ? 2 * CHECKS : 0, 'sessions that were resumed');
    assert.ok(cost.cpuUs > 0 && cost.ms > 0);
  });
}

test('the floor counts replies without its nonce as failed', async (t) => {
  if (!floor) return t.skip('no C compiler');
  // The page of another kind of judge: the port says about itself whatever it is asked.
  const elsewhere = { ...ports, judge: { ...ports.judge, http: ports.about.http } };
  await assert.rejects(runFloor(floor, 'http', CHECKS, elsewhere), /50 of 50 checks of the floor failed/);
});

test('a client in a process of its own makes the same checks and says what they cost', async () => {
  const { peer } = await Peer.start('check-client.ts', { args: ['bare', 'socks5', JSON.stringify(ports)] });
  try {
    const cost = await peer.ask<Cost>({ checks: CHECKS });
    assert.ok(cost.cpuUs > 0 && cost.ms > 0);
  } finally {
    await peer.stop();
  }
});
