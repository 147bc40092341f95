/** Aliases: kept in the state, known at once, expanded before anything is read, and never a trap. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { withEngine } from '../help/engine-world.ts';
import { CommandLine } from '../help/command-line.ts';
import { withWorld } from '../help/world.ts';
import { keptState } from '../help/store-kept.ts';

test('an alias is a line with a name; words behind it are added', async () => {
  await withEngine(async ({ line, folder, engine }) => {
    await writeFile(join(folder, 'list.txt'), '127.1.0.1:1\n127.1.0.2:2\n127.1.0.3:3\n');
    await line.say('proxies import list.txt');
    assert.equal(
      (await line.say('alias all = proxies list | select address')).data,
      'all\tproxies list | select address\n',
    );
    assert.equal((await line.say('all | count')).data, '3\n');
    assert.equal((await line.say('all --format jsonl | first 1')).data, '{"address":"127.1.0.1:1"}\n');
    await line.say('alias firsts = first');
    await line.say('alias two = all | firsts 2');
    assert.equal((await line.say('let x = two; echo $x.length; two')).data, '2\n127.1.0.1:1\n127.1.0.2:2\n');
    assert.equal((await line.say("alias one = 'all | first 1'; one")).status, 2, 'known from the next line on');
    assert.equal((await line.say("alias one = 'all | first 1'")).status, 0);
    assert.equal((await line.say('one')).data, '127.1.0.1:1\n');
    const { registry } = line.interpreter;
    assert.equal(line.interpreter.registry, registry, 'one object as long as nothing changes');
    assert.equal((await line.say('alias')).data.split('\n').length, 5);
    assert.equal((await line.say('alias two')).data, 'two\tall | firsts 2\n');

    const other = new CommandLine(folder, engine);
    assert.equal((await other.say('one')).data, '127.1.0.1:1\n', 'every session of this engine knows it');
    const { documents } = await keptState(join(folder, 'state.json'));
    assert.deepEqual(Object.keys(documents['aliases'] as object), ['all', 'firsts', 'two', 'one']);
    await line.say('unalias one two');
    assert.match((await line.say('one')).notes, /unknown command one/);
  });
});

/** line, what its error says. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['alias top = echo a', /top is a command already/],
  ['alias proxies = echo a', /proxies is a command already/],
  ['alias while = echo a', /while is a word of the language/],
  ['alias a = a | count', /a would stand for itself: a → a/],
  ['alias c = proxies list | b | a', /c would stand for itself: c → a → c/],
  ['alias x = proxies lits', /E101[^]*:1:11[^]*did you mean proxies list \?/],
  ['alias x = proxies list --contry', /E102[^]*did you mean --country \?/],
  ["alias x = 'echo a; echo b'", /an alias stands for one command line/],
  ["alias x = 'echo (a'", /an alias stands for one command line/],
  ['alias x=y', /blanks stand around the =/],
  ['alias x 5', /unexpected 5 where = should be/],
  ['alias x =', /where a command line should be/],
  ['alias nothing', /E408/],
  ['unalias a nothing', /E408/],
];

test('what cannot be an alias is refused', async () => {
  await withEngine(async ({ line, engine }) => {
    for (const text of ['alias c = echo x', 'alias a = c --json', 'alias b = where banned']) await line.say(text);
    const before = { ...engine.view.aliases() };
    for (const [text, expected] of REFUSED) {
      const said = await line.say(text);
      assert.notEqual(said.status, 0, text);
      assert.match(said.notes, expected, text);
    }
    assert.deepEqual({ ...engine.view.aliases() }, before);
  });
});

test('errors point at what was typed and say what stands there', async () => {
  await withEngine(async ({ line }) => {
    await line.say('alias de = proxies top 10 --country DE');
    const inside = await line.say('echo x; de | where contry = DE');
    assert.match(inside.notes, /:1:20\n1 │ echo x; de \| where contry = DE\n {2}│ {20}\^{6} /);
    await line.say('alias two = proxies list --limit 2');
    const twice = await line.say('echo ok; two --limit 5');
    assert.match(twice.notes, /--limit is given twice\n.*:1:14\n/);
    const alias = await line.say('two 5 | first 1');
    assert.match(alias.notes, /:1:5\n/);
    await line.say('alias bad = proxies show');
    const brought = await line.say('echo ok;  bad');
    assert.match(brought.notes, /:1:11\n1 │ echo ok; {2}bad\n {2}│ {11}\^{3} .*\n {2}= bad stands for: proxies show\n/);
    const runs = await line.say('bad 999');
    assert.match(runs.notes, /^error\[E403\].*\n.*:1:1\n1 │ bad 999\n {2}│ \^{3}\n/);
    assert.match((await line.say('dee')).notes, /did you mean de \?/);
  });
});

test('a state that holds a round or a hidden name hurts nobody', async () => {
  await withEngine(async ({ line, engine }) => {
    Object.assign(engine.view.aliases(), { r: 's', s: 'r', echo: 'proxies remove @all --yes', deep: 'r | count' });
    assert.match((await line.say('r')).notes, /unknown command r\n.*:1:1/);
    assert.match((await line.say('deep')).notes, /unknown command/);
    assert.equal((await line.say('echo hi')).data, 'hi\n');
  });
});

test('scripts mean the same to everybody: they know no aliases, and a definition wins over one', async () => {
  await withEngine(async ({ line, folder }) => {
    await line.say('alias mine = echo alias');
    await writeFile(join(folder, 's.refbot'), 'mine\n');
    assert.match((await line.say('run ./s.refbot')).notes, /unknown command mine/);
    assert.equal((await line.say('source ./s.refbot')).data, 'alias\n');
    assert.equal((await line.say('def mine { echo def }; mine')).data, 'def\n');
  });
});

test('a single command of another program knows it too', async () => {
  await withWorld(async (world) => {
    assert.match((await world.run(['hey', 'you'])).stderr, /unknown command hey/);
    await world.run(['alias', 'hey', '=', 'echo', 'hello there']);
    const said = await world.run(['hey', 'you | x', '--json']);
    assert.deepEqual(JSON.parse(said.stdout), { ...JSON.parse(said.stdout), ok: true, data: 'hello there you | x' });
    assert.equal((await world.run(['alias', '--json'])).stdout.includes("echo 'hello there'"), true);
  });
});
