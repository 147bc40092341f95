/** Pastes in the plain shell: a block is one line with signs for its breaks, however it arrives, and holds no key. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PastedText, withBreaks, withSigns } from '../../../src/shell/plain/pasted-text.ts';

/** What becomes of the pieces: pasted text in braces. */
function read(...pieces: readonly string[]): string {
  const pasted = new PastedText();
  return [...pieces.flatMap((piece) => pasted.read(piece)), ...pasted.flush()]
    .map(({ text, isPasted }) => (isPasted ? `{${text}}` : text))
    .join('')
    .replaceAll('}{', '');
}

const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

test('what is pasted', () => {
  for (const [typed, became] of [
    ['plain\r', 'plain\r'],
    [`a${paste('b')}c\r`, 'a{b}c\r'],
    [paste('one\ntwo\r\nthree\rfour'), '{one␤two␤three␤four}'],
    // One copied line usually ends with its line break; that is no block.
    [paste('one\n'), '{one}'],
    [paste('one\n\ntwo\n\n'), '{one␤␤two}'],
    [paste('a\tb'), '{a  b}'],
    [paste('a\x03\x04\x1b[31mb\x9bc'), '{a[31mbc}'],
    [`${paste('a\n')}${paste('b')}`, '{ab}'],
    ['\x1b', '\x1b'],
    ['\x1b[A', '\x1b[A'],
  ] as const)
    assert.equal(read(typed), became);
});

test('brackets may arrive in pieces', () => {
  const typed = `x${paste('one\r\ntwo\nthree\n')}y\x1b[A${paste('z')}`;
  fc.assert(
    fc.property(fc.array(fc.nat(typed.length), { maxLength: 6 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), typed.length];
      const pieces = places.slice(1).map((end, index) => typed.slice(places[index], end));
      assert.equal(read(...pieces), 'x{one␤two␤three}y\x1b[A{z}');
    }),
  );
});

test('signs and breaks take the same room', () => {
  assert.equal(withBreaks('a␤b'), 'a\nb');
  assert.equal(withSigns('a\nb'), 'a␤b');
});
