/** Heads that come again are the same as those that are read, however many came between. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bodyFraming } from '../../src/net/body-framing.ts';
import { parseResponseHead } from '../../src/net/http-head.ts';
import { headOf } from '../../src/net/known-heads.ts';

const head = fc
  .record({
    status: fc.constantFrom('200 OK', '204 No Content', '407 ', '20', '200'),
    fields: fc.array(
      fc.constantFrom(
        'Via: 1.1 a',
        'Content-Length: 3',
        'Content-Length: 4',
        'Transfer-Encoding: chunked',
        'X : y',
        'A:',
      ),
      { maxLength: 4 },
    ),
  })
  .map(({ status, fields }) => [`HTTP/1.1 ${status}`, ...fields].join('\r\n'));
/** Bodies of the very length, too short and too long ones, and what looks like another head. */
const behind = fc.constantFrom('', 'abc', 'abcd', 'ab', '\r\n\r\n', 'abc\r\n\r\n');

test('what is known of a head is what reading it says', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(head, behind), { minLength: 1, maxLength: 40 }), (texts) => {
      for (const [head, behind] of texts) {
        const read = parseResponseHead(head);
        const known = headOf(`${head}\r\n\r\n${behind}`);
        const bytes = typeof read === 'string' ? '' : bodyFraming(read);
        if (typeof bytes === 'string') assert.equal(known, null);
        else assert.deepEqual(known, { text: `${head}\r\n\r\n`, head: read, bytes });
      }
    }),
  );
});

test('what is no head, or a too long one, is none', () => {
  for (const text of [
    '',
    'HTTP/1.1 200 OK',
    'HTTP/1.1 200 OK\r\n',
    'SSH-2.0\r\n\r\n',
    `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(32_768)}\r\n\r\n`,
  ])
    assert.equal(headOf(text), null, text.slice(0, 40));
});

test('a head that came a moment ago is not read again, one of long ago is', () => {
  const named = (name: number): string => `HTTP/1.1 200 OK\r\nX-Name: ${name}\r\nContent-Length: 2\r\n\r\nok`;
  const first = headOf(named(0));
  for (let name = 1; name < 8; name++) headOf(named(name));
  assert.equal(headOf(named(0)), first);
  headOf(named(8));
  assert.notEqual(headOf(named(0)), first);
});

test('heads of replies in pieces push nobody out', () => {
  const reply = 'HTTP/1.1 200 OK\r\nX-Whole: 1\r\nContent-Length: 2\r\n\r\nok';
  const first = headOf(reply);
  for (let piece = 0; piece < 8; piece++) headOf(`HTTP/1.1 200 OK\r\nX-Piece: ${piece}\r\nContent-Length: 9\r\n\r\nok`);
  assert.equal(headOf(reply), first);
});
