/** The file of keys: what it changes, and what it says about lines that cannot be read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { KEY_CONTEXTS } from '../../../src/command/keys/contexts.ts';
import { parseKeysFile } from '../../../src/command/keys/keys-file.ts';
import { Keymap } from '../../../src/command/keys/keymap.ts';

const read = (text: string) => parseKeysFile(text, KEY_CONTEXTS, (line) => (line === 'bad' ? 'no such command' : null));

test('a line binds, `none` takes away, comments and blank lines are nothing', () => {
  const file = read('# mine\n\npanel  Ctrl-T  theme light\nproxies d none\r\n');
  assert.deepEqual(file.bindings, [{ context: 'panel', chord: 'C-t', line: 'theme light', origin: 'file' }]);
  assert.deepEqual(file.unbound, [{ context: 'proxies', chord: 'd' }]);
  assert.deepEqual(file.problems, []);
});

test('each line that cannot be read is told with its number, the others hold', () => {
  const file = read('panel x\nnowhere x quit\npanel Hyper-x quit\npanel y bad\ngeneral f5 scrape');
  assert.deepEqual(
    file.problems.map(({ line }) => line),
    [1, 2, 3, 4],
  );
  assert.match(file.problems[1]!.message, /nowhere is no context; there are general, prompt/);
  assert.match(file.problems[2]!.message, /Hyper-x is no key: try Ctrl-T/);
  assert.equal(file.problems[3]!.message, 'no such command');
  assert.equal(file.bindings.length, 1);
});

test('any text is read without a throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const { bindings, unbound, problems } = read(text);
      const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
      assert.equal(bindings.length + unbound.length + problems.length, lines.length);
    }),
  );
});

test('the nearest context wins, the file wins over the product, none leaves the key to a farther context', () => {
  const keymap = new Keymap(read('proxies c echo mine\nproxies d none\npanel d echo all'));
  const contexts = ['proxies', 'table', 'panel', 'general'];
  assert.equal(keymap.lookup(contexts, 'c')?.line, 'echo mine');
  assert.equal(keymap.lookup(contexts, 'd')?.line, 'echo all');
  assert.equal(keymap.lookup(contexts, 's')?.line, 'screen sort next');
  assert.equal(keymap.lookup(contexts, 'C-c')?.line, 'screen interrupt');
  assert.equal(keymap.lookup(['log', 'text', 'panel'], 'c'), null);
  const listed = keymap.inContexts(contexts).filter(({ chord }) => chord === 'c');
  assert.deepEqual(
    listed.map(({ context }) => context),
    ['proxies'],
  );
});

test('two keys in a row are taken where the prompt can hear them, and refused elsewhere', () => {
  const file = read(
    'prompt Ctrl-X,Ctrl-G jobs\ngeneral Ctrl-X,g jobs\npanel g,g jobs\nprompt Ctrl-G,g jobs\nprompt Ctrl-X,a,b jobs',
  );
  assert.deepEqual(
    file.bindings.map(({ chord }) => chord),
    ['C-x C-g', 'C-x g'],
  );
  assert.deepEqual(
    file.problems.map(({ line }) => line),
    [3, 4, 5],
  );
  assert.match(file.problems[0]!.message, /^g,g: two keys in a row begin with Ctrl-X/);
});
