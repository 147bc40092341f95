/** Argument types: what each takes, what it says otherwise, and that what it displays can be typed again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { convert } from '../../src/command/types/convert.ts';
import type { ArgType } from '../../src/command/types.ts';
import { anonymity } from '../../src/command/types/anonymity.ts';
import { boolean } from '../../src/command/types/boolean.ts';
import { choice } from '../../src/command/types/choice.ts';
import { commandLine } from '../../src/command/types/command-line.ts';
import { condition } from '../../src/command/types/condition.ts';
import { country } from '../../src/command/types/country.ts';
import { duration } from '../../src/command/types/duration.ts';
import { field } from '../../src/command/types/field.ts';
import { filter } from '../../src/command/types/filter.ts';
import { int } from '../../src/command/types/int.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { number } from '../../src/command/types/number.ts';
import { path } from '../../src/command/types/path.ts';
import { percent } from '../../src/command/types/percent.ts';
import { port } from '../../src/command/types/port.ts';
import { protocol } from '../../src/command/types/protocol.ts';
import { proxy } from '../../src/command/types/proxy.ts';
import { selector } from '../../src/command/types/selector.ts';
import { size } from '../../src/command/types/size.ts';
import { sortKey } from '../../src/command/types/sort-key.ts';
import { text } from '../../src/command/types/text.ts';
import { url } from '../../src/command/types/url.ts';
import { word } from '../../src/command/types/word.ts';
import { selectIds } from '../../src/command/select-ids.ts';
import type { Engine } from '../../src/engine/types.ts';
import { ROWS } from '../help/language-world.ts';

const TAKEN: readonly (readonly [ArgType<unknown>, string, unknown])[] = [
  [duration, '300ms', 300],
  [duration, '1h30m', 5_400_000],
  [size, '10mb', 10_000_000],
  [size, '8MiB', 8_388_608],
  [percent, '7.5%', 0.075],
  [percent, '0.5', 0.5],
  [percent, '1', 1],
  [int(), '-12', -12],
  [int({ min: 1, max: 10 }), '10', 10],
  [number(), '-1.5', -1.5],
  [number(), '.5', 0.5],
  [port, '0', 0],
  [port, '65535', 65_535],
  [boolean, 'ON', true],
  [boolean, 'no', false],
  [choice('a', 'Bee'), 'bEE', 'Bee'],
  [protocol, 'SOCKS5', 'socks5'],
  [anonymity, 'elite', 'elite'],
  [country, 'de', 'DE'],
  [country, '??', '??'],
  [word, 'team-a.b:c/d', 'team-a.b:c/d'],
  [text, '', ''],
  [path, '~/x y', '~/x y'],
  [path, '-', '-'],
  [url, 'http://127.0.0.1:8000/list?a=b', 'http://127.0.0.1:8000/list?a=b'],
  [proxy, '12', '12'],
  [proxy, '192.0.2.7:3128', '192.0.2.7:3128'],
  [proxy, 'user@[2001:db8::1]:80', 'user@[2001:db8::1]:80'],
  [proxy, 'host.example:80', 'host.example:80'],
  [listOf(country), 'de, FR', ['DE', 'FR']],
  [field, 'latencyMs', 'latencyMs'],
  [sortKey, '-score', { field: 'score', descending: true }],
  [sortKey, '+score', { field: 'score', descending: false }],
  [selector, '@all', { kind: 'all' }],
  [selector, '@top 10', { kind: 'top', count: 10 }],
  [selector, '@marked', { kind: 'marked' }],
  [selector, '1 2,192.0.2.7:80', { kind: 'proxies', references: ['1', '2', '192.0.2.7:80'] }],
  [commandLine, 'proxies top', 'proxies top'],
];

for (const [type, given, expected] of TAKEN) {
  test(`${type.name}: ${given}`, () => assert.deepEqual(type.parse(given), expected));
}

const REFUSED: readonly (readonly [ArgType<unknown>, string, string])[] = [
  [duration, '300', '300 is not a duration: try 300ms, 5s, 2h'],
  [duration, '', '"" is not a duration: try 300ms, 5s, 2h'],
  [size, '10', '10 is not a size: try 512kb, 10mb, 8mib'],
  [percent, '101%', '101% is not a percentage from 0% to 100%: try 7.5%, 50%, 0.5'],
  [percent, '2', '2 is not a percentage from 0% to 100%: try 7.5%, 50%, 0.5'],
  [int(), '1.5', '1.5 is not a whole number: try 1, 10, 50'],
  [int(), '0x1f', '0x1f is not a whole number: try 1, 10, 50'],
  [int(), '99999999999999999999', '99999999999999999999 is not a whole number: try 1, 10, 50'],
  [int({ min: 1, max: 10 }), '11', '11 is not a whole number from 1 to 10: try 1, 10'],
  [int({ max: 5 }), '6', '6 is not a whole number of at most 5: try 1'],
  [number({ min: 0 }), '1e5', '1e5 is not a number of at least 0: try 0'],
  [port, '65536', '65536 is not a port from 0 to 65535: try 8899, 0 (any free one)'],
  [boolean, 'maybe', 'maybe is not yes or no: try on, off'],
  [choice('json', 'csv'), 'jsn', 'jsn is not one of json, csv: try json'],
  [country, 'Germany', 'Germany is not a country code: try DE, US, jp, ?? (unknown)'],
  [word, 'two words', '"two words" is not a word (letters, digits, . _ - : / + @): try fast, team-a'],
  [word, '\x1b[31mred', 'red is not a word (letters, digits, . _ - : / + @): try fast, team-a'],
  [path, '', '"" is not a path: try ./list.txt, /tmp/out.csv'],
  [
    url,
    'http://me:geheim@x/',
    'http://me:***@x/ is not a URL without user and password: try http://127.0.0.1:8000/list.txt, https://example.org/',
  ],
  [url, 'ftp://x/', 'ftp://x/ is not an http or https URL: try http://127.0.0.1:8000/list.txt, https://example.org/'],
  [proxy, 'nonsense', 'nonsense is not a proxy (its id or address): try 12, 192.0.2.7:3128, user@192.0.2.7:3128'],
  [listOf(country), 'DE,,FR', '"" is not a country code: try DE, US, jp, ?? (unknown)'],
  [field, '1a', '1a is not a field: try score, latency, country'],
  [sortKey, '--x', '--x is not a field to sort by: try latency, -score (highest first)'],
  [selector, '@mine', '@mine is not a selector: try @all, @top 10, where country = DE, 12, 192.0.2.7:3128'],
  [selector, '@top', '@top is not a selector: try @all, @top 10, where country = DE, 12, 192.0.2.7:3128'],
  [selector, '@top 0', '"@top 0" is not a selector: try @all, @top 10, where country = DE, 12, 192.0.2.7:3128'],
  [selector, '', '"" is not a selector: try @all, @top 10, where country = DE, 12, 192.0.2.7:3128'],
  [filter(), '', '"" is not a filter: try \'country = DE and latency < 300ms\''],
  [condition, '', '"" is not a condition: try \'$alive > 50\''],
  [commandLine, '', '"" is not a command: try proxies top 10'],
];

for (const [type, given, message] of REFUSED) {
  test(`${type.name} refuses ${JSON.stringify(given)}`, () => {
    assert.throws(() => type.parse(given), { name: 'RefbotError', message });
  });
}

test('a near choice is suggested', () => {
  assert.throws(
    () => choice('json', 'csv').parse('jsn'),
    (error: { details: { hint: string } }) => error.details.hint === 'did you mean json ?',
  );
});

test('what a type displays can be typed again', () => {
  const same = <T>(type: ArgType<T>, value: T): void => assert.deepEqual(type.parse(type.display!(value)), value);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_998 }),
      fc.boolean(),
      fc.subarray(['DE', 'FR', 'US', '??'], { minLength: 1 }),
      (whole, flag, countries) => {
        same(duration, whole);
        same(int(), whole);
        same(number(), whole / 8);
        same(boolean, flag);
        same(sortKey, { field: `f${whole}`, descending: flag });
        same(listOf({ ...country, display: String }), countries);
        same(selector, { kind: 'top', count: whole + 1 });
        same(selector, { kind: 'proxies', references: [String(whole), '192.0.2.1:80'] });
      },
    ),
    { numRuns: 100 },
  );
});

test('values that are not text: numbers and lists and rows where they fit, refused where they do not', () => {
  assert.equal(convert(int(), 5), 5);
  assert.deepEqual(convert(listOf(country), ['de', 'FR']), ['DE', 'FR']);
  assert.equal(convert(proxy, { id: 7, address: 'x' }), '7');
  assert.deepEqual(convert(selector, [{ id: 7 }, 8, '192.0.2.1:80']), {
    kind: 'proxies',
    references: ['7', '8', '192.0.2.1:80'],
  });
  assert.throws(() => convert(int(), [1]), /a list cannot stand for <n>/);
  assert.throws(() => convert(proxy, { name: 'x' }), /a whole row cannot stand for <proxy>/);
  assert.throws(() => convert(proxy, null), /the value is empty: <proxy> is needed/);
});

test('what is not understood is named without its password', () => {
  for (const type of [proxy, selector, duration]) {
    assert.throws(
      () => type.parse('10.0.0.1:80:ann:hunter2'),
      (error: Error) => error.message.startsWith('10.0.0.1:80:ann:*** is not'),
      type.name,
    );
  }
});

test('a selector becomes ids', async () => {
  const view = {
    rows: () => ROWS.values(),
    ranked: (n: number) => ROWS.slice(0, n),
    resolve: (reference: string) => Number(reference),
  };
  const engine = { view } as unknown as Engine;
  const { signal } = new AbortController();
  const ids = (given: string, face?: Parameters<typeof selectIds>[2]) =>
    selectIds(selector.parse(given), engine, face, signal);
  assert.equal((await ids('@all')).length, 50);
  assert.deepEqual(await ids('@top 2'), [1, 2]);
  assert.deepEqual(await ids('where tags = slow'), [8]);
  assert.deepEqual(await ids('3 3 4'), [3, 4]);
  await assert.rejects(ids('@marked'), /needs the full-screen shell/);
  const face = { quit: () => {}, clear: () => {}, selected: () => [9] };
  assert.deepEqual(await ids('@focus', face), [9]);
});
