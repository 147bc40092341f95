import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../src/lib/suggest.ts';

const flags = ['--country', '--protocol', '--anonymity', '--where', '--limit'];
const keys = ['timeout', 'connect_timeout', 'retries', 'verify_ssl', 'http_workers', 'https_workers', 'judge.url'];

test('finds what was meant', () => {
  const cases: readonly (readonly [string, readonly string[], string | null])[] = [
    ['--contry', flags, '--country'],
    ['--coutnry', flags, '--country'],
    ['--protcol', flags, '--protocol'],
    ['--LIMIT', flags, '--limit'],
    ['timout', keys, 'timeout'],
    ['tiemout', keys, 'timeout'],
    ['http_worker', keys, 'http_workers'],
    ['verify', keys, 'verify_ssl'],
    ['url', keys, 'judge.url'],
    ['workers', keys, null],
    ['banana', keys, null],
    ['', keys, null],
    ['x', ['ls', 'q'], null],
    ['lst', ['list', 'last', 'test'], 'list'],
    ['anything', [], null],
  ];
  for (const [word, candidates, expected] of cases) assert.equal(nearest(word, candidates), expected, word);
});

test('the nearer one wins over the earlier one', () => {
  assert.equal(nearest('enabl', ['disable', 'enable']), 'enable');
});
