/** The keys of the lowest line are those that do something where the person is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Prompt } from '../../../src/shell/prompt/prompt.ts';
import { hintFor, type HintSituation } from '../../../src/shell/stage/hint.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

function keysOf(change: Partial<HintSituation>): string[] {
  const { keys } = hintFor({
    prompt: new Prompt({ history: () => [], complete: () => null }),
    typing: false,
    covered: null,
    panels: 'numbered',
    message: '',
    running: false,
    stopping: false,
    waiting: 0,
    panelKeys: [['s', 'sort']],
    theme: themeFor('dark', 256),
    ...change,
  });
  return keys.map((key) => key.join(' '));
}

test('numbers are offered on the dashboard only, Tab only where there is another panel', () => {
  assert.deepEqual(keysOf({}), ['s sort', 'Tab 1-8 panel', 'z zoom', ': prompt', '? help']);
  assert.deepEqual(keysOf({ panels: 'one' }), ['s sort', '] view', 'Esc back', ': prompt', '? help']);
  assert.deepEqual(keysOf({ panels: 'several' }).slice(1, 3), ['Tab panel', '] view']);
});

test('Esc leads to the view that a wide output covers, by its name', () => {
  assert.ok(keysOf({ covered: 'dashboard' }).includes('Esc dashboard'));
  assert.ok(keysOf({ covered: 'proxies', panels: 'several' }).includes('Esc proxies'));
  assert.ok(keysOf({ covered: 'proxies', typing: true }).includes('Esc proxies'));
  assert.ok(keysOf({ covered: 'jobs', typing: true, running: true }).includes('Esc jobs'));
  assert.ok(keysOf({ typing: true }).includes('Esc panels'));
});
