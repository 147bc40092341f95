import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { maskSecrets, safeJson, safeLines, safeText, standIns } from '../../src/lib/safe-text.ts';

test('escape sequences and hidden characters are taken out', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    ['\x1b[31mred\x1b[0m', 'red'],
    ['\x9b31mred', 'red'],
    ['\x1b]0;title\x07rest', 'rest'],
    ['\x1b]8;;http://x\x1b\\link', 'link'],
    ['\x1bP1$r0m\x1b\\after', 'after'],
    ['\x1b]unended\nnext', ' next'],
    ['\x1b\x1b[31m[31mx', '[31mx'],
    ['a\r\nb\tc', 'a b c'],
    ['a\x00\x08\x7fb', 'ab'],
    ['rtl\u202etxt\u2066x\u200b', 'rtltxtx'],
    ['\ufeffbom', 'bom'],
    ['half \ud800 pair', 'half \ufffd pair'],
    ['日本語 😀 é', '日本語 😀 é'],
  ];
  for (const [input, expected] of cases) assert.equal(safeText(input), expected, JSON.stringify(input));
});

test('a flood of marks on one letter is cut to what a script may need; nothing to see in a line is nothing', () => {
  assert.equal(safeText(`a${'\u0301'.repeat(1000)}b`), `a${'\u0301'.repeat(8)}b`);
  assert.equal(safeText('กำที่ क्षि é'), 'กำที่ क्षि é');
  assert.equal(safeText('a\u2028b\u{e0041}\u061c'), 'a b');
});

test('lines stay lines, and nothing else of them acts on a terminal', () => {
  assert.equal(safeLines('a\tb\r\nc\rd\x1b[2J\n\x9b5me\u2028f\u202e'), 'a\tb\nc d\ne f');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const safe = safeLines(text);
      assert.doesNotMatch(safe, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b-\u200f]/);
      assert.equal(safeLines(safe), safe);
    }),
  );
});

test('JSON shows everything and is the same value', () => {
  assert.equal(safeJson(['\x9b\u{e0041}é\u202e']), '["\\u009b\\udb40\\udc41é\\u202e"]');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = safeJson({ [text]: text });
      assert.doesNotMatch(json, /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b-\u200f]/);
      assert.deepEqual(Object.entries(JSON.parse(json) as object), [[text, text]]);
    }),
  );
});

test('stand-ins keep every place in the text', () => {
  const text = 'a\x1b[2Jb\u{e0041}c\u202ed\tE\u0301';
  assert.equal(standIns(text, '?'), 'a?[2Jb??c?d?E\u0301');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(standIns(text, '?').length, text.length)),
  );
});

test('long text is cut without splitting a character', () => {
  assert.equal(safeText('abcdef', 4), 'abc…');
  assert.equal(safeText('ab😀cd', 4), 'ab…');
  assert.equal(safeText('abcd', 4), 'abcd');
  assert.equal(safeText('x'.repeat(10_000_000), 120).length, 120);
});

test('whatever comes in, one printable line comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, length) => {
      const safe = safeText(text, length);
      assert.ok(safe.length <= length);
      assert.doesNotMatch(safe, /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
      assert.ok(safe.isWellFormed());
      assert.equal(safeText(safe, length), safe);
    }),
  );
});

test('secrets are masked, the rest is not', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['http://user:hunter2@1.2.3.4:80', 'http://user:***@1.2.3.4:80'],
    ['user:hunter2@1.2.3.4:80', 'user:***@1.2.3.4:80'],
    ['u:p@ss@host:1', 'u:***@host:1'],
    ['user@1.2.3.4:80', 'user@1.2.3.4:80'],
    ['1.2.3.4:8080:bob:hunter2', '1.2.3.4:8080:bob:***'],
    ['[::1]:8080:bob:hunter2', '[::1]:8080:bob:***'],
    ['1.2.3.4:8080', '1.2.3.4:8080'],
    ['GET /?token=abcdef&x=1', 'GET /?token=***&x=1'],
    ['"api_key": "abcdef"', '"api_key": "***"'],
    ['Proxy-Authorization: Basic dXNlcjpwYXNz', 'Proxy-Authorization: Basic ***'],
    ['config set api.token hunter2 && log', 'config set api.token *** && log'],
    ['config set api.token "two words"; log', 'config set api.token ***; log'],
    ['config reset api.token', 'config reset api.token'],
    ['"password": "two words", "x": 1', '"password": "***", "x": 1'],
    ["let token = 'a b c' ; log", "let token = '***' ; log"],
    ['sources add x --password hunter2 --name a', 'sources add x --password *** --name a'],
    ['sources add x --password "two words" --name a', 'sources add x --password *** --name a'],
    ['api --api-key=hunter2 | first', 'api --api-key=*** | first'],
    ['api --token hunter2;log', 'api --token ***;log'],
    ['proxies export x --with-credentials', 'proxies export x --with-credentials'],
    ['at 12:30 somebody@example.org wrote', 'at 12:30 somebody@example.org wrote'],
    ['https://example.org/a:b', 'https://example.org/a:b'],
  ];
  for (const [input, expected] of cases) assert.equal(maskSecrets(input), expected, input);
});

test('a password never survives, whatever it is made of', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{6,20}$/), (password) => {
      const secret = `Q7${password}Z9`;
      assert.ok(!maskSecrets(`failed: http://user:${secret}@10.0.0.1:80 refused`).includes(secret));
    }),
  );
});
