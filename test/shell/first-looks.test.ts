/** What is made ready for the first look: everything the palette names, and nothing of it fails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keymap } from '../../src/command/keys/keymap.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import { firstLooks, rehearsalsOf } from '../../src/shell/first-looks.ts';
import { commandOf } from '../../src/shell/overlays/open-overlay.ts';
import { theatre } from '../help/theatre.ts';

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

test('every view of the row is rehearsed once, but for what is on the screen and what reads the whole pool', async () => {
  const { stage, panels, navigation, scene, frame } = await theatre(120, 36);
  frame();
  const painted: string[] = [];
  const watched = panels.map((named) => ({
    ...named,
    panel: { ...named.panel, paint: () => void painted.push(named.name), heading: () => '' },
  }));
  stage.shown = () => watched.filter(({ name }) => name === 'log' || name === 'top-proxies');
  for (const rehearse of rehearsalsOf(navigation.views, watched, stage, () => scene(false))) rehearse();
  assert.deepEqual(painted.sort(), ['alerts', 'charts', 'guide', 'jobs', 'options', 'sources']);
});
