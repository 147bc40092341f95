/** What a search finds: smart case, regular expressions, and what is said about a broken one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Pattern } from '../../../src/shell/text/pattern.ts';

const CASES: readonly (readonly [pattern: string, text: string, found: readonly string[]])[] = [
  ['refused', 'Refused, refused', ['Refused', 'refused']],
  ['Refused', 'Refused, refused', ['Refused']],
  ['192.0.2', '192.0.2.7 192x0x2', ['192.0.2']],
  ['/19[0-9]/', '191 180 199', ['191', '199']],
  ['/DE|FR/', 'DE fr FR', ['DE', 'FR']],
  ['/de|fr/', 'DE fr FR', ['fr']],
  ['/DE|FR/i', 'DE fr', ['DE', 'fr']],
  ['/x*/', 'axxb', ['xx']],
  // One slash is a text: paths and URLs are searched for.
  ['/etc', '/etc/hosts', ['/etc']],
  ['//', 'http://x', ['//']],
  ['(', 'f(x)', ['(']],
  ['straße', 'STRASSE Straße', ['Straße']],
];

for (const [pattern, text, found] of CASES) {
  test(`${pattern} in ${text}`, () => {
    const places = new Pattern(pattern).placesIn(text);
    assert.deepEqual(
      places.map(([from, to]) => text.slice(from, to)),
      found,
    );
  });
}

test('a broken expression says why, and a text that is asked twice answers the same', () => {
  assert.throws(() => new Pattern('/(/'), /is no regular expression/);
  const pattern = new Pattern('a');
  assert.deepEqual([pattern.isIn('aa'), pattern.isIn('aa'), pattern.isIn('b')], [true, true, false]);
});

test('a text without slashes is found as it stands', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (wanted, before, after) => {
      fc.pre(!/^\/.+\/i?$/su.test(wanted));
      assert.ok(new Pattern(wanted).isIn(before + wanted + after));
    }),
  );
});
