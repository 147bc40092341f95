/** Commands of one's own: what `def` makes, what a call gives, alone and through pipes, and where its variables live. */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { LanguageWorld, deeds } from '../help/language-world.ts';

const world = new LanguageWorld();
after(() => world.close());
beforeEach(() => {
  world.interpreter.session.variables.clear();
  world.interpreter.session.functions.clear();
  deeds.length = 0;
});

/** text, status, data. */
const CASES: readonly (readonly [string, number, string])[] = [
  ['def mine { echo a }; mine', 0, 'a\n'],
  ['mine; def mine { echo "known before its line" }', 0, 'known before its line\n'],
  ['def best n: int = 2 { proxies top $n --columns id }; best; best 1', 0, '50\n49\n50\n'],
  ['def best n: int = 2 { proxies top $n }; best 3 | select id | to csv', 0, 'id\r\n50\r\n49\r\n48\r\n'],
  ['def best n { proxies top $n }; best 3 --columns id', 0, '50\n49\n48\n'],
  ['def best n { proxies top $n }; let rows = best 3; echo $rows.length $rows.0.id', 0, '3 50\n'],
  ['def alive { (proxies stats) }', 2, ''],
  ['def alive { proxies list | count }; if (alive) = 50 { echo fifty }', 0, 'fifty\n'],
  ['def two { echo first; echo second }; let x = two; echo "got $x"', 0, 'first\ngot second\n'],
  [
    'def each { for cc in [DE, FR] { proxies list | where country = $cc | first 1 | select id } }; each | count',
    0,
    '2\n',
  ],
  [
    'def pick n: int { if $n > 1 { echo many } else { echo one } }; let x = pick 2; let y = pick 1; echo $x $y',
    0,
    'many one\n',
  ],
  ['def none { let x = 1 }; let y = none; echo "<$y>"', 0, '<>\n'],
  ['def show row { echo $row.address }; for r in (proxies top 1) { show $r }', 0, '192.0.2.50:3128\n'],
  ['def show list { echo $list.length }; let a = [1, 2, 3]; show $a', 0, '3\n'],
  ['def wait-for t: duration { sleep $t }; wait-for 1ms; echo done', 0, 'done\n'],
  ['def outer { inner 5 }; def inner n: int { echo "n is $n" }; outer', 0, 'n is 5\n'],
  ['let x = 1; def set { let x = 2; echo $x }; set; echo $x', 0, '2\n1\n'],
  ['def see { echo $late }; let late = 7; see', 0, '7\n'],
  ['def a x { b }; def b { echo $x }; let x = global; a local', 0, 'global\n'],
  ['def stop { exit 3; echo never }; stop; echo never', 3, ''],
  ['def bad { broken }; bad ?; echo $last.exit', 0, '5\n'],
  ['def bad { broken }; try { bad } catch e { echo $e.code }', 0, 'E501\n'],
  ['def drop { proxies remove @all --yes }; drop', 0, 'removed\t1\n'],
];

for (const [text, status, data] of CASES) {
  test(text, async () => {
    const said = await world.say(text);
    assert.equal(said.status, status, said.notes);
    // What `broken` gave before it failed is beside the point.
    assert.equal(said.out.replace(/^1\n2\n/, ''), data);
  });
}

test('a command lives as long as its session, and can be defined anew', async () => {
  await world.say('def mine n: int { echo "one $n" }; def other { mine 5 }');
  assert.equal((await world.say('mine 1; other')).out, 'one 1\none 5\n');
  await world.say('def mine text { echo "two $text" }');
  assert.equal((await world.say('mine x; other')).out, 'two x\ntwo 5\n');
  const said = await world.say('def other { mine 1 2 3 }');
  assert.match(said.notes, /`mine` takes at most 1 argument/);
  assert.equal((await world.say('other')).out, 'two 5\n', 'what is wrong defines nothing');
});

test('a call without end is stopped', async () => {
  const said = await world.say('def again n { again $n }; again 1');
  assert.equal(said.status, 2);
  assert.match(said.notes, /error\[E111\]: again is 100 calls deep\n.*prompt:1:15\n/);
});

test('an error in it points into its own text, wherever it is called', async () => {
  await world.say('def mine cc { proxies list | where country ~ $cc | count }', {}, {}, { origin: 'lib.refbot' });
  const said = await world.say('echo x; mine "["');
  assert.match(said.notes, /lib.refbot:1:36\n1 │ def mine cc/);
});

test('it asks before it destroys, and runs nothing under --readonly and --dry-run', async () => {
  const text = 'def drop { proxies remove @all }; drop';
  assert.equal((await world.say(text)).status, 6);
  assert.equal((await world.say(text, { readonly: true })).status, 6);
  const dry = await world.say(text, { dryRun: true });
  assert.equal(dry.notes, 'would run: proxies remove @all');
  assert.deepEqual(deeds, []);
  await world.say(text, {}, {}, { yes: true });
  assert.deepEqual(deeds, ['remove @all']);
});

test('its columns and fields are those of what it gives', async () => {
  const look = { tty: true };
  const own = await world.say('def mine { proxies list | first 1 }; mine | where id = 1', {}, look);
  const direct = await world.say('proxies list | first 1 | where id = 1', {}, look);
  assert.equal(own.out, direct.out);
});

test('help says what it is, with the comment above it', async () => {
  const said = await world.say(
    '# The best of\n# all proxies\ndef best n: int = 5 cc: country = DE { proxies top $n }\nhelp best',
  );
  assert.match(said.out, /^best\n {2}The best of all proxies\n/);
  assert.match(said.out, /usage\n {2}best \[n\] \[cc\]\n/);
  assert.match(said.out, /\[n\] +a parameter of best \(default 5\)/);
});

test('completion knows it', () => {
  const { interpreter } = world;
  return world.say('def best-of n { proxies top $n }').then(() => {
    assert.deepEqual(
      interpreter.complete('best', 4).candidates.map(({ value }) => value),
      ['best-of'],
    );
    assert.equal(interpreter.onlyReads('best-of 3'), true);
    return world.say('def tagging { proxies tag 1 x }; def round { round }').then(() => {
      assert.equal(interpreter.onlyReads('tagging'), false);
      assert.equal(interpreter.onlyReads('round'), false);
    });
  });
});

test('the commands are one object until one of them comes, changes or goes: faces hold on to it', async () => {
  const { interpreter } = world;
  const before = interpreter.registry;
  await world.say('def mine { echo 1 }');
  const one = interpreter.registry;
  assert.notEqual(one, before);
  await world.say('mine');
  assert.equal(interpreter.registry, one);
  await world.say('def mine { echo 2 }');
  assert.notEqual(interpreter.registry, one);
  interpreter.session.functions.clear();
  assert.equal(interpreter.registry, before);
});
