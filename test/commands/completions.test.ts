/** The completion scripts: bash itself runs its own; those of the others hold what it holds. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { bashScript } from '../../src/command/completions/bash.ts';
import { completionPlaces } from '../../src/command/completions/words.ts';
import { fishScript } from '../../src/command/completions/fish.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import { zshScript } from '../../src/command/completions/zsh.ts';
import { CommandLine } from '../help/command-line.ts';

const places = completionPlaces(loadRegistry());

/** Words typed, the last one under the cursor -> what bash offers, or a part of it. */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['refbot prox', ['proxies']],
  ['refbot she', ['shell']],
  ['refbot proxies to', ['top']],
  ['refbot proxies top --co', ['--country', '--columns']],
  ['refbot proxies top --format js', ['json', 'jsonl']],
  ['refbot --state /x/proxies proxies to', ['top']],
  ['refbot --json proxies top --by la', ['latency']],
  ['refbot top --coun', ['--country']],
  ['refbot format t', ['table', 'tsv']],
  ['refbot completions z', ['zsh']],
  ['refbot shell --r', ['--run']],
  ['refbot --rea', ['--readonly']],
  ['refbot nonsense x', []],
  ['refbot proxies top 10 t', []],
  ['refbot where', []],
  ['refbot screen', []],
];

test('bash offers commands, verbs, flags and their choices', async () => {
  const { data, status } = await new CommandLine('.').say('completions bash');
  assert.equal(status, 0);
  assert.equal(data.trimEnd(), bashScript(places).trimEnd());
  const asked = CASES.map(
    ([line]) => `COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _refbot; echo "\${COMPREPLY[*]}"`,
  );
  const said = execFileSync('bash', ['-u', '-c', `${data}\n${asked.join('\n')}`], { encoding: 'utf8' });
  const lines = said.split('\n');
  for (const [index, [line, expected]] of CASES.entries()) {
    assert.deepEqual(lines[index]!.split(' ').filter(Boolean), expected, line);
  }
});

test('all three know every command, and quote what they say', () => {
  for (const script of [bashScript, zshScript, fishScript]) {
    const text = script(places);
    for (const word of ['proxies', 'shell', 'alias', 'country', 'anonymity']) assert.ok(text.includes(word), word);
    const odd = script([{ behind: 'it', words: [{ word: "a'b", help: "it's: 50 % $x `y`" }], flags: [], values: {} }]);
    assert.ok(/'a'\\''b|'a\\'b'/.test(odd), odd);
  }
});

test('an unknown shell is refused with what there is', async () => {
  assert.match(
    (await new CommandLine('.').say('completions zhs')).notes,
    /one of bash, zsh, fish[^]*did you mean zsh \?/,
  );
});
