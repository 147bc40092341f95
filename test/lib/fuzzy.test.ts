/** Fuzzy matching: what a person would expect to come first, and properties that hold for any query and text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fuzzyMatch, fuzzyRank } from '../../src/lib/fuzzy.ts';

const same = (item: string): string => item;
const ranked = (query: string, items: readonly string[]): string[] =>
  fuzzyRank(query, items, same).map(({ item }) => item);
/** The text with the places met in brackets. */
function marked(query: string, text: string): string | null {
  const match = fuzzyMatch(query, text);
  return match && Array.from(text, (char, index) => (match.places.includes(index) ? `[${char}]` : char)).join('');
}

test('the places met are the ones a person would point at', () => {
  for (const [query, text, expected] of [
    ['cntr', '--country', '--[c]ou[n][t][r]y'],
    ['prx tp', 'proxies top', '[p][r]o[x]ies [t]o[p]'],
    ['lat', 'layout latency', 'layout [l][a][t]ency'],
    ['ms', 'latencyMs', 'latency[M][s]'],
    ['pt', 'proxies top', '[p]roxies [t]op'],
    ['TOP', 'proxies top', null],
    ['Ms', 'latencyMs', 'latency[M][s]'],
    ['top proxies', 'proxies top', '[p][r][o][x][i][e][s] [t][o][p]'],
    ['xyz', 'proxies top', null],
    ['', 'anything', 'anything'],
    ['straße', 'STRASSE', null],
    ['ü', 'Übersicht', '[Ü]bersicht'],
  ] as const)
    assert.equal(marked(query, text), expected, `${query} in ${text}`);
});

test('the better match comes first; equals keep their order, the shorter text wins', () => {
  assert.deepEqual(ranked('top', ['proxies untop', 'stop it', 'proxies top', 'topology', 'top']), [
    'top',
    'topology',
    'proxies top',
    'stop it',
    'proxies untop',
  ]);
  assert.deepEqual(ranked('co', ['--columns', '--protocol', '--country']), ['--columns', '--country', '--protocol']);
  assert.deepEqual(ranked('a', ['ba', 'ca', 'a']), ['a', 'ba', 'ca']);
  assert.deepEqual(ranked(' ', ['b', 'a']), ['b', 'a']);
  assert.equal(fuzzyRank('o', ['one', 'two', 'four'], same, 2).length, 2);
});

test('a very long text is matched too', () => {
  const text = `${'x'.repeat(3_000)} proxies top`;
  assert.deepEqual(fuzzyMatch('xtop', text)?.places.at(-1), text.length - 1);
});

const texts = fc.string({ unit: fc.constantFrom(...'abcABC-_ ./12ÄöİИ'), maxLength: 30 });

test('it matches exactly when each part of the query is a subsequence, and the places spell it', () => {
  fc.assert(
    fc.property(texts, texts, (query, text) => {
      const parts = query.split(/\s+/).filter((part) => part !== '');
      const isIn = (part: string): boolean => {
        const exact = part !== part.toLowerCase();
        const units = text
          .split('')
          .map((unit) => (exact || unit.toLowerCase().length > 1 ? unit : unit.toLowerCase()));
        let at = -1;
        return part.split('').every((unit) => (at = units.indexOf(unit, at + 1)) >= 0);
      };
      const match = fuzzyMatch(query, text);
      assert.equal(match !== null, parts.every(isIn), `${query} in ${text}`);
      if (!match) return;
      assert.deepEqual(
        [...match.places],
        [...new Set(match.places)].sort((a, b) => a - b),
      );
      if (parts.length === 1) {
        const spelt = match.places.map((at) => text[at]!).join('');
        assert.equal(spelt.length, parts[0]!.length);
        if (parts[0] === parts[0]!.toLowerCase() && !/[İ]/.test(text)) assert.equal(spelt.toLowerCase(), parts[0]);
        else if (parts[0] !== parts[0]!.toLowerCase()) assert.equal(spelt, parts[0]);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('ranking is matching every item, sorted by score, and a limit only cuts', () => {
  fc.assert(
    fc.property(texts, fc.array(texts, { maxLength: 12 }), fc.nat(12), (query, items, limit) => {
      const all = fuzzyRank(query, items, same);
      assert.equal(all.length, items.filter((item) => fuzzyMatch(query, item) !== null).length);
      const scores = all.map(({ item }) => fuzzyMatch(query, item)!.score);
      if (query.trim() !== '')
        assert.deepEqual(
          scores,
          [...scores].sort((a, b) => b - a),
        );
      for (const { item, places } of all) {
        if (query.trim() !== '') assert.deepEqual(places, fuzzyMatch(query, item)!.places);
      }
      assert.deepEqual(fuzzyRank(query, items, same, limit), all.slice(0, limit));
    }),
  );
});

test('the prefix of a text never ranks behind the same letters scattered in one as long', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 6 }), (query) => {
      const scattered = query
        .split('')
        .join('z')
        .padEnd(query.length * 2 + 1, 'z');
      const begun = query.padEnd(scattered.length, 'z');
      assert.equal(fuzzyRank(query, [scattered, begun], same)[0]!.item, query.length > 1 ? begun : scattered);
    }),
  );
});

test('five thousand candidates take no time to speak of', () => {
  const items = Array.from({ length: 5_000 }, (_, index) => `proxies verb-${index} --country-${index % 97}`);
  for (let run = 0; run < 20; run++) fuzzyRank('prxcnt', items, same, 20);
  const times = Array.from({ length: 9 }, () => {
    const startedAt = performance.now();
    fuzzyRank('prxcnt', items, same, 20);
    return performance.now() - startedAt;
  });
  // Two milliseconds on a quiet machine (test:bench prompt); this holds the order of magnitude.
  assert.ok(Math.min(...times) < 12, `${Math.min(...times)} ms`);
});
