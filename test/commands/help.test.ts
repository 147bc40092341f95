/** What help says of words that are a command, a noun, or both. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandLine } from '../help/command-line.ts';

const line = new CommandLine('/');
interface Page {
  readonly command: string;
  readonly fields: readonly string[];
  readonly verbs: readonly { readonly command: string; readonly summary: string }[];
}

test('a word that is a command and a noun has a page of its own, with its verbs', async () => {
  for (const word of ['targets', 'chart']) {
    const { data } = await line.ask<Page>(`help ${word}`);
    assert.equal(data.command, word);
    assert.ok(data.verbs.length > 0);
    assert.ok(data.verbs.every(({ command, summary }) => command.startsWith(`${word} `) && summary !== ''));
  }
  const { data } = await line.ask<Page>('help targets');
  assert.deepEqual(
    data.verbs.map(({ command }) => command),
    ['targets remove', 'targets show'],
  );
  assert.ok(data.fields.includes('passed'));
  assert.match((await line.say('help targets')).data, /^targets\n[^]*more\n {2}targets remove {2}Forgets/);
});

test('a noun lists its verbs; a command has none', async () => {
  const { data } = await line.ask<readonly { readonly command: string }[]>('help sources');
  assert.ok(data.length > 3 && data.every(({ command }) => command.startsWith('sources ')));
  assert.deepEqual((await line.ask<Page>('help sources list')).data.verbs, []);
});
