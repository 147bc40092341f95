/** Block lists by DNS: reversed names, what counts as listed and what as not known, and who may be asked at all. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import * as fc from 'fast-check';
import { Dnsbl, reversed, type DnsblOptions } from '../../src/checker/dnsbl.ts';
import { canonicalIp, formatIpv4, formatIpv6 } from '../../src/lib/address.ts';
import { LOOPBACK } from '../help/checking.ts';
import { dnsServer, type DnsAnswer, type DnsServer } from '../help/dns-server.ts';

const ZONES = ['bl.one.example', 'bl.two.example'];
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function world(
  answer: (name: string) => DnsAnswer,
  more: Partial<DnsblOptions> = {},
  delayMs = 0,
): Promise<{ readonly server: DnsServer; readonly dnsbl: Dnsbl }> {
  const server = await dnsServer(answer, delayMs);
  const dnsbl = new Dnsbl({ zones: ZONES, servers: [server.address], policy: LOOPBACK, timeoutMs: 300, ...more });
  ends.push(() => dnsbl.stop(), server.stop);
  return { server, dnsbl };
}

test('names are the address backwards', () => {
  assert.equal(reversed('9.8.7.6'), '6.7.8.9');
  const long = reversed(canonicalIp('2001:db8::5')!);
  assert.equal(long, '5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (number) => {
      assert.equal(reversed(reversed(formatIpv4(number))), formatIpv4(number));
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: 8, maxLength: 8 }), (groups) => {
      const digits = reversed(formatIpv6(groups)).split('.').reverse().join('');
      assert.deepEqual(
        digits.match(/.{4}/g)?.map((group) => Number.parseInt(group, 16)),
        groups,
      );
    }),
  );
});

test('listed, on no list, and not known', async () => {
  const table: Readonly<Record<string, DnsAnswer>> = {
    '1.1.1.9.bl.one.example': ['127.0.0.2'],
    '1.1.1.9.bl.two.example': 3,
    '2.1.1.9.bl.one.example': 3,
    '2.1.1.9.bl.two.example': 3,
    '3.1.1.9.bl.one.example': 'silence',
    '3.1.1.9.bl.two.example': 3,
    '4.1.1.9.bl.one.example': 2,
    '4.1.1.9.bl.two.example': ['127.0.0.11', '127.0.0.4'],
    '5.1.1.9.bl.one.example': ['127.255.255.254'], // you may not ask
    '5.1.1.9.bl.two.example': 3,
    '6.1.1.9.bl.one.example': ['93.184.215.14'], // a resolver that sells misspelled names
    '6.1.1.9.bl.two.example': 3,
    '7.1.1.9.bl.one.example': ['127.0.0.2'],
    '7.1.1.9.bl.two.example': ['127.0.0.3'],
  };
  const { dnsbl } = await world((name) => table[name] ?? 2);
  const of = (last: number): Promise<readonly string[] | null> => dnsbl.lookup(`9.1.1.${last}`);
  const said = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(of));
  assert.deepEqual(said, [['bl.one.example'], [], null, ['bl.two.example'], null, null, ZONES]);
});

test('an IPv6 exit, and an IPv4 one spelled as IPv6', async () => {
  const { dnsbl, server } = await world(() => ['127.0.0.2'], { zones: ['bl.one.example'] });
  assert.deepEqual(await dnsbl.lookup('2A00:1450::5'), ['bl.one.example']);
  assert.deepEqual(await dnsbl.lookup('::ffff:9.8.7.6'), ['bl.one.example']);
  assert.deepEqual(server.asked, [
    '5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.4.1.0.0.a.2.bl.one.example',
    '6.7.8.9.bl.one.example',
  ]);
});

test('nobody hears of addresses that are not public', async () => {
  const { dnsbl, server } = await world(() => ['127.0.0.2']);
  for (const ip of ['127.0.0.1', '10.1.2.3', '192.168.0.1', '::1', 'fe80::1', 'nonsense', ''])
    assert.equal(await dnsbl.lookup(ip), null, ip);
  assert.deepEqual(server.asked, []);
});

test('an exit is asked about once; what could not be found out is asked again', async () => {
  let answer: DnsAnswer = 2;
  const { dnsbl, server } = await world(() => answer, { zones: ['bl.one.example'] });
  assert.equal(await dnsbl.lookup('9.1.1.1'), null);
  const before = server.asked.length;
  answer = ['127.0.0.2'];
  const many = await Promise.all(Array.from({ length: 50 }, () => dnsbl.lookup('9.1.1.1')));
  assert.ok(many.every((zones) => zones?.length === 1));
  assert.equal(server.asked.length, before + 1);
});

test('few are looked up at once', async () => {
  const { dnsbl, server } = await world(() => 3, { zones: ['bl.one.example'], concurrency: 4, timeoutMs: 2_000 }, 5);
  const all = Array.from({ length: 40 }, (_, nth) => dnsbl.lookup(`9.1.2.${nth}`));
  assert.ok((await Promise.all(all)).every((zones) => zones?.length === 0));
  assert.ok(server.peak() <= 4, `${server.peak()} at once`);
});

test('where only loopback may be dialled, only name servers on loopback are asked', async () => {
  const { server } = await world(() => ['127.0.0.2']);
  const zones = ['bl.one.example'];
  const mixed = new Dnsbl({ zones, servers: ['192.0.2.53', '[2001:db8::53]:53', server.address], policy: LOOPBACK });
  assert.equal(mixed.problem, null);
  assert.deepEqual(await mixed.lookup('9.1.1.1'), zones);
  const none = new Dnsbl({ zones, servers: ['192.0.2.53', '[2001:db8::53]:53'], policy: LOOPBACK });
  assert.match(none.problem ?? '', /no name server may be asked \(192\.0\.2\.53/);
  assert.equal(await none.lookup('9.1.1.1'), null);
});

test('stopped, it waits for nobody', async () => {
  const { dnsbl, server } = await world(() => 'silence', { concurrency: 2, timeoutMs: 30_000 });
  const all = Promise.all(Array.from({ length: 6 }, (_, nth) => dnsbl.lookup(`9.1.3.${nth}`)));
  setTimeout(() => dnsbl.stop(), 30);
  const startedAt = performance.now();
  assert.deepEqual(new Set(await all), new Set([null]));
  assert.ok(performance.now() - startedAt < 1_500);
  assert.equal(await dnsbl.lookup('9.1.3.9'), null);
  const asked = new Set(server.asked.map((name) => name.split('.')[0]));
  assert.deepEqual(asked, new Set(['0', '1']), 'those that waited are asked no more');
});
