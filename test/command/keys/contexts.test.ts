/** The contexts of keys are those of the shell: a panel that can have the keys is one, and nothing else is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextTitle, KEY_CONTEXTS, KEY_PANELS } from '../../../src/command/keys/contexts.ts';
import { loadPanels } from '../../../src/shell/panel-set.ts';
import { loadViews } from '../../../src/shell/view-set.ts';

test('every panel that can have the keys is a context', async () => {
  const panels = await loadPanels();
  const homes = new Set((await loadViews()).map(({ panel }) => panel));
  const able = panels.filter(({ name, number }) => number !== null || homes.has(name)).map(({ name }) => name);
  assert.deepEqual([...KEY_PANELS].sort(), able.sort());
});

test('every kind of panel is a context', async () => {
  for (const { kind } of await loadPanels()) if (kind !== undefined) assert.ok(KEY_CONTEXTS.includes(kind), kind);
});

test('a list of keys says in words where they hold', () => {
  assert.equal(contextTitle('general'), 'anywhere');
  assert.equal(contextTitle('sources'), 'in sources');
});
