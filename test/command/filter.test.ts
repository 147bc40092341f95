/** Filters: what they take, as a table, and against a plain evaluation of random expressions over random rows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { quoteWord } from '../../src/command/expr/quote.ts';
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { filter } from '../../src/command/types/filter.ts';

const ROW = {
  id: 12,
  address: '192.0.2.7:3128',
  country: 'DE',
  latencyMs: 250,
  anonymity: 'elite',
  protocols: ['http', 'socks5'],
  score: 0.7,
  failure: null,
  changed: null,
  status: 'new',
  tags: [],
  banned: false,
  evicted: false,
  throughput: null,
  targets: [],
  listed: null,
  lastCheckedAt: '2026-11-20T12:00:00.000Z',
  note: 'Grüße, "quoted"',
  headers: { server: 'nginx/1.27' },
};

const CASES: readonly (readonly [string, boolean])[] = [
  ['country = DE', true],
  ['country=DE', true],
  ['country = de', true],
  ['country == DE', true],
  ['country != DE', false],
  ['country = FR or country = DE', true],
  ['country = DE and latency < 300ms and anonymity = elite', true],
  ['latency < 0.2s', false],
  ['latencyMs <= 250', true],
  ['latency >= 250ms', true],
  ['latency > 250ms', false],
  ['score > 65%', true],
  ['score < .7', false],
  ['score > 0.69', true],
  ['id = 12', true],
  ['id = "12"', true],
  ['protocols = http', true],
  ['protocol = socks5', true],
  ['protocols != socks4', true],
  ['protocols != http', false],
  ['protocols in socks4,socks5', true],
  ['protocols in [socks4]', false],
  ['protocols not in [socks4]', true],
  ['protocols = [socks5, http]', true],
  ['protocols = [http]', false],
  ['protocols ~ ^socks', true],
  ['tags = fast', false],
  ['tags != fast', true],
  ['tags = null', true],
  ['tags', false],
  ['not tags', true],
  ['country in DE,FR', true],
  ['country in [FR, US]', false],
  ['country not in FR, US', true],
  ['country in de', true],
  ['address ~ "^192[.]0"', true],
  ['address ~ ^192\\.0', true],
  ['address !~ 3128$', false],
  ['note ~ \'"quoted"\'', true],
  ['note = "Grüße, \\"quoted\\""', true],
  ['failure = null', true],
  ['failure != null', false],
  ['failure = refused', false],
  ['failure != refused', true],
  ['failure < 5', false],
  ['failure > 5', false],
  ['failure ~ .', false],
  ['latency', true],
  ['banned', false],
  ['not banned', true],
  ['banned = false', true],
  ['banned = no', true],
  ['banned = true', false],
  ['lastChecked > 2026-11-20', true],
  ['lastCheckedAt < 2026-11-20', false],
  ['headers.server ~ nginx', true],
  ['headers.nothing.there = null', true],
  ['"DE" = country', true],
  ['300ms > latency', true],
  ['(country = FR or country = DE) and not (latency > 1s or banned)', true],
  ['country = FR or country = DE and latency > 1s', false],
  ['not country = FR', true],
  ['not not country = DE', true],
  ['country = and_more or true', true],
  ['status = new', true],
  ['status in [new, working]', true],
  ['\n country = DE\n and latency < 1s # a comment', true],
];

for (const [text, expected] of CASES) {
  test(`filter: ${text.trim()}`, () => assert.equal(filter().parse(text).test(ROW), expected));
}

test('a field that rows of unknown shape do not have is like nothing', () => {
  assert.equal(filter().parse('missing = null and not missing').test(ROW), true);
});

test('with known fields a wrong one is refused before any row', () => {
  assert.throws(() => filter(PROXY_FIELDS).parse('contry = DE'), /no field contry/);
  assert.equal(filter(PROXY_FIELDS).parse('LATENCY < 1s').test(ROW), true);
});

for (const text of [
  '',
  '  ',
  'country =',
  'country = DE FR',
  '= DE',
  'country = (',
  'a and',
  'not',
  'country = "DE',
  'a in',
  'a <> b',
  ')',
  '[',
  'a = $x',
  '(proxies stats).x > 1',
]) {
  test(`no filter: ${text}`, () => assert.throws(() => filter().parse(text), { name: 'RefbotError' }));
}

test('deep brackets are refused, not a crash', () => {
  assert.throws(() => filter().parse(`${'('.repeat(5000)}a${')'.repeat(5000)}`), /too many brackets/);
});

type Plain = number | string | boolean | null | readonly string[];
type Cells = Readonly<Record<string, Plain>>;
type Naive = { readonly text: string; holds(row: Cells): boolean };

const FIELDS = ['a', 'b', 'c'] as const;
const word = fc.constantFrom('x', 'Y', 'zed', '7', '');
const value: fc.Arbitrary<Plain> = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  word,
  fc.boolean(),
  fc.constant(null),
  fc.array(word, { maxLength: 3 }),
);
const row = fc.record({ a: value, b: value, c: value });

const written = (literal: number | string): string => (typeof literal === 'number' ? String(literal) : `'${literal}'`);
const asNumber = (text: string): number | null => (/^[+-]?\d+$/.test(text) ? Number(text) : null);

function same(left: Plain, right: number | string): boolean {
  if (left === null || typeof left === 'object') return false;
  if (typeof left === 'boolean') return typeof right === 'string' && String(left) === right;
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  return Number(left) === Number(right) && left !== '' && right !== '';
}

function less(left: Plain, right: number | string): boolean {
  if (typeof left !== 'number' && typeof left !== 'string') return false;
  const numbers = [left, right].map((side) => (typeof side === 'number' ? side : asNumber(side)));
  if (numbers.every((number) => number !== null)) return (numbers[0] as number) < (numbers[1] as number);
  return typeof left === 'string' && typeof right === 'string' && left < right;
}

const items = (left: Plain): readonly Plain[] =>
  Array.isArray(left) ? (left.length === 0 ? [null] : left) : [left as Plain];
const literal = fc.oneof(fc.integer({ min: -20, max: 20 }), word);
const field = fc.constantFrom(...FIELDS);

const comparison: fc.Arbitrary<Naive> = fc.oneof(
  fc.tuple(field, literal).map(([name, right]) => ({
    text: `${name} = ${written(right)}`,
    holds: (r: Cells) => items(r[name]!).some((left) => same(left, right)),
  })),
  fc.tuple(field, literal).map(([name, right]) => ({
    text: `${name}!=${written(right)}`,
    holds: (r: Cells) => !items(r[name]!).some((left) => same(left, right)),
  })),
  fc.tuple(field, literal).map(([name, right]) => ({
    text: `${name} < ${written(right)}`,
    holds: (r: Cells) => items(r[name]!).some((left) => less(left, right)),
  })),
  fc.tuple(field, fc.array(literal, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([name, rights, positive]) => ({
    text: `${name} ${positive ? '' : 'not '}in [${rights.map(written).join(', ')}]`,
    holds: (r: Cells) => items(r[name]!).some((left) => rights.some((right) => same(left, right))) === positive,
  })),
  field.map((name) => ({ text: `${name} = null`, holds: (r: Cells) => items(r[name]!).some((left) => left === null) })),
);

const { expression } = fc.letrec<{ expression: Naive }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    tie('expression').map((inner) => ({ text: `not (${inner.text})`, holds: (r: Cells) => !inner.holds(r) })),
    fc.tuple(tie('expression'), tie('expression')).map(([left, right]) => ({
      text: `(${left.text}) and (${right.text})`,
      holds: (r: Cells) => left.holds(r) && right.holds(r),
    })),
    fc.tuple(tie('expression'), tie('expression')).map(([left, right]) => ({
      text: `(${left.text} or ${right.text})`,
      holds: (r: Cells) => left.holds(r) || right.holds(r),
    })),
  ),
}));

test('a filter equals its plain evaluation, with known fields and without', () => {
  fc.assert(
    fc.property(expression, fc.array(row, { minLength: 1, maxLength: 5 }), (naive, rows) => {
      const compiled = filter([...FIELDS]).parse(naive.text);
      const guessing = filter().parse(naive.text);
      for (const one of rows) {
        assert.equal(compiled.test(one), naive.holds(one), naive.text);
        assert.equal(guessing.test(one), naive.holds(one), naive.text);
      }
    }),
    { numRuns: 300 },
  );
});

test('any text on the right side, written as a word, is equal to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      const quoted = text.includes("'") ? `"${text.replace(/[\\"$]/g, '\\$&')}"` : `'${text}'`;
      assert.equal(filter().parse(`name = ${quoted}`).test({ name: text }), true);
      assert.equal(typeof quoteWord(text), 'string');
    }),
  );
});
