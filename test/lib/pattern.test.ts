/** Patterns of people: none takes for ever, and what they mean stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bothCases, compilePattern } from '../../src/lib/pattern.ts';

/** Long enough that a backtracking engine would need minutes. */
const BAIT = `${'a'.repeat(60)}b`;

test('patterns that backtrack for ever elsewhere answer at once', () => {
  for (const source of ['^(a+)+$', '^(a|a)*$', '^(.*)*,$', '(x+x+)+y', '^(\\w+\\s?)+;$', '^([a-z]+)*X$']) {
    for (const ignoreCase of [false, true]) {
      const began = performance.now();
      assert.equal(compilePattern(source, { ignoreCase }).test(BAIT), false, source);
      assert.ok(performance.now() - began < 500, `${source} took ${performance.now() - began} ms`);
    }
  }
});

test('what the linear engine cannot run is refused where it could take for ever, and taken where it cannot', () => {
  for (const source of ['^(?=a)(a+)+$', '^(a+)+\\1$', '^(\\p{L}+)*$', '(?=a)(a|a)*b', '(?=a)((a|a)b?)*c']) {
    assert.throws(() => compilePattern(source), /within a repeat/, source);
  }
  for (const source of [
    '^(?!10\\.)\\d+',
    '(a)\\1',
    '^\\p{Lu}\\p{L}+$',
    '^\\d{1,3}(?:\\.\\d{1,3}){3}:\\d+$',
    '(?:ab){2,400}',
  ]) {
    assert.ok(compilePattern(source) instanceof RegExp, source);
  }
});

test('many repeats in a row are refused where only the backtracking engine can run them', () => {
  assert.throws(() => compilePattern('(?=a)a*a*a*b'), /more than 2 repeats/);
  assert.equal(compilePattern('a*a*a*a*a*b').test('a'.repeat(200)), false);
  assert.ok(compilePattern('(?!10\\.)\\d+.*:\\d{2}').test('192.0.2.1:80'));
});

test('what is no pattern is said in the words of the engine', () => {
  assert.throws(() => compilePattern('(a'), /Unterminated group/);
  assert.throws(() => compilePattern('[z-a]'), /out of order/);
});

test('letters that are written as codes have both cases, too', () => {
  const table: readonly (readonly [string, string])[] = [
    ['\\x41b', 'aB'],
    ['\\u0041b', 'aB'],
    ['[\\x41-C]b', 'cB'],
    ['[^\\x41]b', 'xB'],
  ];
  for (const [source, text] of table) assert.ok(compilePattern(source, { ignoreCase: true }).test(text), source);
  assert.equal(compilePattern('[^\\x41]b', { ignoreCase: true }).test('aB'), false);
});

test('case is ignored as the flag would', () => {
  const table = [
    'elite',
    'DE|fr',
    '[a-f]+x',
    '\\bHTTP\\b',
    '\\x41b',
    '\\u0041b',
    '(?<name>ab)\\k<name>',
    '[^A-Z]z',
    'a-z',
    '[a-]b',
    '[x-zA-C.]+',
    'a\\.b',
    '\\S+a',
    '[\\x41-C]b',
  ];
  const texts = fc.string({ unit: fc.constantFrom(...'abAB xXzZ.eEdDfFhHtTpPlLiI19-'), maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...table), texts, (source, text) => {
      const flagged = new RegExp(source, 'i').exec(text);
      const ours = compilePattern(source, { ignoreCase: true }).exec(text);
      assert.equal(ours?.[0], flagged?.[0], `${source} became ${bothCases(source)}`);
    }),
  );
});
