/** The head of a reply, read character by character: the same as the grammar of RFC 9112 says, whatever comes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  commonFields,
  lastValue,
  parseResponseHead,
  type HeaderField,
  type ResponseHead,
} from '../../src/net/http-head.ts';

/** The grammar as patterns, line by line. */
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const FIELD = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;

function byGrammar(text: string): ResponseHead | null {
  const [first, ...lines] = text.split('\r\n');
  const status = STATUS_LINE.exec(first!);
  const fields = lines.map((line) => FIELD.exec(line));
  if (!status || fields.includes(null)) return null;
  const headers = fields.map((field): HeaderField => [field![1]!.toLowerCase(), field![2]!.replace(/[ \t]+$/, '')]);
  return { status: Number(status[2]), minorVersion: status[1] === '1' ? 1 : 0, headers };
}

const latin1 = fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 3 });
const piece = (...some: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...some) }, { weight: 1, arbitrary: latin1 });
const join = (...pieces: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...pieces).map((all) => all.join(''));
const statusLine = join(
  piece('HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2', 'HTTP/2', 'http/1.1'),
  piece(' ', ' ', '  ', '\t', ''),
  piece('200', '204', '099', '20', '2000', '20x'),
  piece('', ' ', ' OK', ' Größe', '\tOK', ' O\x7fK'),
);
const field = join(
  piece('Date', 'x-y', 'X!#', '', 'a b', 'Ä', ' folded'),
  piece(':', ':', ': ', ':\t ', ' :', ''),
  piece('v', 'v \t', 'a b', '', ' \t', 'caf\xe9\xa0', 'x\x00', 'a\rb', 'a\nb', '\x7f'),
);

test('what is a head, and what stands in it, is as the grammar says', () => {
  fc.assert(
    fc.property(statusLine, fc.array(field, { maxLength: 4 }), (first, fields) => {
      const text = [first, ...fields].join('\r\n');
      const head = parseResponseHead(text);
      assert.deepEqual(typeof head === 'string' ? null : head, byGrammar(text));
    }),
    { numRuns: 3_000 },
  );
});

test('blanks around a value are no part of it, those in it are', () => {
  const head = parseResponseHead('HTTP/1.1 200 OK\r\nA: \t b \t c\t \r\nD:e\r\nF: \t');
  assert.deepEqual(typeof head !== 'string' && head.headers, [
    ['a', 'b \t c'],
    ['d', 'e'],
    ['f', ''],
  ]);
});

test('of a field that is there twice the last value', () => {
  const headers: HeaderField[] = [
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
  ];
  assert.deepEqual(
    ['a', 'b', 'c'].map((name) => lastValue(headers, name)),
    ['3', '2', null],
  );
});

test('how far two lists of fields are the same', () => {
  const fields: HeaderField[] = [
    ['host', 'a'],
    ['via', '1.1 x'],
    ['via', '1.1 y'],
  ];
  assert.equal(commonFields(fields, fields), 3);
  assert.equal(commonFields(fields, [...fields]), 3);
  assert.equal(commonFields(fields, fields.slice(0, 2)), 2);
  assert.equal(commonFields(fields, [['host', 'a'], ['via', '1.1 y'], fields[2]!]), 1);
  assert.equal(commonFields(fields, [['hosts', 'a'], ...fields.slice(1)]), 0);
  assert.equal(commonFields([], fields), 0);
});
