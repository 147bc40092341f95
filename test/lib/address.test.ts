/** Address parsing and classification against tables and against ipaddr.js, which we did not write. */
import assert from 'node:assert/strict';
import { isIPv6 } from 'node:net';
import { test } from 'node:test';
import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import {
  SPECIAL_FIRST_OCTET,
  canonicalIp,
  classifyIp,
  classifyIpv4,
  formatIpv4,
  formatIpv6,
  isLoopback,
  parseIpv4,
  parseIpv6,
  type IpClass,
} from '../../src/lib/address.ts';

/** What our classes are called there. */
const OURS: Record<string, IpClass | readonly IpClass[]> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  loopback: 'loopback',
  linkLocal: 'link-local',
  multicast: 'multicast',
  broadcast: 'broadcast',
  carrierGradeNat: 'carrier-nat',
  unspecified: ['unspecified', 'reserved'],
  reserved: ['reserved', 'documentation', 'benchmark'],
  as112: 'reserved',
  amt: 'reserved',
};

const ipv4 = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  // Borders of the special ranges, where a mistake would hide from random numbers.
  fc
    .tuple(
      fc.constantFrom(0, 1, 9, 10, 11, 100, 126, 127, 128, 169, 172, 192, 198, 203, 223, 224, 239, 240, 255),
      fc.constantFrom(0, 2, 15, 16, 17, 18, 19, 20, 31, 32, 51, 52, 63, 64, 88, 127, 128, 168, 175, 253, 254, 255),
      fc.constantFrom(0, 1, 2, 48, 99, 100, 113, 193, 196, 255),
      fc.constantFrom(0, 1, 255),
    )
    .map(([a, b, c, d]) => ((a * 256 + b) * 256 + c) * 256 + d),
);

const ipv6Groups = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }),
  fc.array(fc.constantFrom(0, 0, 0, 1, 2, 0x64, 0x2001, 0xdb8, 0xfe80, 0xfc00, 0xff02, 0xffff, 0x7f00), {
    minLength: 8,
    maxLength: 8,
  }),
);

test('IPv4 text and number are each other’s inverse, and the class is that of ipaddr.js', () => {
  fc.assert(
    fc.property(ipv4, (address) => {
      const text = formatIpv4(address);
      assert.equal(parseIpv4(text), address);
      const expected = OURS[ipaddr.IPv4.parse(text).range()];
      assert.ok(expected !== undefined, `no class for ${text}`);
      assert.ok([expected].flat().includes(classifyIpv4(address)), `${text}: ${classifyIpv4(address)}`);
      if (SPECIAL_FIRST_OCTET[address >>> 24] === 0) assert.equal(classifyIpv4(address), 'public');
    }),
    { numRuns: 3000 },
  );
});

test('leading zeros are decimal, other spellings are no addresses', () => {
  assert.equal(formatIpv4(parseIpv4('103.250.166.04')!), '103.250.166.4');
  assert.equal(formatIpv4(parseIpv4('010.001.000.099')!), '10.1.0.99');
  for (const text of [
    '',
    '1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.0004',
    '1..2.3',
    '.1.2.3',
    '1.2.3.',
    '1.2.3.4 ',
    '1.2.3.a',
    '１.2.3.4',
    '-1.2.3.4',
  ])
    assert.equal(parseIpv4(text), null, text);
});

test('IPv6 agrees with ipaddr.js on text, groups and class', () => {
  fc.assert(
    fc.property(ipv6Groups, (groups) => {
      const theirs = new ipaddr.IPv6(groups);
      const text = formatIpv6(groups);
      assert.equal(text, theirs.toRFC5952String());
      assert.deepEqual(parseIpv6(text), groups);
      assert.deepEqual(parseIpv6(theirs.toNormalizedString().toUpperCase()), groups);
      const range = theirs.range();
      const ours = classifyIp(text);
      if (range === 'ipv4Mapped') assert.equal(ours, classifyIp(theirs.toIPv4Address().toString()));
      else if (range === 'rfc6052') assert.notEqual(ours, null);
      else if (range === 'unicast')
        assert.ok(ours === 'public' || groups[0]! < 0x2000 || groups[0]! > 0x3fff, `${text} ${ours}`);
      else assert.notEqual(ours, 'public', `${text} is ${range}`);
    }),
    { numRuns: 3000 },
  );
});

test('what is IPv6 text is decided as Node decides it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.stringMatching(/^[0-9a-fA-F:.]{0,24}$/), fc.ipV6(), fc.string()), (text) => {
      assert.equal(parseIpv6(text) !== null, isIPv6(text) && !text.includes('%'), JSON.stringify(text));
    }),
    { numRuns: 3000 },
  );
});

test('classes and canonical spellings by example', () => {
  const table: readonly (readonly [string, IpClass | null, string | null])[] = [
    ['8.8.8.8', 'public', '8.8.8.8'],
    ['0.241.235.103', 'reserved', '0.241.235.103'],
    ['100.110.6.97', 'carrier-nat', '100.110.6.97'],
    ['203.0.113.168', 'documentation', '203.0.113.168'],
    ['198.18.0.1', 'benchmark', '198.18.0.1'],
    ['255.255.255.255', 'broadcast', '255.255.255.255'],
    ['::1', 'loopback', '::1'],
    ['0:0:0:0:0:0:0:1', 'loopback', '::1'],
    ['::ffff:127.0.0.1', 'loopback', '127.0.0.1'],
    ['::ffff:10.0.0.1', 'private', '10.0.0.1'],
    ['::FFFF:8.8.8.8', 'public', '8.8.8.8'],
    ['::127.0.0.1', 'reserved', '::7f00:1'],
    ['64:ff9b::127.0.0.1', 'loopback', '64:ff9b::7f00:1'],
    ['64:ff9b::8.8.8.8', 'public', '64:ff9b::808:808'],
    ['2606:4700:4700::1111', 'public', '2606:4700:4700::1111'],
    ['2001:db8::1', 'documentation', '2001:db8::1'],
    ['fe80::1', 'link-local', 'fe80::1'],
    ['fd00::1', 'private', 'fd00::1'],
    ['ff02::1', 'multicast', 'ff02::1'],
    ['fe80::1%eth0', null, null],
    ['example.com', null, null],
  ];
  for (const [text, kind, canonical] of table) {
    assert.equal(classifyIp(text), kind, text);
    assert.equal(canonicalIp(text), canonical, text);
  }
  assert.ok(isLoopback('127.255.0.1') && isLoopback('::1') && isLoopback(0x7f000001));
  assert.ok(!isLoopback('128.0.0.1') && !isLoopback('localhost'));
});
