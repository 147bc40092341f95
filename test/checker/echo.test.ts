/** An echo of a request that nobody touched is known without reading it: it says the same as reading it does, changed or not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readEcho } from '../../src/checker/echo.ts';
import { echoBody } from '../../src/checker/judge/page.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

const nonce = 'a0'.repeat(12);
const field = fc.tuple(fc.constantFrom('host', 'via', 'x-a'), fc.string({ maxLength: 8 }));
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('', '1.2.3', 'fe80::1%eth0', '1.2.3.4","address":"9.9.9.9', '1.2.3.4","headers":[],"x":"'),
);

test('what is known of an echo is what reading it says', () => {
  fc.assert(
    fc.property(
      fc.array(field, { maxLength: 3 }),
      address,
      fc.constantFrom(nonce, nonce.replace('a', 'b'), '', `${nonce}","nonce":"x`),
      fc.option(fc.tuple(fc.nat(200), fc.constantFrom('', '"', '}', ',"address":"9.9.9.9"}', ' ', 'é'))),
      (headers, from, asked, change) => {
        let body = echoBody(asked, from, headers);
        if (change !== null) body = body.slice(0, change[0]) + change[1] + body.slice(change[0] + 1);
        // Also where quotes of an address end its text: only what JSON would say counts.
        for (const text of [body, body.replaceAll('\\"', '"')])
          assert.deepEqual(readEcho('refbot', text, nonce, headers), readEcho('refbot', text, nonce), text);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the headers of an untouched request are the very list that it is held against', () => {
  const sent: readonly HeaderField[] = [['host', '127.0.0.1:1']];
  const echoed = (headers: readonly HeaderField[]): readonly HeaderField[] | null => {
    const result = readEcho('refbot', echoBody(nonce, '1.2.3.4', headers), nonce, sent);
    return result.kind === 'echo' ? result.echo.headers : null;
  };
  assert.equal(echoed([['host', '127.0.0.1:1']]), sent);
  assert.deepEqual(echoed([['host', '127.0.0.1:2']]), [['host', '127.0.0.1:2']]);
});
