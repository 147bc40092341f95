/** What the program knows by itself, and that a file of it which is broken is named to whoever asks for sources. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineSource } from '../../src/define/source.ts';
import type { FolderModule } from '../../src/lib/sibling.ts';
import { builtInSources, loadBuiltIn } from '../../src/sources/built-in.ts';

const GOOD = [defineSource({ name: 'one', url: 'https://one.example/list.txt', protocols: ['http'] })];

function file(name: string, loadNow: () => unknown): FolderModule {
  return { name, load: async () => ({ default: loadNow() }), loadNow: () => ({ default: loadNow() }) };
}

test('all files are sound, loaded ahead or not', async () => {
  const sources = builtInSources();
  assert.ok(sources.length > 20);
  await loadBuiltIn();
  assert.deepEqual(builtInSources(), sources);
});

test('a file that cannot be loaded, declares none, or one that there is already', () => {
  const sound = file('good', () => GOOD);
  assert.deepEqual(builtInSources([sound]), GOOD);
  const broken = (): unknown => {
    throw new SyntaxError('Unexpected token');
  };
  const cases: readonly (readonly [FolderModule, RegExp])[] = [
    [file('bad', broken), /^built-in\/bad cannot be loaded: Unexpected token$/],
    [file('bad', () => undefined), /^built-in\/bad declares no sources$/],
    [file('bad', () => [{ name: 'two' }]), /^built-in\/bad declares no sources$/],
    [file('bad', () => GOOD), /^two built-in sources are called one$/],
  ];
  for (const [bad, message] of cases)
    assert.throws(() => builtInSources([sound, bad]), { errorName: 'internal', message });
});
