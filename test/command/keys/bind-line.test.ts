/** What the line of a key becomes: an act at once, a line to run, or an error; and that every default binding is sound. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindLine } from '../../../src/command/keys/bind-line.ts';
import { DEFAULT_BINDINGS } from '../../../src/command/keys/default-bindings.ts';
import { KEY_CONTEXTS } from '../../../src/command/keys/contexts.ts';
import { loadRegistry } from '../../../src/command/registry.ts';
import type { Screen } from '../../../src/command/screen.ts';

const registry = loadRegistry();

/** A screen that writes down what it was told. */
function recorder(): { readonly screen: Screen; readonly told: unknown[] } {
  const told: unknown[] = [];
  const screen = new Proxy({} as Screen, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        void told.push([name, ...args]),
  });
  return { screen, told };
}

test('one screen command acts at once, with its arguments typed and its defaults filled in', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['screen zoom', ['arrange', { kind: 'zoom' }]],
    ['screen move -1 page', ['act', { kind: 'move', by: -1, unit: 'page' }]],
    ['screen move 3', ['act', { kind: 'move', by: 3, unit: 'row' }]],
    ['screen move last', ['act', { kind: 'move', to: 'last' }]],
    ['screen mark', ['act', { kind: 'mark', what: 'toggle' }]],
    ['screen filter', ['act', { kind: 'filter', text: null }]],
    ["screen filter 'country = DE'", ['act', { kind: 'filter', text: 'country = DE' }]],
    ['screen filter /^10/', ['act', { kind: 'filter', text: '/^10/' }]],
    ['screen type proxies tag @focus', ['type', 'proxies tag @focus ']],
    ['view proxy 12', ['show', 'proxy', '12']],
    ['view back', ['travel', 'back']],
    ['layout', ['arrange', { kind: 'layout', name: 'next' }]],
  ];
  for (const [line, call] of table) {
    const bound = bindLine(registry, line);
    assert.equal(bound.kind, 'screen', line);
    const { screen, told } = recorder();
    if (bound.kind === 'screen') bound.act(screen);
    assert.deepEqual(told, [call], line);
  }
});

test('anything else is a line to run, or wrong', () => {
  for (const line of ['proxies top 10', 'screen zoom; screen zoom', 'kill $row.id', 'let a = 1']) {
    assert.equal(bindLine(registry, line).kind, 'line', line);
  }
  for (const line of ['no such command', 'screen sort', 'screen move sideways', 'kill $nobody.id']) {
    const bound = bindLine(registry, line);
    assert.equal(bound.kind, line === 'screen sort' ? 'screen' : 'wrong', line);
  }
});

test('every key of the product stands in a known context and runs a line without errors', () => {
  for (const { context, chord, line } of DEFAULT_BINDINGS) {
    assert.ok(KEY_CONTEXTS.includes(context), context);
    const bound = bindLine(registry, line);
    assert.notEqual(
      bound.kind,
      'wrong',
      `${context} ${chord} ${line}: ${bound.kind === 'wrong' ? bound.error.message : ''}`,
    );
  }
});
