/** What holds for any bytes: nothing throws, counts add up, cuts between chunks change nothing, secrets stay hidden. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { MAX_REFUSALS, type ParsedList } from '../../../src/model/candidate.ts';
import { ListParser } from '../../../src/model/list/parser.ts';
import { SNIFF_BYTES } from '../../../src/model/list/sniff.ts';
import { candidates, parse } from './_view.ts';

/** Pieces of every format, so that random lists are nearly right, which is where parsers break. */
const piece = fc.oneof(
  fc.constantFrom(
    '9.8.7.6:80',
    '9.8.7.6',
    ':80',
    '10.0.0.1:1',
    '[2606:4700::1]:80',
    'socks5://',
    'http://',
    'bob:s3cret@',
    ':bob:s3cret',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    ',',
    ';',
    '|',
    ':',
    '"',
    "'",
    '\\',
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    '/',
    '=',
    '#',
    '-',
    '- ',
    '\ufeff',
    '\u0000',
    '٣',
    'é',
    '\x1b[31m',
    '"ip":',
    '"port":',
    '"proxies":',
    'ip,port\n',
    'proxies:\n',
    '  port: 80\n',
    '- ip: 9.8.7.6\n',
    '<table>',
    '<tr>',
    '<td>',
    '</td>',
    '</tr>',
    '</table>',
    '<proxy>',
    '</proxy>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<script>',
    '</script>',
    '&#58;',
    '&amp;',
    'FindProxyForURL',
    '"PROXY 9.8.7.6:80; SOCKS 9.8.7.7:1"',
    '<?xml version="1.0"?>',
    'null',
    'true',
    '123',
    '9.8.0.0/24:80',
    'host.example.com:443',
  ),
  fc.string({ maxLength: 8 }),
);
const nearlyAList = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('')));
const bytes = fc.oneof(
  nearlyAList,
  fc.uint8Array({ maxLength: 400 }),
  fc
    .tuple(fc.constantFrom('{', '[', '<table>', '<a>', '- a\n', 'ip,port\n', '%YAML\n', 'FindProxyForURL'), nearlyAList)
    .map(([start, rest]) => Buffer.concat([Buffer.from(start), rest])),
);
const options = fc.record({
  protocols: fc.integer({ min: 0, max: 15 }),
  allowPrivate: fc.boolean(),
  ranges: fc.boolean(),
  maxEntries: fc.constantFrom(0, 3, 1_000_000),
});

function addsUp(list: ParsedList): void {
  const { batch } = list;
  assert.equal(list.read, batch.count + list.refused);
  assert.equal(list.refusals.length, Math.min(list.refused, MAX_REFUSALS));
  assert.deepEqual(
    [batch.ipv4.length, batch.port.length, batch.protocols.length],
    [batch.count, batch.count, batch.count],
  );
  assert.ok(batch.port.every((port) => port > 0));
  let last = -1;
  for (const { index, host } of batch.odd) {
    assert.ok(index > last && index < batch.count && host !== '');
    last = index;
  }
  for (const { line, text, reason } of list.refusals) {
    assert.ok(line >= 1 && reason !== '' && text.length <= 120);
    // oxlint-disable-next-line no-control-regex
    assert.ok(!/[\x00-\x1f\x7f-\x9f]/.test(text), JSON.stringify(text));
  }
}

test('any bytes: no throw, counts add up', () => {
  fc.assert(
    fc.property(bytes, options, (text, options) => {
      const list = parse(text, options);
      addsUp(list);
      assert.ok(list.batch.count <= options.maxEntries);
    }),
    { numRuns: 1500 },
  );
});

test('where chunks are cut changes nothing', () => {
  fc.assert(
    fc.property(
      bytes,
      options,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 2 }),
      (text, options, sizes, padding) => {
        // A head longer than what is sniffed makes the reader itself see the cuts.
        const head = Buffer.from(padding === 0 ? '' : `${' '.repeat(SNIFF_BYTES + padding)}\n`);
        const all = Buffer.concat([text.subarray(0, 20), head, text.subarray(20)]);
        const whole = parse(all, options);
        const parser = new ListParser(options);
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const size = sizes[turn % sizes.length]!;
          parser.push(all.subarray(at, at + size));
          at += size;
        }
        assert.deepEqual(parser.end(), whole);
      },
    ),
    { numRuns: 1500 },
  );
});

test('a list written from candidates is read back as it was', () => {
  const candidate = fc.record({
    scheme: fc.constantFrom('', 'http://', 'https://', 'socks4://', 'socks5://'),
    host: fc.constantFrom('9.8.7.6', '1.1.1.1', '223.255.255.254', '[2606:4700::1]', 'proxy.example.com'),
    port: fc.integer({ min: 1, max: 65535 }),
    user: fc.constantFrom('', 'bob:s3cret@', 'bob@'),
  });
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), (list, lineEnd) => {
      const lines = list.map(({ scheme, host, port, user }) => `${scheme}${user}${host}:${port}`);
      assert.deepEqual(candidates(parse(lines.join(lineEnd)).batch), lines);
      assert.deepEqual(candidates(parse(JSON.stringify(lines)).batch), lines);
    }),
  );
});

test('no secret of a refused entry is shown', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('10.0.0.1', '9.8.7.6:0', 'nohost', '[::1]'),
      fc.stringMatching(/^[a-z0-9]{8,16}$/),
      fc.boolean(),
      (host, secret, behind) => {
        const password = `q${secret}`;
        const address = host.includes(':0') ? host : `${host}:80`;
        const list = parse(behind ? `${address}:bob:${password}` : `http://bob:${password}@${address}`);
        assert.equal(list.refused, 1);
        assert.ok(!list.refusals[0]!.text.includes(password), list.refusals[0]!.text);
      },
    ),
  );
});

test('hostile text of every format is read in time that grows with its length only', () => {
  const size = 300_000;
  const texts = [
    '{"a":'.repeat(size / 5),
    '['.repeat(size),
    '<a '.repeat(size / 3),
    `<${'a='.repeat(size / 2)}>`,
    `<table><tr><td>${'!'.repeat(size)}`,
    `<x>${'1'.repeat(size)}</x>`,
    `a: b\nb:${' '.repeat(size)}x`,
    `- ${'{'.repeat(size)}`,
    `- ${' '.repeat(16_000)}#x\n`.repeat(20),
    '"'.repeat(size),
    `ip,port\n${'"'.repeat(16_000)}\n`.repeat(20),
    ':'.repeat(2000) + '\n',
    '1'.repeat(size),
    '@:'.repeat(1000) + '\n',
    `FindProxyForURL "${'PROXY '.repeat(size / 6)}`,
    '<td>'.repeat(size / 4),
    `<?xml?>${'<a>'.repeat(size / 3)}`,
    '&#'.repeat(size / 2),
  ];
  const started = performance.now();
  for (const text of texts) addsUp(parse(text));
  // Quadratic work on these would take minutes.
  assert.ok(performance.now() - started < 20_000);
});
