/** Values of rows, straight from bytes, are what JSON.parse gives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CLOSE_LIST, RowScanner } from '../../src/pool/row-scanner.ts';

function valuesOf(text: string): unknown[] {
  const bytes = Uint8Array.from(Buffer.from(`[${text}]`));
  const scanner = new RowScanner();
  const values: unknown[] = [];
  let at = scanner.row(scanner.begin(bytes, 0, bytes.length));
  for (;;) {
    const to = scanner.value(at);
    values.push(scanner.valueOf(to));
    at = scanner.separator(to);
    if (bytes[at] === CLOSE_LIST) break;
    at = scanner.space(at + 1);
  }
  assert.equal(scanner.row(at + 1), -1);
  return values;
}

const assertSame = (text: string): void => {
  const expected = JSON.parse(text) as unknown[];
  assert.deepEqual(valuesOf(text), expected);
};

test('any row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(undefined, 1),
      (row, indent) => assertSame(JSON.stringify(row, null, indent)),
    ),
  );
});

test('any number', () => {
  const number = fc.oneof(
    fc.nat(),
    fc.maxSafeNat(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.tuple(fc.maxSafeNat(), fc.nat(18)).map(([digits, dot]) => Number((digits / 10 ** dot).toPrecision(9))),
  );
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 6 }), (row) => assertSame(JSON.stringify(row))),
    { numRuns: 500 },
  );
});

for (const text of [
  '0',
  '0.5',
  '-0.5',
  '10.50',
  '1e3',
  '1E-3',
  '1.5e+3',
  '123456789',
  '1234567890',
  '999999999999999',
  '9999999999999999',
  '99999999999999999999999',
  '123456789.123456',
  '123456789.1234567',
  '0.000000001',
  '0.1234567891234567',
  '{"http":[1, 2]}',
  '{"a":"]"}',
  '["\\"",","]',
  `{"${'a'.repeat(100_000)}":[1]}`,
]) {
  test(`a value: ${text.slice(0, 40)}`, () => assertSame(`[${text},${text}]`));
}

for (const text of [
  '{"http":[01]}',
  '{"http":[1.]}',
  '{"http":[1,]}',
  '{"http":[1}',
  '{"http":[1]]}',
  '{http:[1]}',
  '-',
  '+1',
  '1-2',
]) {
  test(`no value: ${text}`, () => {
    assert.throws(() => valuesOf(`[${text}]`));
  });
}
