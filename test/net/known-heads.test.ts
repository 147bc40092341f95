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

test('what is known of a head is what reading it says', () => {
  fc.assert(
    fc.property(fc.array(head, { minLength: 1, maxLength: 40 }), (texts) => {
      for (const text of texts) {
        const read = parseResponseHead(text);
        const known = headOf(text);
        if (typeof read === 'string') assert.equal(known, null);
        else assert.deepEqual(known, { text, head: read, framing: bodyFraming(read) });
      }
    }),
  );
});

test('a head that came a moment ago is not read again, one of long ago is', () => {
  const named = (name: number): string => `HTTP/1.1 200 OK\r\nX-Name: ${name}`;
  const first = headOf(named(0));
  for (let name = 1; name < 8; name++) headOf(named(name));
  assert.equal(headOf(named(0)), first);
  headOf(named(8));
  assert.notEqual(headOf(named(0)), first);
});
