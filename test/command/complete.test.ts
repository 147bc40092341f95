/** Tab: the candidates at a cursor, as a table; `|` in a text here is the cursor. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../src/command/complete/complete.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import { parse } from '../../src/command/syntax/parse.ts';
import type { Engine } from '../../src/engine/types.ts';
import { Vocabulary } from '../../src/command/vocabulary.ts';
import { registry } from '../help/language-world.ts';

const context = {
  engine: null,
  registry,
  variables: new Map<string, unknown>([
    ['alive', 5],
    ['all', 6],
  ]),
  cwd: import.meta.dirname,
};
const at = (text: string) => complete(text, text.length, context);
const words = (text: string): string[] => {
  const { candidates, exact } = at(text);
  return candidates.slice(0, exact).map(({ value }) => value);
};
/** What only holds the typed letters somewhere. */
const fuzzy = (text: string): string[] => {
  const { candidates, exact } = at(text);
  return candidates.slice(exact).map(({ value }) => value);
};

const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['pro', ['proxies']],
  ['proxies ', ['list', 'remove', 'stats', 'tag', 'top']],
  ['proxies t', ['tag', 'top']],
  ['proxies list | s', ['select', 'sort']],
  ['proxies list | ', ['count', 'first', 'last', 'select', 'sort', 'to', 'where']],
  ['echo a; sl', ['sleep', 'slow']],
  ['if $alive < 5 { ec', ['echo']],
  ['let x = prox', ['proxies']],
  ['let x = (proxies st', ['stats']],
  ['le', ['let']],
  ['proxies top --co', ['--country', '--columns']],
  ['proxies top --country DE --co', ['--columns']],
  ['proxies top --format j', ['json', 'jsonl']],
  ['proxies top --format=j', ['json', 'jsonl']],
  ['proxies list | to c', ['csv']],
  ['proxies list | where co', ['country']],
  ['proxies list | where status ', ['=', '!=', '<', '<=', '>', '>=', '~', '!~', 'in', 'not in']],
  ['proxies list | where status = w', ['working']],
  ['proxies list | where status = working ', ['and', 'or']],
  ['proxies list | where status = working and an', ['anonymity']],
  ['proxies list | where score > 0.5 and protocol in s', ['socks4', 'socks5']],
  ['proxies top --where bre', ['breaker']],
  ['proxies top --where "bre', ['breaker']],
  ['proxies remove @', ['@all', '@top', '@focus', '@shown', '@marked']],
  ['proxies remove where br', ['breaker']],
  ['proxies list | sort -sc', ['-score']],
  ['proxies list | select address,la', ['address,latencyMs', 'address,lastCheckedAt']],
  ['proxies list | select address | where a', ['address']],
  ['sleep 30', ['30ms', '30s', '30m', '30h']],
  ['echo $al', ['$alive', '$all']],
  ['every 2s proxies t', ['tag', 'top']],
  ['help proxies t', ['tag', 'top']],
  ['proxies list > comp', ['complete.test.ts']],
  ['run ./comp', ['./complete.test.ts']],
  ['nonsense ', []],
];

for (const [text, expected] of CASES) {
  test(`complete: ${text}|`, () => {
    const found = words(text);
    assert.deepEqual([...found].sort(), [...expected].sort());
  });
}

test('the part that is replaced, and help beside each candidate', () => {
  const flag = at('proxies top 10 --for');
  assert.deepEqual([flag.start, flag.end], [15, 20]);
  assert.equal(flag.candidates[0]!.help, '<table|json|jsonl|csv|tsv|md>  how to print the result');
  const inline = at('proxies top --format=js');
  assert.deepEqual([inline.start, inline.end], [21, 23]);
  assert.equal(at('prox').candidates[0]!.help, 'list remove stats tag top');
});

test('completing in the middle looks only at what stands before the cursor', () => {
  assert.deepEqual(
    complete('proxies t 10 --country DE', 9, context)
      .candidates.slice(0, 2)
      .map(({ value }) => value),
    ['tag', 'top'],
  );
});

test('behind all arguments the flags are offered', () => {
  assert.ok(words('proxies top 10 ').includes('--country'));
  assert.ok(words('proxies stats ').length === 0 || !words('proxies stats ').includes('list'));
});

const FUZZY: readonly (readonly [string, string])[] = [
  ['prxtp', 'proxies top'],
  ['xies', 'proxies'],
  ['proxies top --cntr', '--country'],
  ['proxies list | where lms', 'latencyMs'],
  ['proxies list | where status = wrk', 'working'],
  ['proxies list | select address,lms', 'address,latencyMs'],
  ['proxies list | sort -ccd', '-lastCheckedAt'],
  ['proxies top --format sl', 'jsonl'],
  ['run ./cmpl', './complete.test.ts'],
  ['help proxies tp', 'top'],
];
for (const [text, expected] of FUZZY) {
  test(`complete, letters met somewhere: ${text}|`, () => {
    assert.equal(words(text).length, 0);
    assert.equal(fuzzy(text)[0], expected);
  });
}

test('what begins as typed comes first; the places met are told', () => {
  const { candidates, exact } = at('proxies top --co');
  assert.deepEqual(
    candidates.slice(0, exact).map(({ value }) => value),
    ['--country', '--columns'],
  );
  assert.deepEqual(candidates[0]!.places, [0, 1, 2, 3]);
  const [found] = at('proxies list | where lms').candidates;
  assert.deepEqual(found!.places, [0, 7, 8]);
});

const INSIDE: readonly (readonly [string, string, number])[] = [
  ['proxies list | where latency<3', '300ms', 29],
  ['proxies list | where status=wo', 'working', 28],
  ['proxies list | where country = DE and (sta', 'status', 39],
  ['proxies top --where "status = wo', 'working', 30],
  ['if (proxies st', 'stats', 12],
  ['proxies list | where protocol in [http, so', 'socks4', 40],
  ['every 2s proxies list | where bre', 'breaker', 30],
  ['proxies top (proxies stats).working --cou', '--country', 36],
  ['echo "a | b" ; proxies t', 'tag', 23],
  ['for cc in [DE, FR] { proxies top --cou', '--country', 33],
];
for (const [text, expected, start] of INSIDE) {
  test(`complete inside: ${text}|`, () => {
    const result = at(text);
    assert.deepEqual([result.candidates[0]?.value, result.start], [expected, start]);
  });
}

test('nothing is offered in a comment', () => {
  assert.deepEqual(words('proxies list # pro'), []);
});

test('a name of others is put in as one word; one that holds what cannot be seen is not offered', () => {
  const names = ['lab; echo PWNED', 'a b', '$(x)', 'two\nquit', 'e\x1b[2Jsc', '\u202eover', 'plain'];
  const engine = {
    view: { sources: () => names.map((name) => ({ name, state: 'ok', found: 1 })) },
  } as unknown as Engine;
  const text = 'sources disable ';
  const { candidates } = complete(text, text.length, { ...context, registry: loadRegistry(), engine });
  const offered = candidates.map(({ value }) => value).filter((value) => !value.startsWith('--'));
  assert.deepEqual(offered, ['lab\\;\\ echo\\ PWNED', 'a\\ b', '\\$\\(x\\)', 'plain']);
  for (const value of offered) {
    const { script, errors } = parse(text + value, 'test', loadRegistry());
    assert.deepEqual([script.body.length, errors.length], [1, 0], value);
  }
});

const ALIASES = new Map([
  ['fast', 'where latency < 300ms'],
  ['de', 'proxies top 10 --country DE'],
  ['good', 'proxies list | where score > 0.5 | sort'],
]);

test('aliases stand where what they begin with can, and go on where they end', () => {
  const own = { ...context, registry: new Vocabulary(registry, new Map(), ALIASES) };
  const offered = (text: string) => complete(text, text.length, own).candidates;
  assert.deepEqual(offered('proxies list | fa')[0], {
    value: 'fast',
    help: 'stands for where latency < 300ms',
    places: [0, 1],
  });
  assert.ok(!offered('').some(({ value }) => value === 'fast'));
  assert.ok(offered('').some(({ value }) => value === 'de'));
  assert.deepEqual(
    offered('proxies list | fast ').map(({ value }) => value),
    ['and', 'or'],
  );
  assert.equal(offered('proxies list | fast and coun')[0]!.value, 'country');
  // `--country` is given by the alias.
  assert.ok(!offered('de --').some(({ value }) => value === '--country'));
  assert.ok(offered('de --').some(({ value }) => value === '--reverse'));
  assert.equal(offered('good -lat')[0]!.value, '-latencyMs');
});

test('what a text defines is known in it: commands, variables, types of parameters', () => {
  assert.deepEqual(words('def best n: int { proxies top $n }; bes'), ['best']);
  assert.deepEqual(words('def best n: d'), ['duration']);
  assert.deepEqual(words('def best n:d'), ['duration']);
  assert.deepEqual(words('def best n: int { echo $n'), ['$n']);
  assert.deepEqual(words('let zone = DE; echo $z'), ['$zone']);
  assert.deepEqual(words('for place in [DE] { echo $pl'), ['$place']);
  assert.deepEqual(words('def '), []);
});

test('behind & the next command begins, behind ? nothing does', () => {
  assert.deepEqual(words('sleep 1s & proxies t'), ['tag', 'top']);
  assert.ok(words('sleep 1s & ').includes('proxies'));
  assert.deepEqual(words('sleep 1s ? '), []);
  assert.equal(at('echo http://192.0.2.1/?a=1&b').start, 5);
});

test('names of the screen, contexts of keys, values of the configuration', () => {
  const real = { ...context, registry: loadRegistry() };
  const offered = (text: string): string[] => {
    const { candidates, exact } = complete(text, text.length, real);
    return candidates.slice(0, exact).map(({ value }) => value);
  };
  assert.deepEqual(offered('screen edit kill-to-'), ['kill-to-end', 'kill-to-start']);
  assert.equal(complete('screen edit und', 15, real).candidates[0]!.help, 'takes back the last change');
  assert.deepEqual(offered('focus th'), ['throughput']);
  assert.ok(offered('focus ').includes('next'));
  assert.deepEqual(offered('keys top'), ['top-proxies']);
  assert.deepEqual(offered('view ch'), ['charts']);
  assert.deepEqual(offered('config set theme li'), ['light']);
  assert.deepEqual(offered('config set mouse '), ['on', 'off', 'true']);
  assert.deepEqual(offered('config set timeout '), ['8s']);
});
