/** Widths by cells: tables of known texts and properties over any text. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { displayWidth, fitToWidth, graphemes, padToWidth, truncateToWidth } from '../../src/lib/width.ts';

test('counts cells, not UTF-16 units', () => {
  const table: [string, number][] = [
    ['', 0],
    ['abc', 3],
    ['漢字', 4],
    ['e\u0301', 1],
    ['👨‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['ｱ', 1],
    ['█▌░', 3],
    ['❯', 1],
    ['…', 1],
    ['❤', 1],
    ['❤️', 2],
    ['☝🏽', 2],
    ['1️⃣', 2],
    ['👩‍🚀', 2],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
    ['का', 2],
    ['ｶﾞ', 2],
    ['각', 2],
    ['\u200b\u00ad', 0],
    ['\x1b[31mrot\x1b[0m', 3],
  ];
  for (const [text, cells] of table) assert.equal(displayWidth(text), cells, JSON.stringify(text));
});

test('a common package that reads the whole emoji table measures the same', () => {
  // It counts flags that no country has, and syllables of parts that no writer joins, part by part.
  const isOdd = /\p{Regional_Indicator}|[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/u;
  const emoji = fc.constantFrom('👩‍🚀', '❤️', '👍🏿', '#️⃣', '🧑‍🤝‍🧑', '🏳️‍🌈', '☺', '☺️', '🇩🇪', '🫱🏻‍🫲🏿', '⛹🏾‍♀️', '©️', 'e\u0301');
  fc.assert(
    fc.property(fc.array(fc.oneof(emoji, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))), (parts) => {
      const text = parts.filter((part) => part === '🇩🇪' || !isOdd.test(part)).join(' ');
      assert.equal(displayWidth(text), stringWidth(text), JSON.stringify(text));
    }),
    { numRuns: 500 },
  );
});

test('splits what a person sees as one character', () => {
  assert.deepEqual(graphemes('ae\u0301👨‍👩‍👧b'), ['a', 'e\u0301', '👨‍👩‍👧', 'b']);
});

test('cuts without halving a wide character', () => {
  assert.equal(truncateToWidth('漢字漢字', 5), '漢字…');
  assert.equal(truncateToWidth('漢字漢字', 4), '漢…');
  assert.equal(truncateToWidth('abcdef', 6), 'abcdef');
  assert.equal(truncateToWidth('abcdef', 4, '...'), 'a...');
  assert.equal(truncateToWidth('abcdef', 2, '...'), 'ab');
  assert.equal(truncateToWidth('abc', 0), '');
});

test('fills to the left, right and both sides', () => {
  assert.equal(padToWidth('漢', 4), '漢  ');
  assert.equal(padToWidth('7', 3, 'right'), '  7');
  assert.equal(padToWidth('ab', 5, 'center'), ' ab  ');
  assert.equal(padToWidth('abcd', 2), 'abcd');
});

test('a fitted text has exactly the width asked for, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, width) => {
      assert.equal(displayWidth(fitToWidth(text, width)), width);
    }),
  );
});

test('the graphemes of a text joined are the text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(graphemes(text).join(''), text)));
});

test('the quick ranges agree with the general rule', () => {
  // A trailing emoji forces the general rule for the whole text.
  for (const [from, to] of [
    [0x20, 0x52f],
    [0x2010, 0x28ff],
    [0x3041, 0xd7a3],
    [0xf900, 0xffef],
  ] as const) {
    for (let unit = from; unit <= to; unit++) {
      const char = String.fromCharCode(unit);
      if (/\p{M}|\p{C}|\p{Default_Ignorable_Code_Point}/u.test(char)) continue;
      assert.equal(displayWidth(`${char} 🎈`) - 3, displayWidth(char), `U+${unit.toString(16)}`);
    }
  }
});
