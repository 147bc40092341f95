/** The overview that `help` alone is: every command is on it, and every line fits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overview, overviewPage } from '../../src/command/help/overview.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import { displayWidth } from '../../src/lib/width.ts';

const registry = loadRegistry();

test('the overview names every command and fits the terminal', () => {
  const value = overview(registry);
  assert.deepEqual(
    value.commands.map(({ command }) => command),
    registry.names(),
  );
  for (const columns of [60, 80, 120]) {
    const page = overviewPage(value, { tty: true, columns, color: false, utf8: true });
    const words = new Set(page.split(/\s+/));
    for (const name of registry.names()) for (const word of name.split(' ')) assert.ok(words.has(word), name);
    for (const line of page.split('\n')) assert.ok(displayWidth(line) <= columns, line);
    assert.match(page, /top = proxies top/);
  }
});
