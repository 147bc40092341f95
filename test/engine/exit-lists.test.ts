/** Exits of working proxies are looked up beside the check, and what block lists say is kept with the proxy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig, type Config } from '../../src/core/config/config.ts';
import { ExitLists } from '../../src/engine/exit-lists.ts';
import { dnsServer } from '../help/dns-server.ts';
import { bad, batchOf, createWorld, good, report } from '../help/pool-world.ts';

const configOf = (flags: Readonly<Record<string, unknown>>): Config =>
  loadConfig({ flags: { 'network.only': 'loopback', ...flags } });

test('working ones with a public exit, and nobody else', async () => {
  const server = await dnsServer((name) => (name.startsWith('1.') ? ['127.0.0.2'] : 3));
  try {
    const { pool, clock } = createWorld();
    await pool.admit(batchOf([1, 2, 3, 4, 5].map((port) => ({ host: '127.0.0.1', port }))), { source: 's' });
    const config = configOf({ 'dnsbl.zones': ['bl.example.org'], 'dnsbl.servers': [server.address] });
    const lists = new ExitLists({ config, pool, note: (message) => assert.fail(message) });
    const reports = [
      report(1, clock.at, [good()], { exit: '9.1.1.1' }),
      report(2, clock.at, [good()], { exit: '9.1.1.2' }),
      report(3, clock.at, [good()], { exit: '10.1.1.1' }),
      report(4, clock.at, [bad('refused')], { exit: '9.1.1.1' }),
      report(5, clock.at, [good({ outcome: 'answered' })], { exit: '9.1.1.1' }),
    ];
    pool.apply(reports);
    pool.images.takeChanged();
    lists.add(reports);
    await lists.settled(5_000);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((id) => pool.row(id).listed),
      [['bl.example.org'], [], null, null, null],
    );
    assert.deepEqual(server.asked, ['1.1.1.9.bl.example.org', '2.1.1.9.bl.example.org']);
    assert.deepEqual(
      pool.images.takeChanged().flatMap((ids) => [...ids]),
      [1, 2],
      'they are saved',
    );
    // It survives the state file, and goes with the exit it was said of.
    const copy = createWorld().pool;
    copy.images.restore([...pool.images.images()], pool.images.columns);
    assert.deepEqual(
      [1, 2, 3].map((id) => copy.row(id).listed),
      [['bl.example.org'], [], null],
    );
    copy.apply([report(1, clock.at + 1_000, [good()], { exit: '9.1.1.9' })]);
    assert.equal(copy.row(1).listed, null);
    copy.setListed(1, '9.1.1.1', ['bl.example.org']);
    assert.equal(copy.row(1).listed, null, 'said of the exit before');
    copy.setListed(99, '9.1.1.1', ['bl.example.org']);
    lists.stop();
  } finally {
    await server.stop();
  }
});

test('without zones nothing is asked; without a name server it is said once', async () => {
  const { pool, clock } = createWorld();
  await pool.admit(batchOf([{ host: '127.0.0.1', port: 1 }]), { source: 's' });
  const reports = [report(1, clock.at, [good()], { exit: '9.1.1.1' })];
  pool.apply(reports);
  const notes: string[] = [];
  const note = (message: string): void => void notes.push(message);
  const off = new ExitLists({ config: configOf({}), pool, note });
  off.add(reports);
  await off.settled(1_000);
  const mute = new ExitLists({
    config: configOf({ 'dnsbl.zones': ['bl.example.org'], 'dnsbl.servers': ['192.0.2.53'] }),
    pool,
    note,
  });
  mute.add(reports);
  mute.add(reports);
  await mute.settled(1_000);
  assert.equal(pool.row(1).listed, null);
  assert.deepEqual(notes, ['block lists: no name server may be asked (192.0.2.53)']);
});

test('zones that are configured meanwhile are asked from then on', async () => {
  const server = await dnsServer(() => ['127.0.0.2']);
  try {
    const { pool, clock } = createWorld();
    await pool.admit(batchOf([{ host: '127.0.0.1', port: 1 }]), { source: 's' });
    const reports = [report(1, clock.at, [good()], { exit: '9.1.1.1' })];
    pool.apply(reports);
    let config = configOf({ 'dnsbl.zones': ['one.example.org'], 'dnsbl.servers': [server.address] });
    const note = (message: string): void => assert.fail(message);
    const lists = new ExitLists({ config: { get: (path) => config.get(path) } as Config, pool, note });
    for (const zone of ['one.example.org', 'two.example.org']) {
      config = configOf({ 'dnsbl.zones': [zone], 'dnsbl.servers': [server.address] });
      lists.add(reports);
      await lists.settled(5_000);
      assert.deepEqual(pool.row(1).listed, [zone]);
    }
    lists.stop();
  } finally {
    await server.stop();
  }
});

test('whoever waits for it waits no longer than it was told', async () => {
  const server = await dnsServer(() => 'silence');
  try {
    const { pool, clock } = createWorld();
    await pool.admit(batchOf([{ host: '127.0.0.1', port: 1 }]), { source: 's' });
    const reports = [report(1, clock.at, [good()], { exit: '9.1.1.1' })];
    pool.apply(reports);
    const config = configOf({ 'dnsbl.zones': ['bl.example.org'], 'dnsbl.servers': [server.address] });
    const lists = new ExitLists({ config, pool, note: () => {} });
    lists.add(reports);
    const startedAt = performance.now();
    await lists.settled(100);
    assert.ok(performance.now() - startedAt < 1_500);
    lists.stop();
  } finally {
    await server.stop();
  }
});
