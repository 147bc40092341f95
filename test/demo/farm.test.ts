/** The farm as a whole: the mix, the addresses, the lists, and that nothing of it is left. */
import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { castRoles } from '../../src/demo/cast.ts';
import { loadBehaviours } from '../../src/demo/catalogue.ts';
import { startFarm, type Farm } from '../../src/demo/farm.ts';
import type { FarmProxy } from '../../src/demo/farm-types.ts';
import { settle } from '../../src/demo/place.ts';
import { seededRandom } from '../../src/demo/random.ts';
import { Visits } from '../../src/demo/visits.ts';
import { converse, openSocks4, openSocks5, openTunnel, overTls, viaHttp } from '../help/clients.ts';
import { KNOWN_PAGE, startTarget } from '../help/target.ts';

const behaviours = await loadBehaviours();

test('every behaviour has its place in any farm with room for all', () => {
  fc.assert(
    fc.property(fc.integer({ min: behaviours.size, max: 3_000 }), fc.nat(), (count, seed) => {
      const roles = castRoles(behaviours, count, seededRandom(seed));
      assert.equal(roles.length, count);
      assert.equal(new Set(roles.map(({ name }) => name)).size, behaviours.size);
      for (const { behaviour, latencyMs } of roles) {
        assert.ok(latencyMs >= behaviour.latencyMs[0] && latencyMs <= behaviour.latencyMs[1]);
      }
    }),
    { numRuns: 30 },
  );
});

test('the same seed casts the same roles, another seed others', () => {
  const names = (seed: number): string =>
    castRoles(behaviours, 200, seededRandom(seed))
      .map(({ name }) => name)
      .join();
  assert.equal(names(7), names(7));
  assert.notEqual(names(7), names(8));
});

test('where there are no blocks, proxies share 127.0.0.1 by ports', async () => {
  const servers = [createServer(), createServer()];
  for (const [index, server] of servers.entries()) await settle(server, { prefix: null }, index, false, 0.5);
  const addresses = servers.map((server) => server.address() as AddressInfo);
  assert.ok(addresses.every(({ address }) => address === '127.0.0.1'));
  assert.notEqual(addresses[0]!.port, addresses[1]!.port);
  for (const server of servers) await new Promise<void>((resolve) => void server.close(() => resolve()));
});

test('a usual port that is taken makes room for a free one', { skip: process.platform !== 'linux' }, async () => {
  const servers = [createServer(), createServer()];
  const place = { prefix: '127.77.0' };
  for (const server of servers) await settle(server, place, 5, true, 0);
  const [first, second] = servers.map((server) => server.address() as AddressInfo);
  assert.equal(first!.address, second!.address);
  assert.notEqual(first!.port, second!.port);
  for (const server of servers) await new Promise<void>((resolve) => void server.close(() => resolve()));
});

test('a peer from outside is dropped before a byte is read', async () => {
  const visits = new Visits();
  const behaviour = behaviours.get('liar')!;
  const server = createServer((socket) => {
    Object.defineProperty(socket, 'remoteAddress', { value: '203.0.113.9' });
    visits.welcome(socket, { host: '127.0.0.1', behaviour, latencyMs: 1, random: seededRandom(1), visits: 0 });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { bytes } = await converse(
    { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    'GET / HTTP/1.1\r\n\r\n',
  );
  assert.equal(bytes.length, 0);
  assert.equal(visits.open, 0);
  await new Promise<void>((resolve) => void server.close(() => resolve()));
});

test('a farm tells the truth about itself', async () => {
  const [farm, target] = await Promise.all([startFarm({ proxies: 120, seed: 3 }), startTarget()]);
  try {
    assert.equal(farm.proxies.length, 120);
    assert.equal(
      Object.values(farm.behaviours).reduce((sum, count) => sum + count, 0),
      120,
    );
    assert.equal(new Set(farm.proxies.map(({ host, port }) => `${host}:${port}`)).size, 120);
    assert.ok(farm.proxies.every(({ host }) => host.startsWith('127.')));
    const site = { host: '127.0.0.1', port: target.httpPort };
    const secure = { host: '127.0.0.1', port: target.httpsPort };
    // One of each kind, so that the slow ones are waited for once and all at the same time.
    const kinds = new Map(farm.proxies.map((proxy) => [proxy.behaviour, proxy]));
    await Promise.all(
      [...kinds.values()].map(async (proxy) => {
        const login = proxy.user === undefined ? undefined : { user: proxy.user, password: proxy.password! };
        for (const protocol of proxy.truth.status === 'working' ? proxy.truth.protocols : []) {
          if (protocol === 'http')
            assert.equal((await viaHttp(proxy, `${target.http}/page`, login)).body, KNOWN_PAGE, proxy.behaviour);
          else if (protocol === 'https') {
            const { socket } = await openTunnel(proxy, secure, login);
            assert.equal((await overTls(socket, '/page')).body, KNOWN_PAGE, proxy.behaviour);
          } else {
            const { code, socket } = await (protocol === 'socks4'
              ? openSocks4(proxy, site)
              : openSocks5(proxy, site, login));
            assert.equal(code, protocol === 'socks4' ? 90 : 0, proxy.behaviour);
            socket.destroy();
          }
        }
        if (proxy.behaviour === 'dead') assert.equal((await converse(proxy, 'x')).ending, 'refused');
      }),
    );
  } finally {
    await Promise.all([farm.stop(), target.stop()]);
  }
});

test('lists name every proxy at least once, in several formats', async () => {
  await withFarm(async (farm) => {
    const texts = await Promise.all(farm.lists.map(async ({ url }) => (await fetch(url)).text()));
    const all = texts.join('\n');
    for (const { host, port, user, password } of farm.proxies) {
      const forms = [`${host}:${port}`, `${host},${port}`, `${host}</td><td>${port}<`, `"ip":"${host}","port":${port}`];
      assert.ok(
        forms.some((form) => all.includes(form)),
        `${host}:${port} is on a list`,
      );
      if (user !== undefined) assert.ok(all.includes(`${user}:${password}@${host}:${port}`));
    }
    assert.ok(!all.includes('not-on-any-list'), 'passwords of locked proxies are secret');
    const json = JSON.parse(texts[farm.lists.findIndex(({ name }) => name === 'demo-json')]!) as unknown[];
    assert.ok(json.length > 10);
    const index = await (await fetch(farm.listUrl)).text();
    for (const { url } of farm.lists) assert.ok(index.includes(new URL(url).pathname));
  });
});

test('a list that is known is answered 304; what is not there 404', async () => {
  await withFarm(async (farm) => {
    const { url } = farm.lists[0]!;
    const first = await fetch(url);
    const etag = first.headers.get('etag')!;
    assert.equal(Number(first.headers.get('content-length')), Buffer.byteLength(await first.text()));
    assert.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 304);
    assert.equal((await fetch(url, { headers: { 'if-none-match': '"old"' } })).status, 200);
    assert.equal((await fetch(`${farm.listUrl}nothing`)).status, 404);
    assert.equal((await fetch(url, { method: 'POST' })).status, 405);
  });
});

test(
  'two farms stand beside each other, and a stopped one makes room',
  { skip: process.platform !== 'linux' },
  async () => {
    const [one, other] = await Promise.all([startFarm({ proxies: 30 }), startFarm({ proxies: 30 })]);
    assert.match(one.block!, /^127\.10\.\d+\.0\/24$/);
    assert.notEqual(one.block, other.block);
    await one.stop();
    const { host, port } = one.proxies.find(({ behaviour }) => behaviour === 'elite')!;
    assert.equal((await converse({ host, port }, 'x')).ending, 'refused');
    const again = await startFarm({ proxies: 30 });
    // Ports may differ where another program holds a usual one; who plays what does not.
    assert.deepEqual(again.proxies.map(cast), one.proxies.map(cast));
    await Promise.all([other.stop(), again.stop()]);
  },
);

test('stopping closes open connections and leaves no handle', async () => {
  const before = process.getActiveResourcesInfo().length;
  const farm = await startFarm({ proxies: 40 });
  const silent = farm.proxies.find(({ behaviour }) => behaviour === 'black-hole')!;
  const socket = connect(silent.port, silent.host);
  await new Promise<void>((resolve) => void socket.once('connect', resolve));
  const gone = new Promise<void>((resolve) => void socket.on('error', () => {}).once('close', () => resolve()));
  await farm.stop();
  await farm.stop();
  await gone;
  assert.equal(process.getActiveResourcesInfo().length, before);
});

async function withFarm(use: (farm: Farm) => Promise<void>): Promise<void> {
  const farm = await startFarm({ proxies: 150 });
  try {
    await use(farm);
  } finally {
    await farm.stop();
  }
}

function cast({ behaviour, latencyMs }: FarmProxy): string {
  return `${behaviour} ${latencyMs}`;
}
