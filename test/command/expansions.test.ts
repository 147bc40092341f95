/** Aliases in the parser: what a text means with them, and that every place leads back to what was typed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkScript } from '../../src/command/check/check-script.ts';
import { Expansions } from '../../src/command/syntax/expansions.ts';
import { parse } from '../../src/command/syntax/parse.ts';
import { Vocabulary } from '../../src/command/vocabulary.ts';
import { registry } from '../help/language-world.ts';

const ALIASES = {
  de: 'proxies top 10 --country DE',
  few: 'de | first 3',
  german: 'where country = DE',
  say: 'echo',
  round: 'square | count',
  square: 'round',
  sort: 'echo hidden',
  proxies: 'echo hidden',
  // May be in a state that was edited by hand.
  odd: "echo 'open",
  two: 'echo a; echo b',
};
const vocabulary = new Vocabulary(registry, new Map(), new Map(Object.entries(ALIASES)));

const CASES: readonly (readonly [string, string])[] = [
  ['de', 'proxies top 10 --country DE'],
  ['de --reverse', 'proxies top 10 --country DE --reverse'],
  ['few; say x', 'proxies top 10 --country DE | first 3; echo x'],
  ['proxies list | german | count', 'proxies list | where country = DE | count'],
  ['let x = de', 'let x = proxies top 10 --country DE'],
  ['let x = (few).id', 'let x = (proxies top 10 --country DE | first 3).id'],
  ['if true { de }; every 1s de', 'if true { proxies top 10 --country DE }; every 1s proxies top 10 --country DE'],
  ['def mine n { de; say $n }', 'def mine n { proxies top 10 --country DE; echo $n }'],
  ['echo de few', 'echo de few'],
  ["'de'", "'de'"],
  ['round', 'round | count'],
  ['proxies list | sort id', 'proxies list | sort id'],
];

for (const [text, meant] of CASES) {
  test(`${text} means ${meant}`, () => {
    assert.equal(parse(text, 'test', vocabulary).script.text, meant);
  });
}

test('places of an expanded text lead back to the typed one', () => {
  //                          0123456789
  const expansions = new Expansions('say de; de');
  expansions.add(0, 'say', 'echo loud');
  // echo loud de; de
  expansions.add(14, 'de', 'proxies');
  assert.deepEqual(expansions.typedAt({ start: 0, end: 4 }), { start: 0, end: 3 });
  assert.deepEqual(expansions.typedAt({ start: 10, end: 12 }), { start: 4, end: 6 });
  assert.deepEqual(expansions.typedAt({ start: 5, end: 12 }), { start: 0, end: 6 });
  assert.deepEqual(expansions.typedAt({ start: 15, end: 18 }), { start: 8, end: 10 });
  assert.deepEqual(expansions.typedAt({ start: 0, end: 21 }), { start: 0, end: 10 });
  assert.deepEqual(expansions.typedAt({ start: 21, end: 21 }), { start: 10, end: 10 });
  assert.equal(expansions.wordAt({ start: 15, end: 18 })?.name, 'de');
  assert.equal(expansions.wordAt({ start: 10, end: 12 }), null);
  assert.equal(expansions.isInside(15, 'de'), true);
  assert.equal(expansions.isInside(15, 'say'), false);
});

const pieces = fc.constantFrom(
  ...Object.keys(ALIASES),
  'proxies',
  'list',
  'where',
  'let',
  'x',
  '=',
  'if',
  'def',
  'mine',
  '{',
  '}',
  '(',
  ')',
  '|',
  ';',
  '\n',
  '&',
  '?',
  '"',
  '5',
  '$x',
  'every',
  '1s',
);

test('whatever is typed with aliases, nothing crashes or goes on for ever, and errors point into what was typed', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), fc.constantFrom(' ', ''), (parts, joint) => {
      const text = parts.join(joint);
      const { script, errors } = parse(text, 'test', vocabulary);
      assert.equal(script.expansions!.typed, text);
      for (const { details } of [...errors, ...checkScript(script, vocabulary, ['x'])]) {
        const span = details.span!;
        assert.equal(span.text, text);
        assert.ok(span.start >= 0 && span.end > span.start && span.start <= text.length, text);
      }
    }),
    { numRuns: 1500 },
  );
});
