/** `source`: files that are taken in, checked with the text that names them, found beside it, and never without end. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { LanguageWorld } from '../help/language-world.ts';

const world = new LanguageWorld();
after(() => world.close());
beforeEach(() => {
  world.interpreter.session.variables.clear();
  world.interpreter.session.functions.clear();
});

function files(texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(world.folder, name, '..'), { recursive: true });
    writeFileSync(join(world.folder, name), text);
  }
}

test('what a file sets and defines is there behind it, in the same session', async () => {
  files({ 'lib.refbot': 'let want = 5\ndef best n: int { proxies top $n | select id }' });
  const said = await world.say('source ./lib.refbot; echo $want; best 1');
  assert.deepEqual([said.status, said.out], [0, '5\n50\n'], said.notes);
  assert.equal((await world.say('best 1; echo $want')).out, '50\n5\n');
});

test('its name is looked for beside the file that names it, then where the person is', async () => {
  files({
    'a/main.refbot': 'source ./part.refbot\nsource ./here.refbot\nsaid',
    'a/part.refbot': 'source deep/er.refbot',
    'a/deep/er.refbot': 'def said { echo "from a" }',
    'part.refbot': 'def said { echo wrong }',
    'here.refbot': 'echo here',
  });
  const said = await world.say('run ./a/main.refbot');
  assert.deepEqual([said.status, said.out], [0, 'here\nfrom a\n'], said.notes);
  assert.equal(world.interpreter.session.functions.size, 0, 'a script has a session of its own');
});

test('arguments fill its params', async () => {
  files({ 'p.refbot': 'param n: int = 1\nlet got = $n' });
  assert.equal((await world.say('source ./p.refbot 9; echo $got')).out, '9\n');
  assert.match((await world.say('source ./p.refbot nine')).notes, /nine is not a whole number/);
});

test('--check reads what it takes in, and points into it', async () => {
  files({
    'outer.refbot': 'source ./inner.refbot\nmine ten\necho $set $unset\n',
    'inner.refbot': 'let set = 1\ndef mine n: int { proxies top $n --contry DE }\n',
  });
  const said = await world.say('run ./outer.refbot --check');
  assert.equal(said.status, 2);
  const places = [...said.notes.matchAll(/error\[(E\d+)\].*\n +┌─ (\S+)/g)].map(
    ([, code, place]) => `${code} ${place}`,
  );
  assert.deepEqual(places, ['E103 ./outer.refbot:2:6', 'E107 ./outer.refbot:3:11', 'E102 ./inner.refbot:2:34']);
});

test('nothing runs while a file that is taken in is wrong', async () => {
  files({ 'wrong.refbot': 'echo a\nproxies lits' });
  const said = await world.say('echo before; source ./wrong.refbot');
  assert.deepEqual([said.status, said.out], [2, '']);
});

test('a file that is not there is an error, but not where it may be missing', async () => {
  assert.match((await world.say('echo a; source ./no.refbot')).notes, /E401.*\n.*prompt:1:16/);
  assert.equal((await world.say('source ./no.refbot ?; echo on')).out, 'on\n');
  assert.equal((await world.say('try { source ./no.refbot }; echo on')).out, 'on\n');
  assert.equal((await world.say('let f = ./no.refbot; echo first; source $f')).out, 'first\n');
});

test('files that take in each other are refused', async () => {
  files({
    'x.refbot': 'source ./y.refbot',
    'y.refbot': 'source ./x.refbot',
    'self.refbot': 'let f = ./self.refbot\nsource $f',
  });
  const said = await world.say('source ./x.refbot');
  assert.equal(said.status, 2);
  assert.match(said.notes, /E111.*sources itself[^]*x.refbot → .*y.refbot → .*x.refbot/);
  assert.match((await world.say('run ./self.refbot')).notes, /E111/);
});

test('a script that runs itself is stopped', async () => {
  files({ 'again.refbot': 'run ./again.refbot' });
  const said = await world.say('run ./again.refbot');
  assert.equal(said.status, 2);
  assert.equal(said.notes.match(/E111/g)?.length, 1);
});

test('exit in it ends the text around it, an error too, with its own place', async () => {
  files({ 'out.refbot': 'exit 4', 'err.refbot': 'echo a\n\nbroken' });
  assert.deepEqual(await world.say('source ./out.refbot; echo never').then(({ status, out }) => [status, out]), [
    4,
    '',
  ]);
  const said = await world.say('try { source ./err.refbot } catch e { echo "$e.code" }');
  assert.equal(said.out, 'a\n1\n2\nE501\n');
  assert.match((await world.say('source ./err.refbot; echo never')).notes, /err.refbot:3:1/);
});
