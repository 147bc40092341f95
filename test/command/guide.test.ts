/** What is told while a command is typed: what is left to give, and what the word at the cursor is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guide } from '../../src/command/complete/guide.ts';
import { isOpen } from '../../src/command/complete/read-line.ts';
import { Vocabulary } from '../../src/command/vocabulary.ts';
import { registry } from '../help/language-world.ts';

const at = (text: string, cursor = text.length) => guide(text, cursor, registry);

test('what is left to give, without what has been given', () => {
  for (const [text, remaining] of [
    ['proxies tag ', '<proxy> <tag>'],
    ['proxies tag', ' <proxy> <tag>'],
    ['proxies tag 1', ' <tag>'],
    ['proxies tag 1 ', '<tag>'],
    ['proxies tag 1 fast', ''],
    ['proxies top 5 --country DE ', '[--protocol <word>] [--where <filter>] [--reverse]'],
    ['proxies top --country ', '<cc,…>'],
    ['proxies top --where country = DE', ''],
    ['proxies ', 'list|remove|stats|tag|top'],
    ['prox', ''],
    ['proxies list | first ', '[n]'],
    ['nonsense ', ''],
    ['', ''],
    ['every 2s proxies tag ', '<proxy> <tag>'],
    ['proxies list | ', 'count|first|last|select|sort|to|where'],
    ['proxies list |', ' count|first|last|select|sort|to|where'],
    ['def ', '<name> [parameter: type = value…] { … }'],
    ['def best ', ''],
    ['def best n: int = 5 { proxies top $n }; best', ' [n]'],
    ['sleep 1s & proxies tag ', '<proxy> <tag>'],
    ['sleep 1s &', ''],
  ] as const)
    assert.equal(at(text).remaining, remaining, text);
  assert.equal(at('proxies tag x', 11).remaining, '', 'not in the middle of a line');
});

test('what the word at the cursor is', () => {
  for (const [text, about] of [
    ['proxies top ', '[n]  how many'],
    ['proxies top 10 --coun', ''],
    ['proxies top 10 --country', '--country <cc,…>  exit countries'],
    ['proxies top 10 --country D', '<cc,…>  exit countries'],
    ['proxies tag 1 ', '<tag>  the tag'],
    ['proxies top', 'Shows the best proxies'],
    ['def best n: ', 'def <name> [parameter: type = value…] { … }  define a command of your own'],
    ['for cc in [DE] { proxies top ', '[n]  how many'],
  ] as const)
    assert.equal(at(text).about, about, text);
  assert.match(at('proxies top 10 --for').usage, /^proxies top \[n\] \[--country/);
});

test('a text goes on in another line while something is open', () => {
  for (const [text, open] of [
    ['if $x > 5 {', true],
    ['if $x > 5 { scrape }', false],
    ['echo (proxies stats', true],
    ['echo "("', false],
    ['echo "never closed', false],
    ['proxies list |', true],
    ['proxies list \\', true],
    ['# {', false],
    ['}', false],
  ] as const)
    assert.equal(isOpen(text, registry), open, text);
});

test('an alias has given what it stands for', () => {
  const own = new Vocabulary(registry, new Map(), new Map([['de', 'proxies top 10 --country DE']]));
  assert.equal(guide('de ', 3, own).remaining, '[--protocol <word>] [--where <filter>] [--reverse]');
});
