/** What is made ready for the first look: everything the palette names, and nothing of it fails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keymap } from '../../src/command/keys/keymap.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import { firstLooks } from '../../src/shell/first-looks.ts';
import { commandOf } from '../../src/shell/overlays/open-overlay.ts';

test('the lines of all keys and the pages of the manual are known afterwards', async () => {
  const registry = loadRegistry();
  const keymap = new Keymap();
  const made: unknown[] = [];
  for (const step of firstLooks(registry, keymap, [])) made.push(await step());
  for (const { line } of keymap.all()) {
    const known = commandOf(registry, line);
    assert.ok(made.includes(known), line);
  }
  assert.ok(made.some((made) => typeof made === 'object' && made !== null && 'Manual' in made));
});
