/** The contract of a check, held against every file of src/checker/checks/, and its guard against wrong ones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkProblem, type CheckDefinition } from '../../src/define/check.ts';
import { discoverModules } from '../../src/lib/sibling.ts';
import { PROTOCOLS } from '../../src/model/proxy.ts';
import { drive } from '../../src/net/handshake.ts';

const found = discoverModules(new URL('../../src/checker/checks/', import.meta.url), '.ts');
const checks = await Promise.all(
  found.map(async ({ name, url }) => ({ name, check: ((await import(url.href)) as { default: unknown }).default })),
);

for (const { name, check } of checks) {
  test(`check ${name} keeps the contract`, () => {
    assert.equal(checkProblem(check), null);
    const definition = check as CheckDefinition;
    assert.equal(definition.protocol, name);
    assert.ok(!definition.companions.includes(definition.protocol));
    if (definition.handshake === null) return;
    const machine = definition.handshake({ host: '1.2.3.4', port: 80, address: null }, { user: null, password: null });
    let sent = 0;
    assert.equal(drive(machine, null, (bytes) => (sent += bytes.length)).kind, 'more', 'it speaks first and waits');
    assert.ok(sent > 0);
    assert.equal(
      drive(machine, Buffer.from('\xff\xff\xff\xff\xff\xff\xff\xff\r\n\r\n', 'latin1'), () => {}).kind,
      'failed',
    );
  });
}

test('there is one check for each protocol, probed in an order of its own', () => {
  assert.deepEqual(checks.map(({ name }) => name).sort(), PROTOCOLS.toSorted());
  assert.equal(new Set(checks.map(({ check }) => (check as CheckDefinition).probeOrder)).size, checks.length);
});

test('the guard names what is wrong', () => {
  const good = { protocol: 'http', probeOrder: 1, companions: [], site: 'http', handshake: null };
  assert.equal(checkProblem(good), null);
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [null, /not an object/],
    [{ ...good, protocol: 'ftp' }, /protocol/],
    [{ ...good, probeOrder: '1' }, /probeOrder/],
    [{ ...good, companions: ['ftp'] }, /companions/],
    [{ ...good, site: 'gopher' }, /site/],
    [{ ...good, handshake: 5 }, /handshake/],
    [{ ...good, site: 'https' }, /tunnel/],
  ];
  for (const [value, message] of wrong) assert.match(checkProblem(value) ?? '', message);
});
