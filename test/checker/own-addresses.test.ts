/** Our own addresses, IPv4 and IPv6, found in headers however they are spelled, and nobody else's taken for them. */
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { after, before, describe, test } from 'node:test';
import * as fc from 'fast-check';
import { anonymityOf, hasToken } from '../../src/checker/anonymity.ts';
import { Checker } from '../../src/checker/checker.ts';
import { ownAddresses } from '../../src/checker/own-addresses.ts';
import { canonicalIp, formatIpv4, formatIpv6 } from '../../src/lib/address.ts';
import type { HeaderField } from '../../src/net/http-head.ts';
import { checkAll, outcomes, resultOf, task, testJudge, type TestJudge } from '../help/checking.ts';
import { forwardProxy } from '../help/nasty.ts';

const ipv4 = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(formatIpv4);
const groups = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 8, maxLength: 8 });
const ahead = fc.constantFrom('', ' ', ',', '"', ';', '=', '.', 'for=', 'unknown, ', 'by=_x;for=');
const behind = fc.constantFrom('', ' ', ',', '"', ';', '.', ', 1.1.1.1', '%eth0');

/** Spellings of one IPv6 address: zeros written out, capitals, the short form. */
const spellings: readonly ((g: readonly number[]) => string)[] = [
  formatIpv6,
  (g) => formatIpv6(g).toUpperCase(),
  (g) => g.map((group) => group.toString(16)).join(':'),
  (g) => g.map((group) => group.toString(16).padStart(4, '0')).join(':'),
];
const spelling = fc.constantFrom(...spellings);

describe('an address in a header', () => {
  test('IPv4: whole, and with a port', () => {
    fc.assert(
      fc.property(ipv4, ipv4, ahead, behind, (a, b, mark, end) => {
        assert.equal(hasToken(`${mark}${a}${end}`, a), true);
        assert.equal(hasToken(`${mark}${a}:4711`, a), true);
        assert.equal(hasToken(`::ffff:${a}`, a), true, 'mapped into IPv6');
        assert.equal(hasToken(`for="[::FFFF:${a}]:80"`, a), true);
        for (const word of ['remote:', 'node:', 'dead:beef:', `${b}:80:`])
          assert.equal(hasToken(`${word}${a}:80`, a), true, 'behind a word that could be part of an IPv6 address');
        assert.equal(hasToken(`remote:1${a}`, a), false);
        assert.equal(hasToken(`remote:${a}.5.`, a), false);
        assert.equal(hasToken(`face${a}`, a), false);
        assert.equal(hasToken(`${'f'.repeat(100)}:${a}`, a), true);
        assert.equal(hasToken(`1${a}`, a), false);
        assert.equal(hasToken(`${a}1`, a), false);
        assert.equal(hasToken(`${a}.5`, a), false);
        assert.equal(hasToken(`5.${a}`, a), false);
        assert.equal(hasToken(`x, ${b}`, a), a === b);
      }),
    );
  });

  test('IPv6: however it is spelled', () => {
    fc.assert(
      fc.property(groups, groups, spelling, spelling, ahead, behind, (a, b, one, other, mark, end) => {
        const same = canonicalIp(formatIpv6(a)) === canonicalIp(formatIpv6(b));
        assert.equal(hasToken(`${mark}${one(a)}${end}`, other(a)), true);
        assert.equal(hasToken(`for="[${one(a)}]:4711";proto=http`, other(a)), true);
        assert.equal(hasToken(`1.1 x, ${one(b)}, y`, other(a)), same);
      }),
    );
  });

  test('IPv6: longer and shorter ones are others', () => {
    const own = '2001:db8::5';
    for (const text of ['2001:db8::51', '2001:db8::', '12001:db8::5', '2001:db8::5:1', '2001:db8::5.5', '']) {
      assert.equal(hasToken(text, own), false, text);
    }
    for (const text of ['2001:db8::5:', ':2001:db8::5', '2001:db8::5.', 'ip:2001:db8::5', 'fe80::1%eth0 2001:db8::5'])
      assert.equal(hasToken(text, own), true, text);
  });

  test('digits that go on from a word, or into one, are no address', () => {
    const rows: readonly (readonly [own: string, seen: readonly string[], not: readonly string[]])[] = [
      [
        '2001:db8::5',
        ['node:2001:db8::5', 'remote:2001:db8::5', 'for=2001:db8::5', 'x-2001:db8::5', 'ip.2001:db8::5'],
        // Where the word before is all hexadecimal it may be a part of the address: another one.
        ['cafe:2001:db8::5', 'face2001:db8::5', 'x2001:db8::5', 'xcafe2001:db8::5', '2001:db8::5x', 'x2001:db8::5:80'],
      ],
      ['::1', ['ip ::1', '[::1]', 'for="[::1]:80"'], ['std::1', 'node::1', 'dead::1', '::1st', 'v::1', '1::1']],
      [
        '1.2.3.4',
        [
          'ip:1.2.3.4',
          'remote:1.2.3.4',
          'remote1.5:1.2.3.4',
          'ip.1.2.3.4',
          '1.2.3.4:80x',
          'squid/1.2.3.4',
          '1.2.3.4.local',
        ],
        ['v1.2.3.4', 'v1.2.3.4:80', 'v9.1.2.3.4', '1.2.3.4th', '1.2.3.4.5x', 'x0.1.2.3.4', 'std::1.2.3.4'],
      ],
    ];
    for (const [own, seen, not] of rows) {
      for (const text of seen) assert.equal(hasToken(text, own), true, text);
      for (const text of not) assert.equal(hasToken(text, own), false, text);
    }
    const letter = fc.constantFrom(...'gkmxzGZ');
    fc.assert(
      fc.property(groups, ipv4, spelling, letter, (g, ip, spell, x) => {
        const own = canonicalIp(formatIpv6(g))!;
        assert.equal(hasToken(`${x}${spell(g)}`, own), false);
        assert.equal(hasToken(`${spell(g)}${x}`, own), false);
        assert.equal(hasToken(`${x}:${spell(g)}`, own), !spell(g).startsWith(':'));
        assert.equal(hasToken(`${x}${ip}`, ip), false);
        assert.equal(hasToken(`${ip}${x}`, ip), false);
        assert.equal(hasToken(`${x}:${ip}`, ip), true);
      }),
    );
  });

  test('a header made to take long takes no time', () => {
    for (const piece of ['.', ':', '1.', 'a:', '::', '1']) {
      const startedAt = performance.now();
      for (const end of ['a', 'z'])
        assert.equal(hasToken(`${end}${piece.repeat(65_536 / piece.length)}${end}`, '9.9.9.9'), false);
      assert.ok(performance.now() - startedAt < 500, piece);
    }
  });
});

describe('which addresses are ours', () => {
  test('those judges saw and global ones of this machine; private and link-local ones are many people’s', () => {
    const interfaces = ['192.168.1.5', '10.0.0.7', 'fe80::1', 'fd00::7', '2A00:1450:0000::0005', '9.9.9.9'];
    assert.deepEqual(ownAddresses(['203.0.113.5'], interfaces).toSorted(), ['203.0.113.5', '2a00:1450::5', '9.9.9.9']);
  });
  test('one address under two spellings is one', () =>
    assert.deepEqual(ownAddresses(['::ffff:203.0.113.5', '203.0.113.5'], []), ['203.0.113.5']));
  test('this machine has two names on loopback', () =>
    assert.deepEqual(ownAddresses(['127.0.0.1'], []).toSorted(), ['127.0.0.1', '::1']));
  test('the interfaces of this very machine are asked', () => {
    const global = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const seen = ownAddresses([]);
    for (const ip of seen)
      assert.ok(
        global.some(({ address }) => canonicalIp(address) === ip),
        ip,
      );
  });
});

describe('anonymity over both families', () => {
  const own = ['203.0.113.5', '2001:db8::5'];
  const baseline: HeaderField[] = [['host', 'judge']];
  const of = (added: readonly HeaderField[], exit = '198.51.100.7', base = baseline): string =>
    anonymityOf({ headers: [...base, ...added], baseline: base, own, exit });
  const rows: readonly (readonly [header: HeaderField, verdict: string])[] = [
    [['x-forwarded-for', '2001:db8::5'], 'transparent'],
    [['x-forwarded-for', '2001:0DB8:0:0:0:0:0:0005'], 'transparent'],
    [['forwarded', 'for="[2001:DB8::5]:4711";proto=http'], 'transparent'],
    [['x-real-ip', '::ffff:203.0.113.5'], 'transparent'],
    [['client-ip', '203.0.113.5:80'], 'transparent'],
    [['x-forwarded-for', '2001:db8::6'], 'anonymous'],
    [['x-forwarded-for', '::ffff:203.0.113.50'], 'anonymous'],
  ];
  for (const [header, verdict] of rows) test(header.join(': '), () => assert.equal(of([header]), verdict));

  test('a judge behind a load balancer, over IPv6, spelled its own way', () => {
    const balanced: HeaderField[] = [
      ['host', 'judge'],
      ['x-forwarded-for', '2001:DB8:0::5'],
    ];
    const seen = (value: string): string =>
      anonymityOf({
        headers: [
          ['host', 'judge'],
          ['x-forwarded-for', value],
        ],
        baseline: balanced,
        own,
        exit: '2001:db8:1::7',
      });
    assert.equal(seen('2001:db8:1:0::7'), 'elite');
    assert.equal(seen('10.0.0.1, 2001:db8:1::7'), 'anonymous');
    assert.equal(seen('203.0.113.5, 2001:db8:1::7'), 'transparent');
  });
});

describe('through real sockets', () => {
  let judge: TestJudge;
  let checker: Checker;
  before(async () => {
    judge = await testJudge();
    checker = new Checker();
  });
  after(async () => {
    await checker.stop();
    await judge.stop();
  });

  test('a proxy that tells our IPv6 address to a judge that is asked over IPv4 is transparent', async () => {
    const told = {
      'x-forwarded-for: ::1': 'transparent',
      'x-forwarded-for: 0:0:0:0:0:0:0:1': 'transparent',
      'forwarded: for="[::1]:4711"': 'transparent',
      'x-real-ip: ::ffff:127.0.0.1': 'transparent',
      'x-forwarded-for: ::2': 'anonymous',
    };
    for (const [header, verdict] of Object.entries(told)) {
      const at = header.indexOf(': ');
      const proxy = await forwardProxy({ headers: { [header.slice(0, at)]: header.slice(at + 2) } });
      try {
        const it = task(proxy.port, ['http']);
        const { reports } = await checkAll(checker, [it], { plan: judge.plan });
        const result = resultOf(reports.get(it.id), 'http');
        assert.deepEqual([result?.outcome, result?.anonymity], ['confirmed', verdict], header);
      } finally {
        await proxy.stop();
      }
    }
  });

  test('a proxy that rewrites our request works, and what it did is told', async () => {
    const proxy = await forwardProxy({ headers: { 'user-agent': 'Mozilla/5.0 (bought)', cookie: 'aff=9' } });
    try {
      const it = task(proxy.port, ['http']);
      const { reports } = await checkAll(checker, [it], { plan: judge.plan });
      const report = reports.get(it.id);
      assert.equal(outcomes(report), 'http:confirmed https:confirmed');
      assert.equal(resultOf(report, 'http')?.changed, 'request: user-agent changed to Mozilla/5.0 (bought)');
      assert.equal(resultOf(report, 'https')?.changed, null, 'nobody reads along in a tunnel');
    } finally {
      await proxy.stop();
    }
  });
});
