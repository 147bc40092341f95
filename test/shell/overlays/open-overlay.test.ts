/** Overlays by their names: the help lists each key once, where it holds nearest. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../../src/core/config/config.ts';
import { Keymap } from '../../../src/command/keys/keymap.ts';
import { loadRegistry } from '../../../src/command/registry.ts';
import { resolveLooks } from '../../../src/shell/looks/looks.ts';
import { openOverlay } from '../../../src/shell/overlays/open-overlay.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { loadViews } from '../../../src/shell/view-set.ts';

const registry = loadRegistry();
const views = await loadViews();
const looks = resolveLooks(loadConfig({}), { colors: 256, utf8: true, background: null });

/** The help of a place as text, one column wide. */
function help(contexts: readonly string[], keymap: Keymap): string {
  const overlay = openOverlay('help', { registry, keymap, views, contexts, facts: null, history: [] });
  const cells = new Cells(80, 120);
  overlay.paint(new Brush(cells, { x: 0, y: 0, width: 80, height: 120 }, looks.theme, looks.utf8, looks.graph));
  return cells.toText();
}

test('a key that a nearer context takes is not listed again', () => {
  const binding = { context: 'proxies', chord: 'z', line: 'view jobs', origin: 'file' } as const;
  const text = help(['proxies', 'panel'], new Keymap({ bindings: [binding], unbound: [] }));
  assert.match(text, /in proxies\n[^]*\n  z +view jobs[^]*\n *in the panels\n/);
  const [, far] = text.split('in the panels');
  assert.doesNotMatch(far!, /\n  z /);
});

test('a context without keys has no heading', () => {
  assert.doesNotMatch(help(['statistics', 'panel'], new Keymap()), /in statistics/);
});
