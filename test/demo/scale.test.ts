/** The helpers with which tests play whole published lists on loopback. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadBehaviours } from '../../src/demo/catalogue.ts';
import { converse, viaHttp } from '../help/clients.ts';
import { rewriteList } from '../help/rewrite-list.ts';
import { startScaleFarm } from '../help/scale-farm.ts';
import { roleAt } from '../help/scale-role.ts';
import { KNOWN_PAGE, startTarget } from '../help/target.ts';

const CASES: readonly (readonly [string, string])[] = [
  ['8.8.8.8:80', '127.8.8.8:9'],
  ['socks5://1.2.3.4:1080\n5.6.7.8:3128', 'socks5://127.2.3.4:9\n127.6.7.8:9'],
  ['http://user:pa55@1.2.3.4:8080', 'http://user:pa55@127.2.3.4:9'],
  ['1.2.3.4:8080:Germany', '127.2.3.4:9:Germany'],
  ['Proxy,IP,Port\n1.2.3.4:80,1.2.3.4,80,0,', 'Proxy,IP,Port\n127.2.3.4:9,127.2.3.4,9,0,'],
  ['{"host":"1.2.3.4","port":7890,"exit_ip":"5.6.7.8"}', '{"host":"127.2.3.4","port":9,"exit_ip":"127.6.7.8"}'],
  ['{"ip": "1.2.3.4", "port": "80"}', '{"ip": "127.2.3.4", "port": "9"}'],
  ['<ip>1.2.3.4</ip><port>80</port>', '<ip>127.2.3.4</ip><port>9</port>'],
  ['  - ip: 1.2.3.4\n    port: 80', '  - ip: 127.2.3.4\n    port: 9'],
  ['version 1.2.3', 'version 1.2.3'],
];

test('every format is moved to loopback', () => {
  for (const [from, to] of CASES) assert.equal(rewriteList(from, 9), to);
});

test('a list that names other hosts is not rewritten at all', () => {
  for (const text of ['proxy.example.com:8080', 'http://a.b.org:80', '[2001:db8::1]:80']) {
    assert.throws(() => rewriteList(`1.2.3.4:80\n${text}`, 9), /cannot be moved/);
  }
});

test('one listener plays every address, each as its role says', { skip: process.platform !== 'linux' }, async () => {
  const options = { weights: { elite: 1, liar: 1, resets: 1, 'web-server': 1 }, latencyMs: [1, 5] } as const;
  const [farm, target, behaviours] = await Promise.all([startScaleFarm(options), startTarget(), loadBehaviours()]);
  try {
    const hosts = Array.from({ length: 400 }, (_, i) => `127.${1 + (i % 250)}.${i % 7}.${1 + (i % 200)}`);
    const seen = new Set<string>();
    await Promise.all(
      hosts.map(async (host) => {
        const { name } = roleAt(host, behaviours, options);
        const at = { host, port: farm.port };
        seen.add(name);
        if (name === 'resets') assert.equal((await converse(at, 'GET')).ending, 'reset');
        else {
          const { status, body } = await viaHttp(at, `${target.http}/page`);
          assert.equal(status, name === 'web-server' ? 404 : 200);
          assert.equal(body === KNOWN_PAGE, name === 'elite', `${host} plays ${name}`);
        }
      }),
    );
    assert.equal(seen.size, 4);
    assert.ok(
      target.visitors.every((from) => roleAt(from, behaviours, options).name === 'elite'),
      'each leaves from its own address',
    );
  } finally {
    await Promise.all([farm.stop(), target.stop()]);
  }
});
