/** Every error of the language, as a person reads it: the whole frame, word for word. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { LanguageWorld } from '../help/language-world.ts';

const world = new LanguageWorld();
after(() => world.close());

const TOP_USAGE = 'usage: proxies top [n] [--country <cc,…>] [--protocol <word>] [--where <filter>] [--reverse]';

/** text, exit status, the lines of the error. */
const CASES: readonly (readonly [string, number, string])[] = [
  [
    'proxies top 10 --contry DE',
    2,
    `error[E102]: unknown flag --contry
  ┌─ prompt:1:16
1 │ proxies top 10 --contry DE
  │                ^^^^^^^^ \`proxies top\` has no such flag
  = did you mean --country ?
  = ${TOP_USAGE}`,
  ],
  [
    'prxies top',
    2,
    `error[E101]: unknown command prxies
  ┌─ prompt:1:1
1 │ prxies top
  │ ^^^^^^ no command has this name
  = did you mean proxies top ?`,
  ],
  [
    'proxies tpo 10',
    2,
    `error[E101]: unknown command proxies tpo
  ┌─ prompt:1:1
1 │ proxies tpo 10
  │ ^^^^^^^^^^^ no command has this name
  = did you mean proxies top ?`,
  ],
  [
    'proxy list',
    2,
    `error[E101]: unknown command proxy
  ┌─ prompt:1:1
1 │ proxy list
  │ ^^^^^ no command has this name
  = did you mean proxies list ?`,
  ],
  [
    'remove 5',
    2,
    `error[E101]: unknown command remove
  ┌─ prompt:1:1
1 │ remove 5
  │ ^^^^^^ no command has this name
  = did you mean proxies remove ?`,
  ],
  [
    'proxies list | where latency < 300 ms',
    2,
    `error[E105]: \`where\` takes at most 1 argument
  ┌─ prompt:1:36
1 │ proxies list | where latency < 300 ms
  │                                    ^^ one too many
  = did you mean 300ms ?
  = usage: where <filter>`,
  ],
  [
    'let n = 1; let m = $n + 1',
    2,
    `error[E106]: unexpected + behind the end of a statement
  ┌─ prompt:1:23
1 │ let n = 1; let m = $n + 1
  │                       ^
  = there is no arithmetic: \`count\` counts rows, \`repeat 3 { … }\` repeats`,
  ],
  [
    'xyzzy',
    2,
    `error[E101]: unknown command xyzzy
  ┌─ prompt:1:1
1 │ xyzzy
  │ ^^^^^ no command has this name
  = \`help\` lists all commands`,
  ],
  [
    'proxies',
    2,
    `error[E101]: \`proxies\` needs a verb
  ┌─ prompt:1:1
1 │ proxies
  │ ^^^^^^^
  = proxies list | remove | stats | tag | top`,
  ],
  [
    'sleep 300',
    2,
    `error[E103]: 300 is not a duration: try 300ms, 5s, 2h
  ┌─ prompt:1:7
1 │ sleep 300
  │       ^^^
  = usage: sleep <duration>`,
  ],
  [
    'proxies top ten',
    2,
    `error[E103]: ten is not a whole number of at least 1: try 1, 10, 50
  ┌─ prompt:1:13
1 │ proxies top ten
  │             ^^^
  = ${TOP_USAGE}`,
  ],
  [
    'proxies list | to jso',
    2,
    `error[E103]: jso is not one of table, json, jsonl, csv, tsv, md: try json
  ┌─ prompt:1:19
1 │ proxies list | to jso
  │                   ^^^
  = did you mean json ?
  = usage: to <format>`,
  ],
  [
    'proxies tag 12',
    2,
    `error[E104]: \`proxies tag\` needs <tag>: the tag
  ┌─ prompt:1:1
1 │ proxies tag 12
  │ ^^^^^^^^^^^ <tag> is missing
  = usage: proxies tag <proxy> <tag>`,
  ],
  [
    'proxies top --country --reverse',
    2,
    `error[E104]: --country needs a value: exit countries
  ┌─ prompt:1:13
1 │ proxies top --country --reverse
  │             ^^^^^^^^^ <cc,…> is missing`,
  ],
  [
    'proxies top 1 2',
    2,
    `error[E105]: \`proxies top\` takes at most 1 argument
  ┌─ prompt:1:15
1 │ proxies top 1 2
  │               ^ one too many
  = ${TOP_USAGE}`,
  ],
  [
    'proxies stats x',
    2,
    `error[E105]: \`proxies stats\` takes no arguments
  ┌─ prompt:1:15
1 │ proxies stats x
  │               ^ one too many
  = usage: proxies stats`,
  ],
  [
    'proxies top --reverse=1',
    2,
    `error[E105]: --reverse takes no value
  ┌─ prompt:1:23
1 │ proxies top --reverse=1
  │                       ^`,
  ],
  [
    'proxies top --country DE --country FR',
    2,
    `error[E105]: --country is given twice
  ┌─ prompt:1:26
1 │ proxies top --country DE --country FR
  │                          ^^^^^^^^^^^^`,
  ],
  [
    'let wnat = 5; echo $want',
    2,
    `error[E107]: unknown variable $want
  ┌─ prompt:1:20
1 │ let wnat = 5; echo $want
  │                    ^^^^^ was never set
  = did you mean $wnat ?`,
  ],
  [
    'proxies list | where contry = DE',
    2,
    `error[E108]: unknown field contry
  ┌─ prompt:1:22
1 │ proxies list | where contry = DE
  │                      ^^^^^^ the rows have no such field
  = did you mean country ?`,
  ],
  [
    'proxies top --where "latncy < 3s"',
    2,
    `error[E108]: unknown field latncy
  ┌─ prompt:1:22
1 │ proxies top --where "latncy < 3s"
  │                      ^^^^^^ the rows have no such field
  = did you mean latency ?`,
  ],
  [
    'proxies list | select address,zzz',
    2,
    `error[E108]: unknown field zzz
  ┌─ prompt:1:23
1 │ proxies list | select address,zzz
  │                       ^^^^^^^^^^^ the rows have no such field
  = fields: id, address, protocols, status, score, success, speed, reliability, latencyMs, anonymity, country, breaker, sources, tags, lastCheckedAt, failure, changed, banned, evicted, throughput, targets, listed`,
  ],
  [
    'proxies list | select address | where country = DE',
    2,
    `error[E108]: unknown field country
  ┌─ prompt:1:39
1 │ proxies list | select address | where country = DE
  │                                       ^^^^^^^ the rows have no such field
  = fields: address`,
  ],
  [
    'echo (proxies stats).workng',
    2,
    `error[E108]: unknown field workng
  ┌─ prompt:1:6
1 │ echo (proxies stats).workng
  │      ^^^^^^^^^^^^^^^^^^^^^^ the rows have no such field
  = did you mean working ?`,
  ],
  [
    'proxies list | where address ~ "("',
    2,
    `error[E103]: ( is not a regular expression: try '^192[.]0[.]', 'html|body'
  ┌─ prompt:1:32
1 │ proxies list | where address ~ "("
  │                                ^^^
  = Unterminated group`,
  ],
  [
    'where country = DE',
    2,
    `error[E106]: \`where\` works on rows that come through a pipe
  ┌─ prompt:1:1
1 │ where country = DE
  │ ^^^^^
  = proxies list | where …`,
  ],
  [
    'proxies list | proxies stats',
    2,
    `error[E106]: \`proxies stats\` takes no rows: it cannot stand behind |
  ┌─ prompt:1:16
1 │ proxies list | proxies stats
  │                ^^^^^^^^^^^^^`,
  ],
  [
    'sleep 1s | count',
    2,
    `error[E106]: \`sleep\` gives no rows: nothing comes through the pipe
  ┌─ prompt:1:12
1 │ sleep 1s | count
  │            ^^^^^`,
  ],
  [
    'echo "abc',
    2,
    `error[E106]: the string is never closed: " is missing
  ┌─ prompt:1:6
1 │ echo "abc
  │      ^^^^`,
  ],
  [
    'proxies list | where country <> DE',
    2,
    `error[E106]: <> is not an operator
  ┌─ prompt:1:30
1 │ proxies list | where country <> DE
  │                              ^^
  = did you mean != ?`,
  ],
  [
    'proxies list | where country = DE && score > 0.5',
    2,
    `error[E106]: && is not an operator
  ┌─ prompt:1:35
1 │ proxies list | where country = DE && score > 0.5
  │                                   ^^
  = did you mean and ?`,
  ],
  [
    'proxies list | where country = DE adn score > 0.5',
    2,
    `error[E105]: \`where\` takes at most 1 argument
  ┌─ prompt:1:35
1 │ proxies list | where country = DE adn score > 0.5
  │                                   ^^^ one too many
  = did you mean and ?
  = usage: where <filter>`,
  ],
  [
    "proxies top --where 'country = DE adn score > 0.5'",
    2,
    `error[E106]: unexpected adn after the filter
  ┌─ prompt:1:35
1 │ proxies top --where 'country = DE adn score > 0.5'
  │                                   ^^^
  = did you mean and ?`,
  ],
  [
    'proxies list | where country =',
    2,
    `error[E106]: unexpected the end of the text where a field or value should be
  ┌─ prompt:1:31
1 │ proxies list | where country =
  │                               ^`,
  ],
  [
    'scrape || echo no',
    2,
    `error[E106]: || is not part of the language
  ┌─ prompt:1:8
1 │ scrape || echo no
  │        ^^
  = use \`command ?\` and \`if not $last.ok { … }\``,
  ],
  [
    'sleep 5s &',
    1,
    `error[E505]: there are no jobs without the engine
  ┌─ prompt:1:1
1 │ sleep 5s &
  │ ^^^^^^^^`,
  ],
  [
    'repeat 3 { echo a } &',
    2,
    `error[E106]: unexpected & behind a statement: only commands go to the background
  ┌─ prompt:1:21
1 │ repeat 3 { echo a } &
  │                     ^
  = put it into a command of your own: def work { … }; work &`,
  ],
  [
    'echo a && echo b',
    2,
    `error[E106]: && is not part of the language
  ┌─ prompt:1:8
1 │ echo a && echo b
  │        ^^
  = use ; : what is behind it runs only when this went well`,
  ],
  [
    'proxies list >',
    2,
    `error[E106]: a file name is missing behind >
  ┌─ prompt:1:14
1 │ proxies list >
  │              ^
  = > ./result.csv`,
  ],
  [
    'proxies list > a.csv | count',
    2,
    `error[E106]: unexpected | after a redirect: > file ends the pipeline
  ┌─ prompt:1:22
1 │ proxies list > a.csv | count
  │                      ^`,
  ],
  [
    'let alive = 3; if alive < 5 { echo few }',
    2,
    `error[E106]: alive has no value here
  ┌─ prompt:1:19
1 │ let alive = 3; if alive < 5 { echo few }
  │                   ^^^^^
  = did you mean $alive ?`,
  ],
  [
    'let x = proxies list > a.csv',
    2,
    `error[E106]: a pipeline whose value is used cannot go to a file
  ┌─ prompt:1:22
1 │ let x = proxies list > a.csv
  │                      ^^^^^^^`,
  ],
  [
    'let x 5',
    2,
    `error[E106]: let needs = and a value
  ┌─ prompt:1:1
1 │ let x 5
  │ ^^^^^^
  = let x = 5`,
  ],
  [
    'let $x = 5',
    2,
    `error[E106]: a name is set without $
  ┌─ prompt:1:5
1 │ let $x = 5
  │     ^^
  = did you mean x ?`,
  ],
  [
    'if 1 = 1 { echo a',
    2,
    `error[E106]: { is never closed
  ┌─ prompt:1:10
1 │ if 1 = 1 { echo a
  │          ^`,
  ],
  [
    'echo a }',
    2,
    `error[E106]: unexpected } without a block to close
  ┌─ prompt:1:8
1 │ echo a }
  │        ^`,
  ],
  [
    'else { echo a }',
    2,
    `error[E106]: else without an if in front of it
  ┌─ prompt:1:1
1 │ else { echo a }
  │ ^^^^`,
  ],
  [
    'def top n { echo $n }',
    2,
    `error[E106]: top is a command already
  ┌─ prompt:1:5
1 │ def top n { echo $n }
  │     ^^^
  = give it a name of its own`,
  ],
  [
    'def proxies { echo a }',
    2,
    `error[E106]: proxies is a command already
  ┌─ prompt:1:5
1 │ def proxies { echo a }
  │     ^^^^^^^
  = give it a name of its own`,
  ],
  [
    'def while { echo a }',
    2,
    `error[E106]: while is a word of the language
  ┌─ prompt:1:5
1 │ def while { echo a }
  │     ^^^^^`,
  ],
  [
    'if true { def mine { echo a } }',
    2,
    `error[E106]: def stands outside of blocks
  ┌─ prompt:1:11
1 │ if true { def mine { echo a } }
  │           ^^^
  = a command of your own is known in the whole text, whatever block runs`,
  ],
  [
    'def mine a = 1 b { echo a }',
    2,
    `error[E106]: b needs a default too: it follows one that has one
  ┌─ prompt:1:16
1 │ def mine a = 1 b { echo a }
  │                ^
  = b = …, or put it in front`,
  ],
  [
    'def mine n: int = ten { echo $n }',
    2,
    `error[E103]: ten is not a whole number: try 1, 10, 50
  ┌─ prompt:1:19
1 │ def mine n: int = ten { echo $n }
  │                   ^^^`,
  ],
  [
    'def mine n: int = $m { echo $n }',
    2,
    `error[E106]: a default is a plain value, without variables
  ┌─ prompt:1:19
1 │ def mine n: int = $m { echo $n }
  │                   ^^
  = def best n: int = 5 { proxies top $n }`,
  ],
  [
    'def mine $n { echo $n }',
    2,
    `error[E106]: a parameter is named without $
  ┌─ prompt:1:10
1 │ def mine $n { echo $n }
  │          ^^
  = did you mean n ?`,
  ],
  [
    'def mine n n { echo $n }',
    2,
    `error[E106]: n is there twice
  ┌─ prompt:1:12
1 │ def mine n n { echo $n }
  │            ^`,
  ],
  [
    'def mine',
    2,
    `error[E106]: unexpected the end of the text where a parameter or the block { … } should be
  ┌─ prompt:1:9
1 │ def mine
  │         ^
  = def best n: int = 5 { proxies top $n }`,
  ],
  [
    'def mine count: int { echo $cuont }',
    2,
    `error[E107]: unknown variable $cuont
  ┌─ prompt:1:28
1 │ def mine count: int { echo $cuont }
  │                            ^^^^^^ was never set
  = did you mean $count ?`,
  ],
  [
    'def mine { echo a }; mine 5',
    2,
    `error[E105]: \`mine\` takes no arguments
  ┌─ prompt:1:27
1 │ def mine { echo a }; mine 5
  │                           ^ one too many
  = usage: mine`,
  ],
  [
    'def mine n: int { echo $n }; mine ten',
    2,
    `error[E103]: ten is not a whole number: try 1, 10, 50
  ┌─ prompt:1:35
1 │ def mine n: int { echo $n }; mine ten
  │                                   ^^^
  = usage: mine <n>`,
  ],
  [
    'def mine n: int { echo $n }; mine',
    2,
    `error[E104]: \`mine\` needs <n>: a parameter of mine
  ┌─ prompt:1:30
1 │ def mine n: int { echo $n }; mine
  │                              ^^^^ <n> is missing
  = usage: mine <n>`,
  ],
  [
    'def mine { proxies list }; mine | where contry = DE',
    2,
    `error[E108]: unknown field contry
  ┌─ prompt:1:41
1 │ def mine { proxies list }; mine | where contry = DE
  │                                         ^^^^^^ the rows have no such field
  = did you mean country ?`,
  ],
  [
    'def mine { echo a }; def mine { echo b }',
    2,
    `error[E106]: mine is defined twice
  ┌─ prompt:1:26
1 │ def mine { echo a }; def mine { echo b }
  │                          ^^^^
  = give it a name of its own`,
  ],
  [
    'def mien { echo a }; mine',
    2,
    `error[E101]: unknown command mine
  ┌─ prompt:1:22
1 │ def mien { echo a }; mine
  │                      ^^^^ no command has this name
  = did you mean mien ?`,
  ],
  [
    'param n: itn = 5',
    2,
    `error[E103]: itn is not a type
  ┌─ prompt:1:10
1 │ param n: itn = 5
  │          ^^^
  = did you mean int ?`,
  ],
  [
    'assert (proxies stats).working > 100 "too few"',
    3,
    `error[E110]: too few
  ┌─ prompt:1:1
1 │ assert (proxies stats).working > 100 "too few"
  │ ^^^^^^
  = (proxies stats).working is 33`,
  ],
  [
    'let few = 3; assert $few > 5',
    3,
    `error[E110]: not so: $few > 5
  ┌─ prompt:1:14
1 │ let few = 3; assert $few > 5
  │              ^^^^^^
  = $few is 3`,
  ],
  [
    'let t = 5; sleep $t',
    2,
    `error[E103]: 5 is not a duration: try 300ms, 5s, 2h
  ┌─ prompt:1:18
1 │ let t = 5; sleep $t
  │                  ^^
  = usage: sleep <duration>`,
  ],
  [
    'let all = proxies list; proxies top $all',
    2,
    `error[E103]: a list cannot stand for <n>
  ┌─ prompt:1:37
1 │ let all = proxies list; proxies top $all
  │                                     ^^^^
  = take one of it: $list.0
  = ${TOP_USAGE}`,
  ],
  [
    'proxies remove @all',
    6,
    `error[E603]: \`proxies remove\` destroys something and was not confirmed
  ┌─ prompt:1:1
1 │ proxies remove @all
  │ ^^^^^^^^^^^^^^^^^^^
  = give --yes where nobody can answer`,
  ],
  [
    'needs engine',
    1,
    `error[E505]: \`needs engine\` needs the engine, which is not running here
  ┌─ prompt:1:1
1 │ needs engine
  │ ^^^^^^^^^^^^`,
  ],
  [
    'timeout 20ms { sleep 5s }',
    124,
    `error[E902]: not done within 20ms
  ┌─ prompt:1:1
1 │ timeout 20ms { sleep 5s }
  │ ^^^^^^^`,
  ],
  [
    'help prxies',
    2,
    `error[E101]: there is no help on prxies
  ┌─ prompt:1:1
1 │ help prxies
  │ ^^^^
  = did you mean help proxies ?`,
  ],
  [
    'run ./missing.refbot',
    5,
    `error[E401]: ./missing.refbot does not exist
  ┌─ prompt:1:1
1 │ run ./missing.refbot
  │ ^^^
  = look again`,
  ],
];

for (const [text, status, expected] of CASES) {
  test(text, async () => {
    const { session } = world.interpreter;
    session.variables.clear();
    const said = await world.say(text);
    assert.equal(said.notes, expected);
    assert.equal(said.status, status);
    assert.equal(said.out, '');
  });
}

test('all errors of a text are found at once, in order, and nothing runs', async () => {
  const said = await world.say(
    'echo start\nproxies tpo\nif $none < 3 {\n  sleep 5\n  sort x\n}\nlet ok = 1\nproxies list | where (country = DE\necho $ok',
  );
  assert.deepEqual(
    said.notes.split('\n').filter((line) => line.startsWith('error')),
    [
      'error[E101]: unknown command proxies tpo',
      'error[E107]: unknown variable $none',
      'error[E103]: 5 is not a duration: try 300ms, 5s, 2h',
      'error[E106]: `sort` works on rows that come through a pipe',
      'error[E106]: unexpected e inside brackets',
    ],
  );
  assert.equal(said.out, '');
});

test('a wrong head of a block does not make its closing brace an error', async () => {
  const said = await world.say('if 1 <> 2 {\n  echo a\n}\nwhile {\n echo b }\necho c');
  assert.deepEqual(
    said.notes.split('\n').filter((line) => line.startsWith('error')),
    ['error[E106]: <> is not an operator', 'error[E106]: unexpected { where a field or value should be'],
  );
});

test('without UTF-8 the frame is ASCII', async () => {
  const said = await world.say('sleep 300', {}, { utf8: false });
  assert.equal(
    said.notes,
    `error[E103]: 300 is not a duration: try 300ms, 5s, 2h
  --> prompt:1:7
1 | sleep 300
  |       ^^^
  = usage: sleep <duration>`,
  );
});

test('a long line is cut around the place', async () => {
  const said = await world.say(`echo ${'a'.repeat(200)}; sleep 300; echo ${'b'.repeat(200)}`, {}, { columns: 60 });
  const [, at, line, caret] = said.notes.split('\n');
  assert.equal(at, '  ┌─ prompt:1:214');
  assert.ok(line!.length <= 60);
  assert.equal(line!.slice(caret!.indexOf('^'), caret!.indexOf('^') + 3), '300');
});

test('a place in a later line of a file is named with the file', async () => {
  const said = await world.say('echo a\n\n\tsleep 300', {}, {}, { origin: 'nightly.refbot' });
  assert.match(said.notes, /┌─ nightly\.refbot:3:8\n3 │ {2}sleep 300\n {2}│ {8}\^\^\^/);
});

test('under --json the error is data, with its place, and all of them', async () => {
  const said = await world.say('sleep 300; proxies tpo', { format: 'json' });
  assert.equal(said.notes, '');
  const { ok, error, errors } = JSON.parse(said.out) as {
    ok: boolean;
    error: Record<string, unknown>;
    errors: { code: string; hint: string }[];
  };
  assert.equal(ok, false);
  assert.deepEqual(error, {
    code: 'E103',
    name: 'bad-value',
    message: '300 is not a duration: try 300ms, 5s, 2h',
    exit: 2,
    retry: false,
    span: { file: 'prompt', line: 1, column: 7, length: 3 },
    usage: 'sleep <duration>',
  });
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['E103', 'E101'],
  );
  assert.equal(errors[1]!.hint, 'did you mean proxies top ?');
});

test('errors of argv point into its words', async () => {
  assert.equal(
    (await world.argv('proxies', 'top', '--where', 'contry = DE')).notes,
    `error[E108]: unknown field contry
  ┌─ argv:1:22
1 │ proxies top --where 'contry = DE'
  │                      ^^^^^^ the rows have no such field
  = did you mean country ?`,
  );
  const said = await world.argv('proxies', 'top', '--limit', '5');
  assert.match(said.notes, /unknown flag --limit/);
  assert.equal(said.status, 2);
  // What fails while it runs needs no frame: the words are on the screen already.
  assert.equal(
    (await world.argv('needs', 'engine')).notes,
    'error[E505]: `needs engine` needs the engine, which is not running here',
  );
});
