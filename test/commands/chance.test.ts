/** The chance of passing in words, as `proxies show` has it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceText } from '../../commands/proxies/_chance.ts';
import type { ProxyDetail } from '../../src/engine/types.ts';
import { worldDetail } from '../help/shell-world.ts';

type Reason = ProxyDetail['survival']['reasons'][number];

const detail: ProxyDetail = {
  ...worldDetail(0),
  checks: 40,
  passes: 12,
  country: 'DE',
  claimed: ['socks5'],
  failure: 'refused',
};

test('each reason has its words', () => {
  const cases: [Reason['name'], number, string][] = [
    ['new', 1, 'never checked'],
    ['streak', 1, 'passed the last check'],
    ['streak', 5, 'passed the last 5 checks'],
    ['streak', -3, 'failed the last 3 checks'],
    ['streak', 16, 'passed at least the last 16 checks'],
    ['checked', 40 * 60_000, 'checked 40 min ago'],
    ['checked', 5_000, 'checked 5 s ago'],
    ['checked', 26 * 3_600_000, 'checked 1 d ago'],
    ['success', 0.31, 'passed 12 of 40 checks'],
    ['latency', 2.14, 'answers 2.1 × as slow as usual'],
    ['latency', 0.5, 'answers 2.0 × as fast as usual'],
    ['age', 3 * 3_600_000, 'known for 3 h'],
    ['sources', 0.04, 'its source yields 4 %'],
    ['lists', 3, 'named by 3 sources'],
    ['country', 0.7, '70 % of those in DE work'],
    ['protocols', 1, 'listed as socks5'],
    ['hour', 4, 'it is 04 h UTC'],
    ['failure', 1, 'last failure: refused'],
  ];
  for (const [name, value, text] of cases)
    assert.equal(chanceText({ chance: 0.5, reasons: [{ name, value, points: 1 }] }, detail), `50 %: + ${text}`);
});

test('the strongest comes first, with what it does to the chance; no percent is more exact than it can be', () => {
  const reasons: Reason[] = [
    { name: 'streak', value: 5, points: 1.6 },
    { name: 'sources', value: 0.041, points: -0.4 },
  ];
  const cases: [number, string][] = [
    [0.6249, '62 %'],
    [0.0001, '< 1 %'],
    [0.9999, '> 99 %'],
    [0.07, '7 %'],
  ];
  for (const [chance, text] of cases)
    assert.equal(
      chanceText({ chance, reasons }, { ...detail, sources: ['a', 'b'] }),
      `${text}: + passed the last 5 checks, - the best of its sources yields 4.1 %`,
    );
  assert.equal(chanceText({ chance: 0.5, reasons: [] }, detail), '50 %');
});
