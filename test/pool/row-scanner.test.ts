/** Values of rows, straight from bytes, are what JSON.parse gives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { RowScanner } from '../../src/pool/row-scanner.ts';

function valuesOf(text: string, width: number): unknown[] {
  const bytes = Uint8Array.from(Buffer.from(`[${text}]`));
  const scanner = new RowScanner(width);
  scanner.begin(bytes, 0, bytes.length);
  assert.ok(scanner.next());
  const values = Array.from({ length: scanner.length }, (_, at) => scanner.valueOf(at));
  assert.ok(!scanner.next());
  return values;
}

const assertSame = (text: string): void => {
  const expected = JSON.parse(text) as unknown[];
  assert.deepEqual(valuesOf(text, expected.length), expected);
};

test('any row', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 6 }), (row) => assertSame(JSON.stringify(row))),
  );
});

test('latencies: one name with numbers', () => {
  const list = fc.array(fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e6, noNaN: true })), { maxLength: 9 });
  const name = fc.oneof(fc.constantFrom('http', 'socks5', 'https'), fc.string());
  const value = fc.tuple(name, list).map(([key, numbers]) => `{${JSON.stringify(key)}:${JSON.stringify(numbers)}}`);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => assertSame(`[${values.join(',')}]`)),
  );
});

for (const text of [
  '{"http":[26]}',
  '{"http":[26,1.5,999999999999999]}',
  '{"http":[9999999999999999]}',
  '{"http":[0]}',
  '{"http":[0.5]}',
  '{"http":[10.50]}',
  '{"http":[1e3]}',
  '{"http":[-1]}',
  '{"http":[]}',
  '{"http": [1]}',
  '{"http":[1 ]}',
  '{"http":[1],"socks5":[2]}',
  '{"http":[[1]]}',
  '{"http":["1"]}',
  '{"":[1]}',
  `{"${'a'.repeat(100_000)}":[1]}`,
]) {
  test(`latencies: ${text.slice(0, 40)}`, () => assertSame(`[${text},${text}]`));
}

for (const text of ['{"http":[01]}', '{"http":[1.]}', '{"http":[1,]}', '{"http":[1}', '{"http":[1]]}', '{http:[1]}']) {
  test(`no latencies: ${text}`, () => {
    assert.throws(() => valuesOf(`[${text}]`, 1));
  });
}
