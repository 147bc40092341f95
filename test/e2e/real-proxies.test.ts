/** Proxies that this project did not write come out as what they are, and what is no proxy does not pass as one. */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { test } from 'node:test';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { LOGIN, missing, startRealProxies } from '../help/real-proxies.ts';
import { startTarget } from '../help/target.ts';
import { withWorld } from '../help/world.ts';

interface Checked {
  readonly checked: number;
  readonly working: number;
  readonly failed: number;
  readonly reasons: Readonly<Record<string, number>>;
}

test(
  'tinyproxy, microsocks and dante work; wrong passwords and other servers do not',
  { skip: missing && `not installed: ${missing}` },
  async () => {
    const [real, target] = await Promise.all([startRealProxies(), startTarget()]);
    // What is said is read, or the client's leaving would not be noticed.
    const silent = createServer((socket) => void socket.resume().on('error', () => {}));
    const [silentPort, closedPort] = [await listen(silent), await portOfNobody()];
    const at = (port: number): string => `127.0.0.1:${port}`;
    const login = `${LOGIN.user}:${LOGIN.password}@`;
    try {
      await withWorld(async (world) => {
        const list = [
          `http://${at(real.tinyproxy)}`,
          `http://${login}${at(real.tinyproxyAuth)}`,
          `socks5://${at(real.microsocks)}`,
          `socks5://${login}${at(real.microsocksAuth)}`,
          `socks4://${at(real.dante)}`,
          `socks5://${at(real.dante)}`,
          `http://refbot:wrong@${at(real.tinyproxyAuth)}`.replace('refbot', 'other'),
          `socks5://other:wrong@${at(real.microsocksAuth)}`,
          `http://${at(closedPort)}`,
          `http://${at(silentPort)}`,
          `http://${at(target.httpPort)}`,
        ];
        world.file('real.txt', list.join('\n'));
        assert.equal((await world.run(['proxies', 'import', 'real.txt', '--allow-private'])).code, 0);
        const { data } = await world.json<Checked>(['check', '@all', '--timeout', '2s']);
        const rows = (await world.json<readonly ProxyRow[]>(['proxies', 'list'])).data;
        const row = (address: string): ProxyRow => rows.find((row) => row.address === address)!;
        const facts = (address: string): unknown[] => {
          const { status, protocols, anonymity } = row(address);
          return [status, protocols, anonymity];
        };
        assert.deepEqual(facts(at(real.tinyproxy)), ['working', ['http', 'https'], 'anonymous']);
        assert.deepEqual(facts(`refbot@${at(real.tinyproxyAuth)}`), ['working', ['http', 'https'], 'anonymous']);
        assert.deepEqual(facts(at(real.microsocks)), ['working', ['socks5'], 'elite']);
        assert.deepEqual(facts(`refbot@${at(real.microsocksAuth)}`), ['working', ['socks5'], 'elite']);
        assert.deepEqual(facts(at(real.dante)), ['working', ['socks4', 'socks5'], 'elite']);
        assert.equal(row(`other@${at(real.tinyproxyAuth)}`).failure, 'auth-required');
        assert.equal(row(`other@${at(real.microsocksAuth)}`).failure, 'auth-required');
        assert.equal(row(at(closedPort)).failure, 'refused');
        assert.equal(row(at(silentPort)).failure, 'no-answer');
        assert.equal(row(at(target.httpPort)).status, 'failed');
        assert.equal(data.checked, 10);
        assert.equal(data.working, 5);
        assert.equal(data.failed, 5);
        assert.equal(
          Object.values(data.reasons).reduce((sum, count) => sum + count, 0),
          5,
        );
      });
    } finally {
      await Promise.all([real.stop(), target.stop(), new Promise((done) => void silent.close(done))]);
    }
  },
);

function listen(server: Server): Promise<number> {
  return new Promise(
    (resolve) => void server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

/** A port that was free a moment ago. */
async function portOfNobody(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((done) => void server.close(done));
  return port;
}
