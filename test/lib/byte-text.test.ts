import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ByteText } from '../../src/lib/byte-text.ts';

function written(write: (to: ByteText) => void): string {
  // Something before it, so that nothing depends on where it begins; no room, so that it has to grow.
  const to = new ByteText(0);
  to.text('…');
  const begin = to.length;
  write(to);
  return to.view(begin).toString('utf8');
}

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

test('texts, bytes and JSON come out as Node makes them', () => {
  fc.assert(
    fc.property(text, (one) => {
      assert.equal(
        written((to) => to.text(one)),
        Buffer.from(one).toString('utf8'),
      );
      assert.equal(
        written((to) => to.add(Buffer.from(one))),
        Buffer.from(one).toString('utf8'),
      );
      assert.equal(
        written((to) => to.json(one)),
        JSON.stringify(one),
      );
    }),
  );
});

test('numbers come out as JSON has them', () => {
  const whole = fc.oneof(
    fc.nat(20),
    fc.nat(),
    fc.maxSafeNat(),
    fc.constantFrom(1e7 - 1, 1e7, 1e14, 8.64e15, 2 ** 53, -1, -0),
  );
  fc.assert(
    fc.property(fc.oneof(whole, fc.double()), (value) => {
      assert.equal(
        written((to) => to.number(value)),
        JSON.stringify(value),
      );
    }),
  );
});

test('a scaled number comes out as JSON has the quotient', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 11 }), (scaled, decimals) => {
      const value = Number(`${scaled}e-${decimals}`);
      // Where JSON does not take to exponents.
      if (scaled === 0 || value >= 1e-6)
        assert.equal(
          written((to) => to.decimal(scaled, decimals)),
          JSON.stringify(value),
        );
    }),
  );
});

test('base64 is that of Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), (bytes, count) => {
      const length = Math.min(count, bytes.length);
      assert.equal(
        written((to) => to.base64(bytes, length)),
        Buffer.from(bytes.subarray(0, length)).toString('base64'),
      );
    }),
  );
});

test('what is cut off is forgotten', () => {
  assert.equal(
    written((to) => {
      to.text('abc');
      to.cut(to.length - 2);
      to.byte(0x2c);
    }),
    'a,',
  );
});
