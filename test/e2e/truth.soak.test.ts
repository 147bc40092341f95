/** Round after round against thousands of simulated proxies: not one verdict may be wrong. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadBehaviours } from '../../src/demo/catalogue.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { protocolNames, protocolSet } from '../../src/model/proxy.ts';
import { publishedList } from '../help/published-list.ts';
import { rewriteList } from '../help/rewrite-list.ts';
import { startScaleFarm } from '../help/scale-farm.ts';
import { roleAt } from '../help/scale-role.ts';
import { shortOrLong } from '../help/soak.ts';
import { agrees } from '../help/truth.ts';
import { withWorld } from '../help/world.ts';

const ROUNDS = shortOrLong(1, 100);
const PROXIES = shortOrLong(500, 5_000);
const OPTIONS = { latencyMs: [5, 80] } as const;
const skip = process.platform === 'linux' ? false : 'needs the whole of 127.0.0.0/8';

test(`${ROUNDS} × ${PROXIES} proxies: no verdict is wrong`, { skip }, async () => {
  const [farm, behaviours] = await Promise.all([startScaleFarm(OPTIONS), loadBehaviours()]);
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      await withWorld(async (world) => {
        const hosts = rewriteList(publishedList('plain', PROXIES, round), farm.port).match(/127\.\d+\.\d+\.\d+/g)!;
        const list = hosts.flatMap((host) => {
          const { claims, credentials } = roleAt(host, behaviours, OPTIONS).behaviour;
          const login = credentials?.listed ? `${credentials.user}:${credentials.password}@` : '';
          return protocolNames(protocolSet(claims)).map((claim) => `${claim}://${login}${host}:${farm.port}`);
        });
        world.file('list.txt', list.join('\n'));
        await world.run(['proxies', 'import', 'list.txt', '--allow-private']);
        await world.run(['check', '@all', '--timeout', '4s', '--concurrency', '500']);
        const { data } = await world.json<readonly ProxyRow[]>(['proxies', 'list']);
        assert.equal(data.length, new Set(hosts).size);
        const wrong = data.flatMap((row) => {
          const { name, behaviour } = roleAt(hostOf(row.address), behaviours, OPTIONS);
          return agrees(row, behaviour.truth) ? [] : [{ round, name, truth: behaviour.truth, row }];
        });
        assert.deepEqual(wrong, []);
      });
    }
  } finally {
    await farm.stop();
  }
});

function hostOf(address: string): string {
  return /(127\.[\d.]+):/.exec(address)![1]!;
}
