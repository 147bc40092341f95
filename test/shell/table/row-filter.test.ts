/** What may be typed after `/`: expressions, regular expressions, letters, their inverses, and what is wrong with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { PROXY_FIELDS } from '../../../src/command/proxy-fields.ts';
import type { ProxyRow } from '../../../src/model/proxy.ts';
import { proxyTexts } from '../../../src/shell/table/proxy-columns.ts';
import { rowFilter } from '../../../src/shell/table/row-filter.ts';
import { worldRow } from '../../help/shell-world.ts';

const searched = { fields: PROXY_FIELDS, texts: proxyTexts };
const ROWS: readonly ProxyRow[] = [
  { ...worldRow(0), address: '192.0.2.7:3128', country: 'DE', anonymity: 'elite', sources: ['geonode-http'] },
  { ...worldRow(1), address: '198.51.100.4:8080', country: 'FR', anonymity: 'anonymous', sources: ['proxy-list'] },
  { ...worldRow(2), address: '203.0.113.9:1080', country: null, status: 'failed', failure: 'refused', sources: ['x'] },
  { ...worldRow(3), address: '203.0.113.10:1080', country: 'US', banned: true, tags: ['office'], sources: ['x'] },
];

function found(text: string): number[] {
  const filter = rowFilter<ProxyRow>(text, searched);
  return ROWS.flatMap((row, index) => (filter === null || filter.test(row) ? [index] : []));
}

test('each way of writing a filter finds what it means', () => {
  const table: readonly (readonly [typed: string, rows: readonly number[]])[] = [
    ['', [0, 1, 2, 3]],
    ['  ', [0, 1, 2, 3]],
    ['country = DE', [0]],
    ['country in [DE, FR] and latency < 122ms', [0]],
    ['not banned', [0, 1, 2]],
    ['banned', [3]],
    ['failure', [2]],
    ['/^203[.]0/', [2, 3]],
    ['/^203[.]0', [2, 3]],
    ['/ELITE|office/', [0, 3]],
    ['!/^203[.]0/', [0, 1]],
    ['/:1080$/', [2, 3]],
    ['geonode', [0]],
    ['gnode', [0]],
    ['refus', [2]],
    ['office 113', [3]],
    ['!office', [0, 1, 2]],
    ['FR', [1]],
    ['fr', [1]],
    ['zzz', []],
  ];
  for (const [typed, rows] of table) assert.deepEqual(found(typed), rows, typed);
});

test('letters have to stand close together, within one text of the row', () => {
  // d…e across `socks4 +1  DE` would be found everywhere.
  assert.deepEqual(found('hc'), []);
  assert.deepEqual(found('elitegeonode'), []);
  // One after the other they are in nearly every address.
  assert.deepEqual(found('7:31'), [0]);
  assert.deepEqual(found('1313'), []);
  assert.deepEqual(found('108'), [2, 3]);
});

test('what was looked for is known by its places in a text', () => {
  const places = (typed: string, cell: string): readonly number[] => rowFilter(typed, searched)!.places(cell);
  assert.deepEqual(places('node', 'geonode-http'), [3, 4, 5, 6]);
  assert.deepEqual(places('gnode', 'geonode-http'), [0, 3, 4, 5, 6]);
  assert.deepEqual(places('/o.e/', 'geonode-http'), [4, 5, 6]);
  assert.deepEqual(places('!node', 'geonode-http'), []);
  assert.deepEqual(places('country = DE', 'DE'), []);
  assert.deepEqual(places('refused node', 'elite'), []);
});

test('what cannot be a filter says what is wrong', () => {
  assert.throws(() => rowFilter('contry = DE', searched), { message: /there is no field contry/ });
  assert.throws(() => rowFilter('/(/', searched), { message: /regular expression/ });
  assert.throws(() => rowFilter('country = ', searched));
});

test('a row passes either a filter or its inverse', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9.]{1,8}$/), fc.boolean(), (letters, asRegex) => {
      const typed = asRegex ? `/${letters}/` : letters;
      if (PROXY_FIELDS.some((field) => field.toLowerCase().startsWith(letters))) return;
      const [plain, inverse] = [found(typed), found(`!${typed}`)];
      assert.deepEqual([...plain, ...inverse].sort(), [0, 1, 2, 3]);
    }),
  );
});
