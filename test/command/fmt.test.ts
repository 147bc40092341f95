/** The formatter: what it does to texts, that it never changes what they mean, and that it is done after once. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as fc from 'fast-check';
import { formatText } from '../../src/command/fmt/format-text.ts';
import { checkScript } from '../../src/command/check/check-script.ts';
import { parse } from '../../src/command/syntax/parse.ts';
import { sameMeaning } from '../../src/command/fmt/same-meaning.ts';
import { LanguageWorld, registry } from '../help/language-world.ts';

const CASES: readonly (readonly [string, string])[] = [
  ['', ''],
  ['\n\n', ''],
  ['echo   a\t b', 'echo a b\n'],
  ['\n\necho a\n\n\n\necho b\n\n', 'echo a\n\necho b\n'],
  ['\ufeffecho a\r\necho b\r\n', 'echo a\necho b\n'],
  ['echo a  ;echo b', 'echo a; echo b\n'],
  ['proxies list|where a=1|first 2>x', 'proxies list | where a=1 | first 2 > x\n'],
  ['proxies list\n|where score>=0.5\n      # why\n | count', 'proxies list\n  | where score>=0.5\n# why\n  | count\n'],
  ['if true{echo a}', 'if true { echo a }\n'],
  ['if true {\necho a\nif $x {\necho b}\n}else{\n    }', 'if true {\n  echo a\n  if $x {\n    echo b }\n} else {\n}\n'],
  ['echo "a   b\n   c"   \'d   e\'', 'echo "a   b\n   c" \'d   e\'\n'],
  ['echo ${x}.csv "${x.y}"   a{', 'echo ${x}.csv "${x.y}" a {\n'],
  ['echo a#b   #   why  ', 'echo a#b #   why\n'],
  ['echo ( proxies stats ).total [ a, b ]', 'echo (proxies stats).total [a, b]\n'],
  ['echo a \\  \n      b', 'echo a \\\n  b\n'],
  ['echo [::1]:80 a\\ b ^1[.]2', 'echo [::1]:80 a\\ b ^1[.]2\n'],
  ['def f n:int=5{echo $n}&', 'def f n:int=5 { echo $n } &\n'],
];

for (const [text, expected] of CASES) {
  test(`fmt ${JSON.stringify(text)}`, () => {
    assert.equal(formatText(text), expected);
    assert.equal(formatText(expected), expected);
  });
}

const parts = fc.constantFrom(
  ...'proxies,list,top,where,a,score,=,>=,<,5,0.5,if,true,$x,${x},let,x,def,mine,n,echo,first,|,>,>>,;,\n,{,},(,),[,],"a  b",\'c  d\',#  e,&,?,\\\n,--country,DE'.split(
    ',',
  ),
  ' ',
  '  ',
);

function isSound(text: string): boolean {
  const { script, errors } = parse(text, 'test', registry);
  const problems = checkScript(script, registry, ['x']);
  return errors.length === 0 && problems.every(({ errorName }) => errorName !== 'unknown-command');
}

test('what a text means stays, formatting twice is formatting once, and no text makes it crash', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(parts, { maxLength: 20 }).map((found) => found.join('')),
        fc.array(parts, { maxLength: 20 }).map((found) => found.join(' ')),
        fc.string({ unit: 'binary', maxLength: 40 }),
      ),
      (text) => {
        const formatted = formatText(text);
        assert.equal(formatText(formatted), formatted, JSON.stringify(text));
        // Behind a last `\\` the line break at the end would count; what names no command has no form.
        if (!/\\\s*$/.test(text) && isSound(text))
          assert.equal(sameMeaning(text, formatted, 'test', registry), null, JSON.stringify(text));
      },
    ),
    { numRuns: 3000 },
  );
});

const world = new LanguageWorld();
after(() => world.close());

test('the command writes the file, and only where the text follows the grammar', async () => {
  const file = join(world.folder, 'a.refbot');
  const kept = (text: string) => (writeFileSync(file, text), text);
  kept('echo   a');
  assert.equal((await world.say('fmt ./a.refbot --check')).status, 3);
  assert.equal((await world.say('fmt ./a.refbot', { dryRun: true })).notes, 'would format ./a.refbot');
  assert.equal((await world.say('fmt ./a.refbot', { readonly: true })).status, 6);
  assert.equal(readFileSync(file, 'utf8'), 'echo   a');
  assert.equal((await world.say('fmt ./a.refbot')).notes, 'formatted ./a.refbot');
  assert.equal(readFileSync(file, 'utf8'), 'echo a\n');
  assert.equal((await world.say('fmt ./a.refbot --check')).status, 0);
  const broken = kept('echo  a\nif true { echo  b');
  const said = await world.say('fmt ./a.refbot');
  assert.match(said.notes, /\{ is never closed\n.*a.refbot:2:9/);
  assert.equal(readFileSync(file, 'utf8'), broken);
});
