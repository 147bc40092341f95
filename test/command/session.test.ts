/** What `format`, `timing` and `history` do to a session, and what stays of variables in texts. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { LanguageWorld } from '../help/language-world.ts';

const world = new LanguageWorld();
after(() => world.close());
beforeEach(() => {
  world.interpreter.session.settings.format = null;
  world.interpreter.session.settings.timing = false;
});

const rows = 'proxies top 1 | select id';

test('format holds for the rest of the session; a call and `to` count more', async () => {
  assert.equal((await world.say('format')).out, 'default\n');
  assert.equal((await world.say(`format csv; ${rows}`)).out, 'id\r\n50\r\n');
  assert.equal((await world.say(rows)).out, 'id\r\n50\r\n', 'also of the next line');
  assert.equal((await world.say(`${rows} | to jsonl`)).out, '{"id":50}\n');
  assert.equal((await world.say('proxies top 1 --columns id --format tsv')).out, '50\n');
  assert.equal((await world.say(rows, { format: 'tsv' })).out, '50\n');
  assert.match((await world.say('help exit')).out, /^exit\n/, 'a page stays a page');
  assert.equal((await world.say(`format default; ${rows}`)).out, '50\n');
  const wrong = await world.say('format jsn');
  assert.match(wrong.notes, /did you mean json \?/);
});

test('in a script it holds to the end of the script', async () => {
  writeFileSync(join(world.folder, 'f.refbot'), `format jsonl\n${rows}\n`);
  assert.equal((await world.say(`run ./f.refbot; ${rows}`)).out, '{"id":50}\n50\n');
});

test('timing says behind each command how long it took', async () => {
  const said = await world.say('timing on; echo a; if true { echo b }; timing off; echo c');
  assert.match(said.notes, /^\S+ \S+ {2}timing on\n\S+ \S+ {2}echo a\n\S+ \S+ {2}echo b$/);
});

test('history lists what was typed, without secrets', async () => {
  const { session } = world.interpreter;
  for (const line of ['scrape', 'sources add http://me:secret@example.com/', ' hidden', 'proxies top'])
    session.remember(line);
  assert.equal((await world.say('history 2')).out, '2\tsources add http://me:***@example.com/\n3\tproxies top\n');
  assert.equal((await world.say('history --find SCR')).out, '1\tscrape\n');
});

/** In text, a dot behind a variable reaches into rows and lists, and is a dot behind anything else. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['let f = list; echo "$f.csv" ./$f.csv', 'list.csv ./list.csv'],
  ['let n = 5; echo "$n.5 $n."', '5.5 5.'],
  ['let t = 5s; echo "$t.text"', '5s.text'],
  ['let row = proxies stats; echo "$row.total of $row.nope."', '50 of .'],
  ['let row = proxies stats; echo ./$row.total.csv', './50.csv'],
  ['let rows = proxies top 2; echo "$rows.length $rows.0.id $rows.id. ${rows.1.id}.x"', '2 50 50,49. 49.x'],
  ['try { broken } catch e { echo "failed: $e.code." }', '1\n2\nfailed: E501.'],
  ['let x = null; echo "<$x.y>"', '<.y>'],
];

for (const [text, expected] of TEXTS) {
  test(text, async () => {
    const said = await world.say(text);
    assert.equal(said.out, `${expected}\n`, said.notes);
  });
}
